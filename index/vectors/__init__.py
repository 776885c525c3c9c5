"""Embedders, and the nearest passages by their vectors."""
