"""What a question says of time: a day in words, and whether it asks how things stand now."""
