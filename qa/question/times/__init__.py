"""A date in words, and the days that it means."""
