"""One file a format: bytes of a file in, an `Article` out. `read_file` chooses by content."""
