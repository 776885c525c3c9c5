"""A conversation: what a follow-up means in the light of the turns before it."""
