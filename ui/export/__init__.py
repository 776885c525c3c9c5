"""An answer in the forms that writers use: text with footnotes, and its articles as references.

    from qa import query
    from ui.export import to_bibtex, to_markdown
    print(to_markdown(answer := query("Who signed the decree?")))
    print(to_bibtex(answer))

Pure functions of an `Answer`; `accessed` is the day of access (default: today).
"""

from ui.export.bibliography import to_bibtex, to_csl_json, to_ris
from ui.export.footnotes import to_markdown
from ui.export.rich_text import to_rich_text

__all__ = ["to_bibtex", "to_csl_json", "to_markdown", "to_rich_text", "to_ris"]
