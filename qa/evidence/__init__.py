"""The passages that may answer, the sentences that do, and whether any does."""
