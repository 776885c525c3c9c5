"""Published question sets as plain values: one file a format, each reading from a path.

No data is shipped. A reader gives frozen dataclasses; a file of another shape raises
`AdapterError`, which names the file, the row and what was expected.
"""
