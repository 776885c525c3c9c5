"""The source of truth: articles, files, passages and the keyword index, in SQLite."""
