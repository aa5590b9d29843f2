"""Answers about one policy, for people and for programs (docs/schemas/access-1.json)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from ..access.answers import Answer
from ..access.question import Verdict, Who
from .paint import painted
from .printable import printable

VERSION: Final = 1
"""Of the schema. A version may get more members; what is there keeps its name and its meaning."""

_WHO: Final = {
    Who.OUTSIDER: "an IAM principal outside",
    Who.ANONYMOUS: "anyone, without credentials",
    Who.SERVICE: "an AWS service acting for a resource outside",
}
_COLOURS: Final = {Verdict.OPEN: "31", Verdict.UNKNOWN: "33", Verdict.CLOSED: "32"}
_INDENT: Final = " " * 9


def answers_text(answers: Sequence[Answer], subject: str, *, colour: bool = False) -> str:
    """A line for each question, below it a request that is let through, or what would settle it."""
    counts = Counter(answer.proof.verdict for answer in answers)
    summary = ", ".join(f"{counts[verdict]} {verdict.value}" for verdict in _COLOURS if counts[verdict])
    lines = [line for answer in answers for line in _lines(answer, colour)]
    return "\n".join([painted(printable(subject), "1", colour), "", *lines, "", summary]) + "\n"


def answers_json(answers: Sequence[Answer]) -> str:
    """All answers as one JSON object, in ASCII."""
    return json.dumps({"version": VERSION, "questions": [_document(answer) for answer in answers]}, indent=2) + "\n"


def _lines(answer: Answer, colour: bool) -> Iterator[str]:
    verdict = answer.proof.verdict
    who = _WHO.get(answer.who, answer.who.value)
    by = f" (Statement[{answer.proof.statement}])" if answer.proof.statement is not None else ""
    yield f"{painted(f'{verdict.value:<{len(_INDENT)}}', _COLOURS[verdict], colour)}{answer.question.value}: {who}{by}"
    if answer.proof.witness:
        yield f"{_INDENT}For example, {printable(str(answer.proof.witness))}."
    if answer.proof.settle:
        yield f"{_INDENT}Not proven; what would settle it: {printable(answer.proof.missing)}."


def _document(answer: Answer) -> dict[str, Any]:
    document: dict[str, Any] = {
        "question": answer.question.value,
        "who": answer.who.value,
        "verdict": answer.proof.verdict.value,
    }
    if answer.proof.witness:
        document["witness"] = answer.proof.witness.to_dict()
    if answer.proof.statement is not None:
        document["statement"] = answer.proof.statement
    if answer.proof.settle:
        document["settle"] = answer.proof.missing
    return document
