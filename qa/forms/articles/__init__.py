"""Which articles there are, how many, and by which rule they are meant."""
