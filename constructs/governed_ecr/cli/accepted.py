"""The file with a team's acknowledgements."""

from __future__ import annotations

from pathlib import Path

from ..review.acknowledgements import FILE, Acknowledgement, acknowledgements_of
from ..rules import ALL_RULES
from .files import parse, placing, read_text


def read_acknowledgements(name: str | None) -> tuple[Acknowledgement, ...]:
    """The acknowledgements in a file; without a name, in ``.governed-ecr.yaml`` of the current folder, if it is there.

    Raises GovernedEcrError with all that is wrong with the file.
    """
    if name is None and not Path(FILE).exists():
        return ()
    file = name or FILE
    data = parse(read_text(file), file)
    with placing(file):
        return acknowledgements_of(data, rules=[rule.id for rule in ALL_RULES], file=file)
