"""One statement of a policy document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from ..model.errors import Problem
from ..model.shown import shown
from .condition_keys import canonical_key, read_operator
from .policy import Condition, Effect, Principals, Statement, Text
from .unknown import Reference, Unknown, Value

_MEMBERS: Final = (
    *("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"),
)
_KINDS: Final = ("AWS", "Service", "Federated", "CanonicalUser")
_PRINCIPAL: Final = re.compile(r"\*|[0-9]{12}|arn:[^:]+:(?:iam|sts)::[0-9]{12}:[^*?]+|A[A-Z0-9]{15,}")
"""Everyone, an account, an IAM or STS principal, or the unique id that AWS writes for one that is gone."""
_ROOT: Final = re.compile("arn:[^:]+:iam::([0-9]{12}|\x00[0-9]+\x00):root")


class Reader:
    """What is found wrong or unknown while a policy is read."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.unresolved: list[str] = []

    def wrong(self, place: str, what: str, mend: str) -> None:
        self.problems.append(Problem(place, what, mend))


def read_statement(reader: Reader, raw: Value, index: int, *, variables: bool = True) -> Statement | None:
    """The statement; None where it is no object, or where it is not known whether it allows or denies."""
    place = f"Statement[{index}]"
    if isinstance(raw, Unknown):
        reader.unresolved.append(place)
        return None
    if not isinstance(raw, Mapping):
        reader.wrong(place, f"{shown(raw)} is no statement.", "Give an object.")
        return None
    for member in raw:
        if member not in _MEMBERS:
            reader.wrong(f"{place}.{member}", "No member of a statement.", f"Allowed: {', '.join(_MEMBERS)}.")
    _exactly_one(reader, raw, place, "Principal", "NotPrincipal")
    _exactly_one(reader, raw, place, "Action", "NotAction")
    if "Resource" in raw and "NotResource" in raw:
        reader.wrong(place, "Both Resource and NotResource.", "Keep one of them.")
    effect = _effect(reader, raw.get("Effect"), f"{place}.Effect")
    statement = Statement(
        index,
        effect or Effect.DENY,
        _principals(reader, raw.get("Principal"), f"{place}.Principal"),
        _principals(reader, raw.get("NotPrincipal"), f"{place}.NotPrincipal"),
        _texts(reader, raw.get("Action"), f"{place}.Action"),
        _texts(reader, raw.get("NotAction"), f"{place}.NotAction"),
        _texts(reader, raw.get("Resource"), f"{place}.Resource"),
        _texts(reader, raw.get("NotResource"), f"{place}.NotResource"),
        _conditions(reader, raw.get("Condition"), f"{place}.Condition"),
        raw["Sid"] if isinstance(raw.get("Sid"), str) else None,
        variables,
    )
    return statement if effect else None


def _exactly_one(reader: Reader, raw: Mapping[str, Any], place: str, one: str, other: str) -> None:
    if raw.get(one) is not None and raw.get(other) is not None:
        reader.wrong(place, f"Both {one} and {other}.", "Keep one of them.")
    if raw.get(one) is None and raw.get(other) is None:
        reader.wrong(f"{place}.{one}", f"The statement has neither {one} nor {other}.", "Give one of them.")


def _effect(reader: Reader, value: Value, place: str) -> Effect | None:
    if isinstance(value, Unknown):
        reader.unresolved.append(place)
        return None
    if isinstance(value, str) and value in ("Allow", "Deny"):
        return Effect(value)
    what = "The statement has no Effect." if value is None else f"{shown(value)} is no effect."
    reader.wrong(place, what, "Allowed: Allow, Deny.")
    return None


def _texts(reader: Reader, value: Value, place: str, *, scalars: bool = False) -> tuple[Text, ...] | None:
    """A text or a list of texts; with ``scalars``, numbers and booleans as JSON writes them too."""
    if value is None:
        return None
    found: list[Text] = []
    for index, entry in enumerate(value if isinstance(value, list) else [value]):
        if isinstance(entry, str | Unknown):
            found.append(entry)
        elif scalars and isinstance(entry, bool):
            found.append("true" if entry else "false")
        elif scalars and isinstance(entry, int | float):
            found.append(str(entry))
        else:
            at = f"{place}[{index}]" if isinstance(value, list) else place
            reader.wrong(at, f"{shown(entry)} is no text.", "Give text, or a list of texts.")
    return tuple(found)


