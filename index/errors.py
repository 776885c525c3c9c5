"""The error family of the index.

    DatelineError
    ├── SettingsError            a setting has a value that can't be used
    ├── ModelUnavailableError    a model's files are missing or damaged
    ├── ArticleFormatError       one file can't be read as an article (the run goes on)
    └── StoreError
        ├── StoreNotFoundError   no index in this home yet
        ├── StoreMismatchError   built with another embedder, split or schema
        ├── StoreLockedError     another process is writing
        └── StoreDamagedError    a file of the index can't be read; says how to mend it

Each message names the offending value and the next step. `ui` alone catches them.
"""

from __future__ import annotations


class DatelineError(Exception):
    """Base of every error that Dateline raises on purpose; `str(error)` is fit to show."""


class SettingsError(DatelineError):
    """A setting has a value that can't be used."""


class ModelUnavailableError(DatelineError):
    """A model can't be loaded: missing package, damaged file, unknown name."""


class ArticleFormatError(DatelineError):
    """A file can't be read as an article. Indexing counts it as refused and goes on."""


class StoreError(DatelineError):
    """Something about the stored index."""


class StoreNotFoundError(StoreError):
    """There is no index in this home."""


class StoreMismatchError(StoreError):
    """The index was built with other settings than it is opened with."""


class StoreLockedError(StoreError):
    """Another process is writing to this index."""


class StoreDamagedError(StoreError):
    """A file of the index can't be read."""
