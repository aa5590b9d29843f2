"""Resource policies as plain JSON: packing statements and holding them to ECR's size limit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .errors import Problem
from .late_bound import without_tokens

Statement = Mapping[str, Any]

VERSION = "2012-10-17"


def pack(statements: Iterable[Statement]) -> list[dict[str, Any]]:
    """Merge statements that differ only in their AWS principals, keeping first-seen order.

    One statement per account would reach the limit of 10,240 characters at about 61 accounts; packed, about 300 fit.
    Statements with a Sid merge only with the same Sid: a name is somebody's meaning.
    """
    packed: dict[str, dict[str, Any]] = {}
    for statement in statements:
        principals = _aws_principals(statement)
        if principals is None:
            plain = _without_lists_of_one(dict(statement))
            packed.setdefault(_key(plain), plain)
            continue
        key = _key({**statement, "Principal": "AWS"})
        into = packed.setdefault(key, {**statement, "Principal": {"AWS": []}})
        merged = list(dict.fromkeys([*into["Principal"]["AWS"], *principals]))
        into["Principal"] = {"AWS": merged}
    return [_without_lists_of_one(statement) for statement in packed.values()]


def document(statements: Iterable[Statement]) -> dict[str, Any]:
    """The policy document of these statements, packed; of several with one Sid, the later ones are numbered."""
    seen: Counter[str] = Counter()
    packed = pack(statements)
    for statement in packed:
        sid = statement.get("Sid")
        if sid is not None:
            seen[sid] += 1
            if seen[sid] > 1:
                statement["Sid"] = f"{sid}{seen[sid]}"
    return {"Version": VERSION, "Statement": packed}


def openness_problems(statement: Statement, place: str) -> list[Problem]:
    """Refuse a grant that nothing bounds: to everyone, or to a service whoever it acts for."""
    principal = statement.get("Principal")
    if statement.get("Effect") != "Allow" or statement.get("Condition"):
        return []
    if principal == "*" or (isinstance(principal, Mapping) and "*" in _listed(principal.get("AWS"))):
        what = "A grant to everyone, of whatever AWS account."
        return [Problem(place, what, "Share with the organization, its units, or accounts.")]
    if isinstance(principal, Mapping) and "Service" in principal:
        what = f"A grant to {', '.join(_listed(principal['Service']))}, whichever account it acts for."
        return [Problem(place, what, "Use ServiceAccess, or a condition on aws:SourceAccount or aws:SourceArn.")]
    return []


def size_problems(policy: Mapping[str, Any], limit: int, place: str) -> list[Problem]:
    """Refuse a policy that is certainly above ``limit`` characters; late-bound parts count as empty."""
    characters = len(without_tokens(json.dumps(policy, separators=(",", ":"))))
    if characters <= limit:
        return []
    return [
        Problem(
            place,
            f"The policy has {characters:,} characters.",
            f"Allowed: {limit:,}. Share with the organization or its units instead of naming each account.",
        )
    ]


def _aws_principals(statement: Statement) -> list[str] | None:
    """The principals of a statement that may be merged, or None where the principal is of another kind."""
    principal = statement.get("Principal")
    if not isinstance(principal, Mapping) or set(principal) != {"AWS"}:
        return None
    values = _listed(principal["AWS"])
    return None if "*" in values else values


def _listed(value: Any) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def _key(statement: Statement) -> str:
    def canonical(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: canonical(member) for key, member in value.items()}
        if isinstance(value, Sequence) and not isinstance(value, str):
            return sorted((canonical(member) for member in value), key=json.dumps)
        return value

    return json.dumps(canonical(statement), sort_keys=True, default=str)


def _without_lists_of_one(statement: dict[str, Any]) -> dict[str, Any]:
    principal = statement.get("Principal")
    if isinstance(principal, Mapping) and isinstance(principal.get("AWS"), list) and len(principal["AWS"]) == 1:
        return {**statement, "Principal": {**principal, "AWS": principal["AWS"][0]}}
    return statement
