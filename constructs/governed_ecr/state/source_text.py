"""Files as text, within bounds."""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path
from typing import Final

from ..model.errors import GovernedEcrError, Problem

BYTES: Final = 50_000_000
"""CloudFormation takes templates of up to 1 MB; a folder's other files may be anything."""


def read_text(path: Path, name: str) -> str:
    """The text of a UTF-8 file of at most 50 MB. GovernedEcrError with one problem, placed at ``name``, otherwise."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _refused(name, "No file.", "Give a template's file, a cloud assembly, or a folder of them.")
        if status.st_size > BYTES:
            raise _refused(name, f"{status.st_size:,} bytes.", f"Allowed: {BYTES:,}.")
        with path.open("rb") as file:
            content = file.read(BYTES + 1)
    except (OSError, ValueError) as error:
        raise _refused(name, f"{_why(error)}.", "Name a file that can be read.") from None
    if len(content) > BYTES:
        raise _refused(name, f"More than {BYTES:,} bytes.", f"Allowed: {BYTES:,}.")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _refused(name, "The text is UTF-16.", "Save it as UTF-8.")
    if b"\x00" in content:
        raise _refused(name, "A NUL byte: this is no text.", "Give a template as JSON or YAML.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(name, f"No UTF-8 text: byte {error.start} is wrong.", "Save it as UTF-8.") from None
    if not text.strip():
        raise _refused(name, "The file is empty.", "Give a template.")
    return text


def _why(error: OSError | ValueError) -> str:
    number = error.errno if isinstance(error, OSError) else None
    return os.strerror(number) if number else str(error)


def _refused(name: str, what: str, mend: str) -> GovernedEcrError:
    return GovernedEcrError([Problem(name, what, mend)])
