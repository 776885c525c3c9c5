"""What a run of indexing takes in: which files, what changed in them, batches, one writer."""
