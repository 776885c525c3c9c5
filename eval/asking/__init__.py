"""Asking the questions of a set: which, of which index, by how many processes."""
