"""What people touch: the command line (`cli`), the page (`app`) and how answers look (`render`)."""
