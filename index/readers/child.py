"""The process that parses complex formats for `guard.py`: `python -m index.readers.child`.

Reads requests from standard input until it ends. It gives up what it doesn't need before the
first document: memory beyond MEMORY_BYTES, connections, other programs, and writing files.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable

from index.errors import ArticleFormatError
from index.readers.guard import read_frame, write_frame
from index.readers.stated import Extracted, to_json

MEMORY_BYTES = 2 << 30  # of address space; a large page takes a tenth
_MOST_BYTES = 1 << 30
_DENIED = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.spawn",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "shutil.", "urllib.", "http.client.",
    "ftplib.", "webbrowser.", "smtplib.",
)  # fmt: skip


def parsers() -> dict[str, Callable[[bytes, dict[str, str]], list[Extracted]]]:
    """By the `kind` of a request."""
    from index.readers.bibtex import read_bibtex
    from index.readers.books import read_epub
    from index.readers.clippings import read_clipping
    from index.readers.database_pages import read_database_page
    from index.readers.databases import split_document
    from index.readers.evernote import read_enex
    from index.readers.feeds import read_feed_entries
    from index.readers.mail import read_mail, read_mhtml
    from index.readers.mediawiki import read_mediawiki
    from index.readers.newsxml import read_news_xml
    from index.readers.office import read_docx
    from index.readers.opendocument import read_odt
    from index.readers.page import read_fragment, read_page
    from index.readers.pdf import read_pdf
    from index.readers.ris import read_ris
    from index.readers.rtf import read_rtf
    from index.readers.telegram_pages import read_telegram_page

    def page(data: bytes, request: dict[str, str]) -> list[Extracted]:
        for read in (read_telegram_page, read_database_page):
            found = read(data, request)
            if found:
                return found
        return read_page(data, request)

    def document(
        read: Callable[[bytes, dict[str, str]], list[Extracted]],
    ) -> Callable[[bytes, dict[str, str]], list[Extracted]]:
        """The reader of a document that may hold several articles."""

        def read_several(data: bytes, request: dict[str, str]) -> list[Extracted]:
            found = read(data, request)
            return split_document(found[0]) if len(found) == 1 else found

        return read_several

    return {
        "page": page,
        "fragment": read_fragment,
        "pdf": document(read_pdf),
        "docx": document(read_docx),
        "odt": document(read_odt),
        "rtf": document(read_rtf),
        "ris": read_ris,
        "bibtex": read_bibtex,
        "notes": read_enex,
        "wiki": read_mediawiki,
        "clipping": read_clipping,
        "epub": read_epub,
        "feed": read_feed_entries,
        "news xml": read_news_xml,
        "mail": read_mail,
        "mhtml": read_mhtml,
    }


def bound_this_process() -> None:
    """Give up memory, network, programs and writing, for good."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass  # not on every system; the time limit holds everywhere

    def deny(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(_DENIED):
            raise PermissionError(f"a document may not cause {event}")
        if event == "open":
            flags = arguments[2]
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if writes:
                raise PermissionError("a document may not cause a file to be written")

    sys.addaudithook(deny)


def main() -> None:
    """Answer requests until the input ends."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    known = parsers()
    bound_this_process()
    write_frame(answers, [b"ready"])
    while (request := read_frame(requests, _MOST_BYTES)) is not None:
        data = read_frame(requests, _MOST_BYTES)
        if data is None:
            return
        details = json.loads(request)
        # Its signal ends the process, in native code too, after as many seconds of work.
        signal.setitimer(signal.ITIMER_PROF, float(details["seconds"]))
        answer = json.dumps(_answer(known, details, data)).encode()
        signal.setitimer(signal.ITIMER_PROF, 0)
        write_frame(answers, [answer])


def _answer(
    known: dict[str, Callable[[bytes, dict[str, str]], list[Extracted]]],
    request: dict[str, str],
    data: bytes,
) -> dict[str, object]:
    try:
        return {"items": [to_json(item) for item in known[request["kind"]](data, request)]}
    except ArticleFormatError as error:
        return {"error": str(error).removeprefix(f"{request['name']}: ")}
    except MemoryError:
        return {"error": "needs too much memory to be read; left out."}
    except Exception as error:  # whatever a library makes of a hostile document
        what = " ".join(str(error).split())[:200]
        return {"error": f"can't be read ({type(error).__name__}: {what}); damaged?"}


if __name__ == "__main__":
    main()
