"""The labels that databases print before what they state of an article: one table.

A label is known by its words, without case and signs. What it stands for:
title, author, outlet (the newspaper), house (who owns it: only where no outlet is stated),
published, url, language: fields of the article.
text: the article's words follow. lead: so do they, but they may be printed again below.
part: section, page, length and edition, of the printed paper.
about: anything else that is said in the head. behind: what is said below the article, where it
ends. cited: outlet and date in one value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.readers.databases.rows import Row

_TABLE = {
    "title": "title, headline, article name, article title, document title, titre, titel, "
    "überschrift, título, titolo, hd",
    "author": "author, authors, author(s), byline, by, auteur, auteurs, autor, autore, autoren, "
    "writer, reporter",
    "outlet": "publication title, publication, publication name, source title, newspaper, "
    "newspaper title, journal, journal title, outlet, paper, zeitung, journal name, "
    "database source",
    "house": "publisher, publisher name, éditeur, verlag",
    "published": "publication date, date, date of publication, published, pub date, "
    "date published, datum, fecha, data, issue date, publish date",
    "url": "url, document url, permalink, web address, link, address",
    "language": "language, language of publication, langue, sprache, idioma, lingua, taal",
    "text": "full text, fulltext, body, text, html full text, article text, article, texte, "
    "texto, volltext, testo integrale, texte intégral, texto completo",
    "lead": "abstract, highlight, summary, lead, teaser, résumé, zusammenfassung, resumen, "
    "abstract (document summary)",
    "part": "section, page, pages, pg, start page, end page, start, length, edition, words, "
    "word count, full text word count, section name, column, issue, volume, pagination, "
    "rubrique, ressort, rubrik, länge, longueur, sección, longitud, sezione, lunghezza, seite, "
    "source section, first page, number of pages, page number, zone",
    "about": "dateline, series, correction date, copyright, publication info, links, isbn, issn, "
    "eissn, record, accession number, persistent link to this record (permalink), "
    "persistent link to this record, document type, source type, article type, "
    "place of publication, country of publication, publication subject, location, "
    "publication year, year, distribution, product, content type, coden, doi, user name, "
    "date and time, job number, client/matter, search terms, search type, narrowed by, "
    "number of records, number of documents, cut and paste, contact, credit, byline credit, "
    "caption, captions, illustration, image, document id, artikel, page count, time, "
    "source citation, lexile measure, audience, geographic terms, naics/industry codes, "
    "company/entity, reviews & products, people, author affiliation, author affiliations",
    "behind": "load date, loaddate, subject, subjects, subject terms, subject classifications, "
    "graphic, graphics, publication type, classification, industry, geographic, geographic area, "
    "organization, company, companies, ticker, person, persons, people names, notes, "
    "document number, journal code, update, jnl code, transmission date, "
    "proquest document id, database, last updated, identifier / keyword, identifier/keyword, "
    "identifiers / keywords, classification code, business indexing term, "
    "gale document number, record number, record id, openurl link, copyright notice, "
    "citation, document delivered, ladedatum, publikationstyp, thema, themen, fecha de carga, "
    "date de chargement, data di caricamento, type de publication, sujet, "
    "related articles, keywords, descriptors, tags, source attribution, number of references",
    "cited": "source, from, source information, publication information",
}  # fmt: skip
_LABEL = re.compile(
    r"(?P<label>[^\W\d_][^:：\n]{0,50}?)\s*[:：](?!//)[ \t]*(?P<value>.*)", re.DOTALL
)
_BARE = re.compile(
    r"(?:body|full text|classification|graphic|notes|texte intégral|volltext)$", re.I
)


@dataclass(frozen=True)
class Labelled:
    """A row that begins with a label. `row` is the whole; `value` what stands behind the label."""

    row: Row
    role: str
    label: str
    value: str

    @property
    def value_start(self) -> int:
        """Where the value begins in the text."""
        return self.row.end - len(self.value)


def _folded(label: str) -> str:
    return re.sub(r"[\s_-]+", " ", label.strip(" *•·")).lower()


_ROLES = {_folded(label): role for role, labels in _TABLE.items() for label in labels.split(", ")}


def labelled(row: Row) -> Labelled | None:
    """The row as a label and a value, where it begins with a label that the table has."""
    if _BARE.match(row.text):
        role = _ROLES[_folded(row.text)]
        return Labelled(row, role, _folded(row.text), "")
    found = _LABEL.match(row.text[:200])
    role = _ROLES.get(_folded(found["label"])) if found else None  # type: ignore[assignment]
    if not found or not role:
        return None
    value = row.text[found.start("value") :]
    return Labelled(row, role, _folded(found["label"]), value)


def several(row: Row) -> list[Labelled]:
    """The labels of a row that has several, "Author: Lena Aasen | Section: News | Page: A3"."""
    first = labelled(row)
    if first is None:
        return []
    found, position = [], row.start
    for piece in re.split(r"(\s+[|•·]\s+|\t+|\s{3,})", row.text):
        one = labelled(Row(position, position + len(piece), piece)) if piece.strip() else None
        if one is not None:
            found.append(one)
        position += len(piece)
    return found if len(found) > 1 else [first]
