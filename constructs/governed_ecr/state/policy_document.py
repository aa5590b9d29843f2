"""Resource policies as templates give them, read into one form.

docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..model.errors import Problem
from ..model.shown import shown
from .json_text import read_json
from .policy import Policy, Statement
from .policy_statement import Reader, read_statement
from .unknown import Unknown, Value

_MEMBERS: Final = frozenset({"Version", "Id", "Statement"})
_WITHOUT_VARIABLES: Final = "2008-10-17"
"""What a document without a Version has."""
_VERSIONS: Final = ("2012-10-17", _WITHOUT_VARIABLES)


@dataclass(frozen=True, slots=True)
class PolicyReading:
    """A policy, and what is wrong with its document.

    policy: the statements that could be read; None where the document is none, or is not known.
    unknown: nothing of the document is known.
    is_text: the document was given as JSON text.
    """

    policy: Policy | None
    problems: tuple[Problem, ...] = ()
    unknown: bool = False
    is_text: bool = False


def read_policy(value: Value) -> PolicyReading:
    """Read a policy document: an object, or its JSON text, with Unknowns anywhere in it. It never raises."""
    is_text = not isinstance(value, Mapping | list)
    problems: list[Problem] = []
    if value is None:
        return PolicyReading(None, (Problem("", "There is no policy.", "Give a JSON object."),))
    if is_text:
        reading = read_json(value)
        if reading.problem:
            what = f"The policy is no JSON: {reading.problem}"
            return PolicyReading(None, (Problem("", what, "Give a JSON object."),), is_text=True)
        value = reading.value
        problems += [
            Problem("", f"{key!r} a second time in one object.", "Keep one of them.") for key in reading.duplicates
        ]
    if isinstance(value, Unknown):
        return PolicyReading(None, unknown=True, is_text=is_text)
    if not isinstance(value, Mapping):
        problems.append(Problem("", f"The policy is {shown(value)}.", "Give an object with Version and Statement."))
        return PolicyReading(None, tuple(problems), is_text=is_text)
    policy = _policy(value, problems)
    return PolicyReading(policy, tuple(problems), is_text=is_text)


def _policy(document: Mapping[str, Any], problems: list[Problem]) -> Policy:
    reader = Reader(problems)
    for member in document:
        if member not in _MEMBERS:
            reader.wrong(str(member), "No member of a policy.", f"Allowed: {', '.join(sorted(_MEMBERS))}.")
    version = document.get("Version", _WITHOUT_VARIABLES)
    if not isinstance(version, Unknown) and version not in _VERSIONS:
        reader.wrong("Version", f"{shown(version)} is no version.", f"Allowed: {', '.join(_VERSIONS)}.")
    given = document.get("Statement")
    if given is None:
        reader.wrong("Statement", "The policy has no statement.", "Give at least one.")
    if isinstance(given, Unknown):
        reader.unresolved.append("Statement")
    listed = given if isinstance(given, list) else [] if given is None or isinstance(given, Unknown) else [given]
    statements: list[Statement] = []
    for index, raw in enumerate(listed):
        statement = read_statement(reader, raw, index, variables=version != _WITHOUT_VARIABLES)
        statements += [statement] if statement else []
    return Policy(tuple(statements), tuple(reader.unresolved))
