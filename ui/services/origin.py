"""From where a call comes: under which name this server is asked, and by which page of the web.

A page that somebody has open elsewhere could have the browser ask this server; and whoever owns a
name can make it point at this machine, so that the browser takes both for one site (DNS
rebinding). So the name must be one that no outsider can own, or be known; and what a browser says
of the page that asks (`Origin`, `Sec-Fetch-Site`) must be this server, or known.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ui.errors import BadInputError

# Nobody can have these in the public tree of names (RFC 6761, 6762, 8375, ICANN's .internal).
_PRIVATE = (".localhost", ".local", ".internal", ".home.arpa")
_HEADER_NAMES = re.compile(r"[A-Za-z0-9\-, ]{1,2000}", re.ASCII)
_METHODS = "GET, POST, DELETE, OPTIONS"
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class Callers:
    """`names` are those that the server is known by, beside addresses in digits and names that no
    outsider can own; None lets any pass. `origins` are the pages that may call from a browser.
    """

    names: frozenset[str] | None = None
    origins: frozenset[str] = frozenset()

    def refused(self, headers: Mapping[str, str], *, any_name: bool = False) -> str:
        """Why a call with these headers (names in small letters) is not answered; "" when it is.
        `any_name`: what is asked for wants a password, which no other site has.
        """
        host = headers.get("host", "")
        if not any_name and not self._knows(host):
            return (
                f"This server does not know itself as {host[:100]!r}. Ask it by its address in "
                "digits, or start it with --allow-origin and the address that you use."
            )
        origin = headers.get("origin", "")
        if not origin and _embedded(headers):
            return (
                "A page of another site asks, and this server answers its own pages only. Open the "
                "address by itself."
            )
        if not origin or origin in self.origins:
            return ""
        if headers.get("sec-fetch-site") == "same-origin":  # no page can write this header
            return ""
        forwarded = headers.get("x-forwarded-host", "").split(",")[0].strip()
        if origin.partition("://")[2] in {_bare(host), _bare(forwarded)} - {""}:
            return ""
        return _uninvited(origin)

    def _knows(self, host: str) -> bool:
        if self.names is None or not host:  # HTTP/1.0; browsers name a host
            return True
        try:
            name = urlsplit(f"//{host}").hostname or "" if _is_host(host) else "."
        except ValueError:  # brackets around what is no address
            return False
        name = name.removesuffix(".") or "."
        return "." not in name or is_address(name) or name.endswith(_PRIVATE) or name in self.names

    def answered(self, headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
        """The headers (of CORS) without which a browser hides an answer from the page that asked;
        none unless it is one of `origins`.
        """
        origin = headers.get("origin", "")
        if origin not in self.origins:
            return []
        given = {
            "access-control-allow-origin": origin,
            "access-control-expose-headers": "mcp-session-id, www-authenticate",
            "vary": "origin",
        }
        wanted = headers.get("access-control-request-headers", "")
        if "access-control-request-method" in headers:
            given["access-control-allow-methods"] = _METHODS
            given["access-control-max-age"] = "600"
            if _HEADER_NAMES.fullmatch(wanted):
                given["access-control-allow-headers"] = wanted
            if headers.get("access-control-request-private-network") == "true":
                given["access-control-allow-private-network"] = "true"
        return [
            (name.encode(), value.encode("latin-1", "replace")) for name, value in given.items()
        ]


def callers_of(names: Iterable[str], origins: Iterable[str]) -> Callers:
    """`names` as the machine and the command line have them; each of `origins` is known as a name
    too. Raises BadInputError for an origin that is no address of a site.
    """
    known = {name.lower().removesuffix(".") for name in names if name}
    checked = [_site(origin) for origin in origins]
    known |= {urlsplit(origin).hostname or "" for origin in checked}
    return Callers(frozenset(known), frozenset(checked))


def is_address(name: str) -> bool:
    """Whether it is an address in digits."""
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def with_headers(send: _Send, more: list[tuple[bytes, bytes]]) -> _Send:
    """`send` of ASGI with `more` headers in the answer."""

    async def send_with(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *more]
        await send(message)

    return send_with


def _uninvited(origin: str) -> str:
    """Why a page of `origin` is not answered, and what can be done."""
    said = f"A page of {origin[:100]!r} asks, and this server answers its own pages only."
    try:
        site = _site(origin)
    except BadInputError:  # "null": a file, a frame in a sandbox; an extension of the browser
        return (
            f"{said} That is no address of a site, so it can't be let in: serve the page that asks "
            "from an address, and name that one with --allow-origin."
        )
    return f"{said} To let it ask, start the server with --allow-origin {site}."


def _site(origin: str) -> str:
    """An origin as a browser writes it. Raises BadInputError for what is none."""
    try:
        parts = urlsplit(origin.strip().lower())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not _is_host(host) or parts.path.strip("/"):
        raise BadInputError(
            f"--allow-origin {origin!r}: use the address of a site, https://chat.example for one."
        )
    host = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, usual) else "")


def _embedded(headers: Mapping[str, str]) -> bool:
    """Whether another site's page has this loaded, as an image say; a link to it may be followed.
    No page can write these headers.
    """
    return (
        headers.get("sec-fetch-site") == "cross-site"
        and headers.get("sec-fetch-mode") != "navigate"
    )


def _is_host(host: str) -> bool:
    return bool(
        re.fullmatch(
            r"(?:[\w.\-]{1,290}|\[[0-9a-f:.]{2,60}\]|[0-9a-f:.]{2,60})(?::\d{1,5})?",
            host,
            re.A | re.I,
        )
    )


def _bare(host: str) -> str:
    """Without the port that goes without saying."""
    return re.sub(r":(80|443)$", "", host.lower())
