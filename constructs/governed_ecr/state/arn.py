"""ARNs whose parts may be unknown.

docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from __future__ import annotations

from dataclasses import dataclass

from .policy import Text
from .unknown import Reference, Unknown, Value


@dataclass(frozen=True, slots=True)
class Arn:
    """The parts of an ARN; ``resource`` is all that follows the account, colons included."""

    partition: Text
    service: Text
    region: Text
    account: Text
    resource: Text


def split_arn(value: Value) -> Arn | None:
    """The parts of a text that is an ARN, or None. A reference is taken to stand within one part, as in
    ``arn:${AWS::Partition}:ecr:...``; a text that begins with one (``${Key.Arn}``) cannot be told."""
    if isinstance(value, str):
        known = value.split(":", 5)
        return Arn(*known[1:]) if len(known) == 6 and known[0] == "arn" else None
    fields: list[list[str | Reference]] = [[]]
    for part in value.parts if isinstance(value, Unknown) else ():
        if isinstance(part, Reference):
            fields[-1].append(part)
            continue
        first, *others = part.split(":", 6 - len(fields))
        fields[-1].append(first)
        fields += [[other] for other in others]
    if len(fields) != 6 or fields[0] != ["arn"]:
        return None
    return Arn(*(_text(field) for field in fields[1:]))


def _text(parts: list[str | Reference]) -> Text:
    if any(isinstance(part, Reference) for part in parts):
        return Unknown(tuple(part for part in parts if part != ""))
    return "".join(str(part) for part in parts)
