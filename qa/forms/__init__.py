"""Forms of answer: from evidence or the catalog to what is said."""
