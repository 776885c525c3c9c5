"""The keyword index: derived from the catalog, searched by tantivy."""