def _principals(reader: Reader, value: Value, place: str) -> Principals | None:
    if value is None:
        return None
    if isinstance(value, Unknown):
        reader.unresolved.append(place)
        return Principals(aws=(value,))
    if value == "*":
        return Principals(everyone=True)
    if not isinstance(value, Mapping):
        reader.wrong(place, f"{shown(value)} is no principal.", 'Allowed: "*", or an object such as {"AWS": ...}.')
        return Principals()
    for kind in value:
        if kind not in _KINDS:
            reader.wrong(f"{place}.{kind}", "No kind of principal.", f"Allowed: {', '.join(_KINDS)}.")
    aws, services, federated, canonical = (
        _texts(reader, value.get(kind), f"{place}.{kind}", scalars=kind == "AWS") or () for kind in _KINDS
    )
    for text in aws:
        if not _may_be_principal(text):
            allowed = 'Allowed: an account, the ARN of a principal without wildcards, or "*".'
            reader.wrong(f"{place}.AWS", f"{shown(text)} is no principal.", allowed)
    accounts = tuple(dict.fromkeys(_account(text) for text in aws if text != "*"))
    return Principals("*" in aws, accounts, services, federated, canonical)


def _may_be_principal(text: Text) -> bool:
    """docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"""
    if isinstance(text, Unknown):
        return not any(wildcard in part for part in _known(text) for wildcard in "*?")
    return bool(_PRINCIPAL.fullmatch(text))


def _account(principal: Text) -> Text:
    """The account of a root ARN, whatever its partition; any other principal as it is."""
    if any("\x00" in part for part in _known(principal)):
        return principal
    if isinstance(principal, str):
        found = _ROOT.fullmatch(principal) if principal.endswith(":root") else None
        return found[1] if found else principal
    text = "".join(part if isinstance(part, str) else f"\x00{i}\x00" for i, part in enumerate(principal.parts))
    if not (found := _ROOT.fullmatch(text)):
        return principal
    if found[1].isdecimal():
        return found[1]
    part: str | Reference = principal.parts[int(found[1].strip("\x00"))]
    return Unknown((part,))


def _known(text: Text) -> list[str]:
    return [text] if isinstance(text, str) else [part for part in text.parts if isinstance(part, str)]


def _conditions(reader: Reader, value: Value, place: str) -> tuple[Condition, ...]:
    if value is None:
        return ()
    if isinstance(value, Unknown):
        return (_unread(reader, value, place),)
    if not isinstance(value, Mapping):
        reader.wrong(place, f"{shown(value)} is no condition.", 'Give an object: {"StringEquals": {...}}.')
        return ()
    found: list[Condition] = []
    for text, keys in value.items():
        operator, at = read_operator(str(text)), f"{place}.{text}"
        if not operator.is_known:
            reader.wrong(at, "No condition operator.", "Allowed: StringEquals, StringLike, ArnLike, Bool, ... .")
        if isinstance(keys, Unknown):
            found.append(_unread(reader, keys, at))
        elif not isinstance(keys, Mapping):
            reader.wrong(at, f"{shown(keys)} is no object.", 'Give an object: {"aws:PrincipalOrgID": ...}.')
        else:
            for key, values in keys.items():
                texts = _texts(reader, values, f"{at}.{key}", scalars=True)
                if texts is None:
                    reader.wrong(f"{at}.{key}", "No value.", "Give text, or a list of texts.")
                found.append(
                    Condition(
                        operator.name,
                        canonical_key(str(key)),
                        texts or (),
                        operator.quantifier,
                        operator.if_exists,
                    )
                )
    return tuple(found)


def _unread(reader: Reader, value: Unknown, place: str) -> Condition:
    """A condition of which nothing is known: on a key that is nobody's, with a value that is not known."""
    reader.unresolved.append(place)
    return Condition("StringEquals", str(value), (value,))
