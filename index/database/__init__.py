"""Where a catalog lies: SQLite in the home, or PostgreSQL. The drivers are known here alone."""
