"""Claims with passages that carry them or don't, as rows `claim, passage, label, source, part`."""

from __future__ import annotations

import re
from pathlib import Path

from eval.adapters.held_out_parts import part_of
from eval.training.examples.data import Row, read_rows, sentences

MORE_SUPPORT_SETS = ("begin", "check_covid", "fever_symmetric", "cad_snli", "wice_train_partial")
# Summaries of news judged by people. The judgements are under CC BY 4.0, MIT and BSD 3, the texts
# are their publishers'; no other set has support on news, so these are read; the card says so.
NEWS_SUPPORT_SETS = ("fib_news", "summac_news")
NEWS_SUPPORT_PARTS = ("fib_xsum", "fib_cnndm", "factcc", "frank", "xsumfaith")
NEWS_SUPPORT_WORDS = 140


def support_rows(data: Path, bench: Path) -> list[Row]:
    """Claims with passages as rows `claim, passage, label, source, part`."""
    rows: list[Row] = []
    for r in read_rows(bench, "support/pairs"):
        if not r["set"].startswith("scifact"):
            rows.append(
                {
                    "claim": r["claim"],
                    "passage": r["passage"],
                    "label": int(r["supported"]),
                    "source": r["set"],
                    "part": part_of(r["passage"]),
                }
            )
    for name in ("fever_dev_rte", "fm2", "mnli_dev", "snli_dev"):
        for r in read_rows(data, f"nli/{name}"):
            part = part_of(r["premise"])
            if name in ("mnli_dev", "snli_dev") and part != "train":
                part = "train" if part == "calibration" else "test"
            rows.append(
                {
                    "claim": r["hypothesis"],
                    "passage": r["premise"],
                    "label": int(r["label"] == "entail"),
                    "source": name,
                    "part": part,
                }
            )
    return rows + _more_support_rows(data) + _news_support_rows(data)


def _more_support_rows(data: Path) -> list[Row]:
    """Rows of MORE_SUPPORT_SETS as `claim, passage, label, source, part`, held out by passage."""
    rows = []
    for name in MORE_SUPPORT_SETS:
        for r in read_rows(data, f"nli/{name}"):
            part = "test" if part_of(r["premise"]) == "test" else "train"
            rows.append(
                {
                    "claim": r["hypothesis"],
                    "passage": r["premise"],
                    "label": int(r["supported"]),
                    "source": name,
                    "part": part,
                }
            )
    return rows


def _news_support_rows(data: Path) -> list[Row]:
    """Rows of NEWS_SUPPORT_SETS, with the sentences of the article nearest to the claim."""
    rows = []
    for name in NEWS_SUPPORT_SETS:
        for r in read_rows(data, f"nli/{name}"):
            if r["set"] not in NEWS_SUPPORT_PARTS:
                continue
            passage = window_near(r["premise"], r["hypothesis"], NEWS_SUPPORT_WORDS)
            part = "test" if part_of(r["premise"]) == "test" else "train"
            rows.append(
                {
                    "claim": r["hypothesis"],
                    "passage": passage,
                    "label": int(r["supported"]),
                    "source": name,
                    "part": part,
                }
            )
    return rows


def window_near(text: str, claim: str, longest: int) -> str:
    """The sentences of `text` that share most words with `claim`, in order: `longest` words."""
    parts = sentences(text)
    wanted = set(re.findall(r"\w{3,}", claim.lower()))
    shared = [len(wanted & set(re.findall(r"\w{3,}", text[s:e].lower()))) for s, e in parts]
    chosen: list[int] = []
    room = longest
    for i in sorted(range(len(parts)), key=lambda i: (-shared[i], i)):
        words = len(text[parts[i][0] : parts[i][1]].split())
        if words <= room:
            chosen.append(i)
            room -= words
    return " ".join(text[parts[i][0] : parts[i][1]].strip() for i in sorted(chosen))
