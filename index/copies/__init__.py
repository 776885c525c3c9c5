"""Which articles are copies of one story, by their words alone."""
