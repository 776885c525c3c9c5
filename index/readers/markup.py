"""XML without its dangers: no entities, no DTD, no network, no huge trees."""

from __future__ import annotations

from typing import Any

from lxml import etree

from index.errors import ArticleFormatError


def parse_xml(data: bytes) -> Any:
    """The root element. Raises ArticleFormatError for what is not XML, or declares entities."""
    if b"<!ENTITY" in data:
        raise ArticleFormatError("is XML that declares entities, which are not expanded.")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    root = etree.fromstring(data, parser)
    if root is None:
        raise ArticleFormatError("is not XML.")
    return root


def local_name(element: Any) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def first(element: Any, *path: str) -> Any:
    """The first descendant by a path of local names, each anywhere below the one before; None
    when there is none, or no element.
    """
    for name in path:
        if element is None:
            return None
        below = (e for e in element.iter() if e is not element and local_name(e) == name)
        element = next(below, None)
    return element


def attribute(element: Any, name: str) -> str | None:
    """An attribute of an element, or None."""
    return element.get(name) if element is not None else None


def words(element: Any) -> str | None:
    """All text below an element on one line."""
    if element is None:
        return None
    return " ".join("".join(element.itertext()).split()) or None
