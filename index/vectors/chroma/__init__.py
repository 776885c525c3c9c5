"""Chroma: a client of its folder or its server, and what may be wrong with either."""
