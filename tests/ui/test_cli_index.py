"""The commands that fill an index and look into it: index, articles, show, remove."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ui import cli

pytestmark = pytest.mark.usefixtures("alone")


def test_index_articles_show_remove(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["index", str(articles)]) == 0
    out, err = capsys.readouterr()
    assert out == "" and "2 added, 0 updated, 0 unchanged, 0 removed, 0 refused" in err

    assert cli.main(["index", str(articles), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert len(report["skipped"]) == 2 and report["added"] == []

    assert cli.main(["articles", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [Path(a["path"]).name for a in listed] == ["ferry.txt", "harbour.txt"]
    assert "text" not in listed[0]

    assert cli.main(["show", listed[0]["article_id"], "--json"]) == 0
    assert "The ferry closes on 3 May" in json.loads(capsys.readouterr().out)["text"]
    assert cli.main(["show", str(articles / "ferry.txt")]) == 0
    assert "The ferry closes on 3 May" in capsys.readouterr().out

    assert cli.main(["remove", listed[0]["article_id"]]) == 0
    capsys.readouterr()
    assert cli.main(["articles"]) == 0
    assert "harbour" in (table := capsys.readouterr().out) and "ferry" not in table
    assert cli.main(["doctor", "--json"]) == 0
    json.loads(capsys.readouterr().out)


def test_articles_are_filtered_and_sorted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "export.jsonl"
    rows = [
        ("Ferry closes", "Reuters", "2022-05-03", "The ferry closes. Many passengers complain."),
        ("Harbour opens", "BBC News", "2022-06-01", "The harbour opened. A passenger was glad."),
        ("Undated", "Reuters", None, "The ferries are back. Nobody knows since when."),
    ]
    file.write_text(
        "\n".join(
            json.dumps(
                {"title": t, "publisher": p, "date": d, "text": x, "url": f"https://x.test/{t[0]}"}
            )
            for t, p, d, x in rows
        )
    )
    assert cli.main(["index", str(file)]) == 0
    assert "3 added" in capsys.readouterr().err

    def listed(*options: str) -> list[str]:
        assert cli.main(["articles", "--json", *options]) == 0
        return [entry["title"] for entry in json.loads(capsys.readouterr().out)]

    assert sorted(listed()) == ["Ferry closes", "Harbour opens", "Undated"]
    assert listed("--sort", "date") == ["Harbour opens", "Ferry closes", "Undated"]
    assert listed("--publisher", "reuters", "--after", "2022") == ["Ferry closes"]
    assert listed("--before", "2022-06") == ["Ferry closes"]
    assert sorted(listed("--text", "the passengers")) == ["Ferry closes", "Harbour opens"]
    assert sorted(listed("--text", "ferry")) == ["Ferry closes", "Undated"]
    assert listed("--text", "ferry harbour") == []
    assert listed("--language", "fi") == []
    assert cli.main(["articles", "--text", "submarine"]) == 0
    assert "filters" in capsys.readouterr().err
    assert cli.main(["articles", "--json", "--text", "harbour"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert entry["published_precision"] == "day" and entry["published_source"] == "metadata"
    assert entry["url"] == "https://x.test/H" and entry["passages"] >= 1 and entry["copies"] == 0


def test_show_lists_earlier_versions(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = articles / "ferry.txt"
    assert cli.main(["index", str(articles)]) == 0
    path.write_text("The ferry closes on 4 May. It will be missed.")
    assert cli.main(["index", str(articles)]) == 0
    capsys.readouterr()
    assert cli.main(["show", "ferry.txt"]) == 0
    assert "1 earlier" in capsys.readouterr().out
    assert cli.main(["show", "ferry.txt", "--versions"]) == 0
    shown = capsys.readouterr().out
    assert "- The ferry closes on 3 May" in shown and "+ The ferry closes on 4 May." in shown
    assert cli.main(["show", "ferry.txt", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert "3 May" in document["versions"][0]["text"] and document["files"] == [str(path)]
    assert cli.main(["show", "harbour.txt", "--versions"]) == 0
    assert "No earlier version" in capsys.readouterr().out


def test_many_refusals_for_one_reason_are_one_line(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(9):
        (articles / f"blank{number}.txt").write_text(" ")
    assert cli.main(["index", str(articles)]) == 0
    err = capsys.readouterr().err
    assert "9 refused" in err and "and 8 more" in err and err.count("\n  refused ") == 1
    assert cli.main(["index", "http://127.0.0.1:9/feed"]) == 2
    assert "http://127.0.0.1:9/feed" in capsys.readouterr().err


def test_what_articles_do_not_say_is_said_and_can_be_added(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "The bridge closes on 3 May, said the mayor of {}.\nBoats will carry what they can.\n"
    for name in ("Bergen", "Larvik"):
        (tmp_path / f"{name}.txt").write_text(text.format(name))
    assert cli.main(["index", str(tmp_path)]) == 0
    said = capsys.readouterr().err
    assert "2 without a known publisher and 2 without a known date" in said
    rows = "file,publisher,date\nBergen.txt,The Daily Example,2022-05-01\n"
    (tmp_path / "metadata.csv").write_text(rows + "Larvik.txt,The Daily Example,\n")
    assert cli.main(["index", str(tmp_path)]) == 0
    said = capsys.readouterr().err
    assert "2 updated" in said and "  1 without a known date: filters" in said
    assert cli.main(["index", str(tmp_path)]) == 0
    assert "without" not in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--rebuild", "--json"])
def test_watch_goes_with_neither(
    option: str, articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["index", str(articles), "--watch", option]) == 2
    assert option in capsys.readouterr().err


def test_watch_ends_cleanly_with_an_interrupt(
    articles: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import index.watch

    seen: dict[str, object] = {}

    def interrupted(paths: object, settings: object, **options: object) -> None:
        seen.update(options, paths=paths)
        raise KeyboardInterrupt

    monkeypatch.setattr(index.watch, "watch_articles", interrupted)
    feed = "https://feed.test/rss"
    assert cli.main(["index", str(articles), feed, "--watch", "--every", "120"]) == 0
    assert "stopped" in capsys.readouterr().err
    assert seen["feeds"] == [feed] and seen["paths"] == [articles]
    assert seen["feed_seconds"] == 120
    assert cli.main(["index", feed, "--watch", "--every", "5"]) == 2


def test_prune_removes_what_is_gone(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["index", str(articles)]) == 0
    (articles / "ferry.txt").unlink()
    assert cli.main(["index", str(articles), "--prune"]) == 0
    assert "1 removed" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["show", "remove"])
def test_unknown_article_is_bad_input(
    command: str, articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["index", str(articles)]) == 0
    capsys.readouterr()
    assert cli.main([command, "nobody"]) == 2
    assert "nobody" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["articles"], ["show", "x"], ["remove", "x"], ["doctor"]])
def test_no_index_exits_1_and_says_what_to_do(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(command) == 1
    err = capsys.readouterr().err
    assert "dateline index" in err and err.count("\n") == 1


def test_empty_folder_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert cli.main(["index", "empty"]) == 2
    assert "empty: no " in capsys.readouterr().err


def test_refused_files_are_named_with_the_reason(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (articles / "binary.txt").write_bytes(bytes(range(256)) * 20)
    assert cli.main(["index", str(articles)]) == 0  # met in a folder: the run is good
    err = capsys.readouterr().err
    assert "1 refused" in err and "binary.txt" in err
    assert cli.main(["index", str(articles / "binary.txt")]) == 2  # asked for by name
    assert "binary.txt" in capsys.readouterr().err
