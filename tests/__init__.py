"""Tests mirror the tree: tests/index, tests/qa, tests/ui, tests/eval."""
