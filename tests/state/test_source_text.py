"""Files are read as text, or refused in one line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from governed_ecr.model.errors import GovernedEcrError
from governed_ecr.state.source_text import BYTES, read_text


def refused(path: Path) -> str:
    with pytest.raises(GovernedEcrError) as error:
        read_text(path, "named")
    (problem,) = error.value.problems
    assert problem.place == "named"
    return problem.what


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\xff\xfe{\x00", "UTF-16"),
        (b"{\x00}", "NUL"),
        (b"caf\xe9", "byte 3"),
    ],
)
def test_content_that_is_no_text(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "t"
    path.write_bytes(content)
    assert said in refused(path)


def test_a_byte_order_mark_of_utf_8_is_fine(tmp_path: Path) -> None:
    path = tmp_path / "t"
    path.write_bytes(b"\xef\xbb\xbf{}")
    assert read_text(path, "named") == "{}"


def test_what_is_no_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "missing") == "No such file or directory."
    assert "No file" in refused(tmp_path)
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert "Too many levels" in refused(loop)
    os.mkfifo(tmp_path / "pipe")
    assert "No file" in refused(tmp_path / "pipe")
    assert "null byte" in refused(Path("a\x00b"))
    assert "name too long" in refused(tmp_path / ("x" * 5000))


def test_files_above_the_limit_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(BYTES + 1)
    assert "50,000,001 bytes" in refused(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("{}")
    path.chmod(0)
    assert "Permission denied" in refused(path)
