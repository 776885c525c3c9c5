"""Which files a folder gives: every format that is read, and nothing that only lies beside one."""

from __future__ import annotations

from pathlib import Path

from index.intake.paths import find_files


def test_a_folder_gives_every_format_and_refuses_the_rest_with_the_reason(tmp_path: Path) -> None:
    page = b"<!DOCTYPE html><html><body><p>Hello.</p></body></html>"
    taken = {
        "a.txt": b"x", "b.html": b"x", "c.pdf": b"x", "d.jsonl": b"x", "e.csv": b"x",
        "f.jsonl.gz": b"x", "g.zip": b"x", "h.docx": b"x",
        "page.php": page, "without-suffix": page,
    }  # fmt: skip
    refused = {"picture.png": b"\x89PNG", "style.css": b"p {}", "notes": b"Plain text."}
    for name, data in {**taken, **refused}.items():
        (tmp_path / name).write_bytes(data)
    found = {item.path.name: item.refused for item in find_files([tmp_path])}
    assert {name for name, reason in found.items() if reason is None} == set(taken)
    assert set(found) == {*taken, *refused}
    assert ".css files are not read" in str(found["style.css"])
    assert "without a suffix" in str(found["notes"])


def test_the_parts_of_a_saved_page_are_passed_over(tmp_path: Path) -> None:
    for folder in ("Talks_files", "Talks-Dateien", "other_files"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "ad.html").write_text("<html>")
    (tmp_path / "Talks.html").write_text("<html>")
    found = [item.path.relative_to(tmp_path).as_posix() for item in find_files([tmp_path])]
    assert found == ["Talks.html", "other_files/ad.html"]


def test_a_file_given_by_name_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "story"
    path.write_text("Plain text.")
    (item,) = find_files([path])
    assert item.refused is None
