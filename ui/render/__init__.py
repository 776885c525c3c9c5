"""Answers, articles and lists as HTML or as text for a terminal. Pure functions of values."""
