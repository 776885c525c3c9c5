"""What a run came to: in words, as a page, as JSON, and beside an earlier run."""
