"""One frozen `Settings`: defaults, then `dateline.toml`, then DATELINE_* variables, then flags.

`load_settings` is the only place that reads them; importing this module reads nothing.
"""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import SettingsError
from index.settings import POSTGRES, IndexSettings

_URL_FIELDS = ("chroma_url", "llm_base_url")


@dataclass(frozen=True)
class Settings:
    """Every setting, with why its default is what it is.

    home: where the index lives. Default: the user's data folder, so that `dateline ask` finds
        the same index from any directory.
    embedder, chunk_tokens, language, vectors, chroma_url, catalog_url: see `IndexSettings`.
    reranker: "bundled" (the evidence model in the package) or "none" (similarity alone).
    reader: "extractive" needs no model key and no network; "llm" writes with `llm`.
    llm: "ollama:NAME", "openai:NAME", "gguf:PATH" or "smollm2"; used when reader is "llm".
    llm_base_url: server of `openai:` and `ollama:` models; empty for their usual address.
    llm_timeout_seconds, llm_retries: bounds on one call of a served model.
    top_k: passages read for an answer. Six cite as much as eight on the seed questions (tune half,
        2026-11) in three quarters of the time.
    candidates: passages that each retriever offers before fusion, and as many of the fused ones are
        looked at.
    adding: whether visitors of the page may add articles. "auto": on this machine, and elsewhere
        behind a login.
    refuse_below: the answer is refused when the evidence is less probable than this. 0.5
        refuses 79 % of the unanswerable of all 247 seed questions and 8 % of the others, and 53 %
        and none of the courier's (2026-11, `dateline eval`).
    """

    home: Path = Path()
    embedder: str = "bundled"
    reranker: str = "bundled"
    reader: str = "extractive"
    llm: str = ""
    llm_base_url: str = ""
    llm_timeout_seconds: float = 60.0
    llm_retries: int = 2
    chroma_url: str = ""
    catalog_url: str = ""
    chunk_tokens: int = 128
    language: str = "en"
    vectors: str = "auto"
    top_k: int = 6
    candidates: int = 100
    refuse_below: float = 0.5
    max_file_bytes: int = 20_000_000
    adding: str = "auto"

    def __post_init__(self) -> None:
        """Refuse values that can't work, naming the value and what would."""
        if self.catalog_url and not self.catalog_url.startswith(POSTGRES):
            raise SettingsError(
                f"catalog_url begins with {self.catalog_url[:12]!r}: use an address with "
                "postgresql://, or leave it empty for SQLite in the home."
            )
        if self.vectors not in ("auto", "fast", "full"):
            raise SettingsError(f"vectors = {self.vectors!r}: use 'auto', 'fast' or 'full'.")
        if self.adding not in ("auto", "on", "off"):
            raise SettingsError(f"adding = {self.adding!r}: use 'auto', 'on' or 'off'.")
        if self.reader not in ("extractive", "llm"):
            raise SettingsError(f"reader = {self.reader!r}: use 'extractive' or 'llm'.")
        if self.reader == "llm" and not self.llm:
            raise SettingsError(
                "reader = 'llm' needs llm = 'ollama:NAME', 'openai:NAME', 'gguf:PATH' or 'smollm2'."
            )
        for name, low, high in (
            ("chunk_tokens", 32, 8192),
            ("top_k", 1, 50),
            ("candidates", 1, 1000),
            ("llm_retries", 0, 10),
            ("llm_timeout_seconds", 0.1, 3600),
            ("refuse_below", 0.0, 1.0),
            ("max_file_bytes", 1, 2**40),
        ):
            value = getattr(self, name)
            if not low <= value <= high:
                raise SettingsError(f"{name} = {value!r}: use a value from {low} to {high}.")
        for name in _URL_FIELDS:
            value = getattr(self, name)
            if value and not value.startswith(("http://", "https://")):
                shown = value.rpartition("@")[2]  # without user and password
                raise SettingsError(f"{name} = {shown!r}: use an address with http:// or https://.")

    @property
    def index(self) -> IndexSettings:
        """The part that the index reads."""
        names = {f.name for f in dataclasses.fields(IndexSettings)}
        return IndexSettings(**{name: getattr(self, name) for name in names})


def load_settings(
    flags: Mapping[str, Any] | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """Defaults, then `folder`/dateline.toml (default: the working directory), then DATELINE_*
    variables of `environ` (default: the process's), then `flags` that are not None.

    A relative `home` in the file is relative to that file. Raises SettingsError for an unknown
    name or a value of the wrong type.
    """
    environ = os.environ if environ is None else environ
    folder = Path.cwd() if folder is None else folder
    values: dict[str, Any] = {}
    values.update(_from_file(folder / "dateline.toml"))
    prefix = "DATELINE_"
    known = {f.name: f for f in dataclasses.fields(Settings)}
    for variable, text in environ.items():
        name = variable.removeprefix(prefix).lower()
        if variable.startswith(prefix) and name in known and text != "":
            values[name] = _typed(name, text, origin=f"environment variable {variable}")
    for name, value in (flags or {}).items():
        if value is not None:
            values[name] = _typed(name, value, origin=f"option {name}")
    home = values.get("home")
    values["home"] = Path(home).expanduser().absolute() if home else _default_home()
    return Settings(**values)


def _default_home() -> Path:
    from platformdirs import user_data_path

    return user_data_path("dateline", appauthor=False)


def _from_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: not readable as TOML ({error}); mend it.") from error
    values = {name: _typed(name, value, origin=str(path)) for name, value in table.items()}
    if "home" in values:
        values["home"] = path.parent / Path(values["home"]).expanduser()
    return values


def _typed(name: str, value: Any, *, origin: str) -> Any:
    """`value` as the type of the field `name`; SettingsError when it isn't one."""
    fields = {f.name: f for f in dataclasses.fields(Settings)}
    if name not in fields:
        raise SettingsError(f"{origin}: unknown setting {name!r}; known: {', '.join(fields)}.")
    kind = {"Path": Path, "str": str, "int": int, "float": float}[str(fields[name].type)]
    if isinstance(value, bool) or (kind is str and not isinstance(value, str)):
        raise SettingsError(f"{origin}: {name} = {value!r} should be of type {kind.__name__}.")
    try:
        return kind(value)
    except (TypeError, ValueError) as error:
        raise SettingsError(
            f"{origin}: {name} = {value!r} should be of type {kind.__name__}."
        ) from error
