"""Files, texts and links that a visitor of the page adds: kept in the home under safe names.

An article can be read again later only if its file stays; so what is dropped on the page is copied
to `added/` in the home, each drop in a folder of its own. Nothing is taken on trust: names lose
their folders, and number and size are bounded.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from index.readers.sidecars import ENDING
from ui.errors import BadInputError
from ui.render.texts import ADDING
from ui.render.wording import one_line

ADDED_FOLDER = "added"
MOST_FILES = 500  # in one drop
MOST_BYTES = 200_000_000  # in one drop
TEXT_CHARS = 200_000
TITLE_CHARS = 200
LINK_CHARS = 2_000
_NAME_CHARS = 100
_UNSAFE = re.compile(r"[^\w .,()'&+\-]")


@dataclass(frozen=True)
class Kept:
    """What was copied, and what was not, by its name and with the reason."""

    paths: tuple[Path, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


def safe_name(name: str) -> str:
    """`name` without folders and with letters, digits and a few signs only; it keeps its suffix."""
    flat = unicodedata.normalize("NFC", one_line(name)).replace("\\", "/").rsplit("/", 1)[-1]
    flat = _UNSAFE.sub("_", flat).strip(" .")
    stem, dot, suffix = flat.rpartition(".")
    if not dot or len(suffix) > 10:
        stem, suffix = flat, ""
    stem = stem.strip(" .")[:_NAME_CHARS] or "article"
    # Bytes count where names are stored; a letter may take four.
    stem = stem.encode()[:200].decode(errors="ignore")
    return f"{stem}.{suffix}" if suffix else stem


def keep_files(home: Path, uploads: Sequence[Path], *, max_file_bytes: int) -> Kept:
    """Copy uploaded files to a new folder of the home. Raises BadInputError when it can't be
    written.
    """
    refused: list[tuple[str, str]] = []
    kept: list[Path] = []
    left = MOST_BYTES
    for upload in uploads[:MOST_FILES]:
        name = safe_name(upload.name)
        try:
            size = upload.stat().st_size
        except OSError:
            refused.append((name, ADDING.unreadable))
            continue
        if size > max_file_bytes:
            refused.append((name, ADDING.too_large.format(most=max_file_bytes)))
        elif size > left:
            refused.append((name, ADDING.drop_too_large.format(most=MOST_BYTES)))
        else:
            left -= size
            folder = kept[0].parent if kept else _new_folder(home)
            target = _free(folder / name)
            try:
                shutil.copyfile(upload, target)
            except OSError as error:
                raise BadInputError(ADDING.not_kept.format(reason=error.strerror)) from error
            kept.append(target)
    more = len(uploads) - MOST_FILES
    if more > 0:
        refused.append((ADDING.more.format(more=more), ADDING.too_many.format(most=MOST_FILES)))
    return Kept(tuple(kept), tuple(refused))


def keep_text(home: Path, title: str, text: str) -> Path:
    """A pasted text as a file, its title as the first line and, as no first line is surely taken
    for a headline, in a sidecar too (`index.readers.sidecars`). Raises BadInputError for an empty
    or too long text, or when it can't be written.
    """
    title, text = one_line(title)[:TITLE_CHARS], text.strip()
    if not text:
        raise BadInputError(ADDING.empty_text)
    if len(text) > TEXT_CHARS:
        raise BadInputError(ADDING.text_too_long.format(chars=len(text), most=TEXT_CHARS))
    path = _new_folder(home) / safe_name(f"{title or one_line(text)[:60]}.txt".replace("/", " "))
    whole = f"{title}\n\n{text}\n" if title else f"{text}\n"
    try:
        path.write_bytes(whole.encode("utf-8", "replace"))
        if title:
            stated = {"title": title.replace("<", "&lt;")}  # not for the markup of a page
            path.with_name(path.name + ENDING).write_text(json.dumps(stated))
    except OSError as error:
        raise BadInputError(ADDING.not_kept.format(reason=error.strerror)) from error
    return path


def check_link(link: str) -> str:
    """An address that may be fetched. Raises BadInputError for another."""
    link = link.strip()
    try:
        parts = urlsplit(link)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable or len(link) > LINK_CHARS or any(c.isspace() for c in link):
        raise BadInputError(ADDING.no_link.format(link=one_line(link)[:100]))
    return link


def _new_folder(home: Path) -> Path:
    folder = home / ADDED_FOLDER / f"{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(3)}"
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise BadInputError(ADDING.not_kept.format(reason=error.strerror)) from error
    return folder


def _free(path: Path) -> Path:
    number = 2
    free = path
    while free.exists():
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return free
