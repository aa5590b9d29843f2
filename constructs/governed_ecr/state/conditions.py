"""Whether a template's condition holds, where that can be known.

docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .resolver import Resolver
from .text import as_text
from .unknown import Unknown, Value


def truth(scope: Resolver, expression: Any) -> bool | None:
    """What a condition's expression comes to; None where that depends on what is not known."""
    if not isinstance(expression, Mapping) or len(expression) != 1:
        return None
    ((name, argument),) = expression.items()
    if name == "Condition" and isinstance(argument, str):
        return scope.truth(argument)
    if not isinstance(argument, list):
        return None
    if name == "Fn::Equals" and len(argument) == 2:
        settled = scope.settled(argument)
        return equal(*(scope.resolve(side) for side in argument)) if settled is None else settled
    found = [truth(scope, part) for part in argument]
    if name == "Fn::Not" and len(found) == 1:
        return None if found[0] is None else not found[0]
    if name == "Fn::And":
        return False if False in found else None if None in found else True
    if name == "Fn::Or":
        return True if True in found else None if None in found else False
    return None


def equal(one: Value, other: Value) -> bool | None:
    """Whether two values are the same text, as CloudFormation compares them."""
    if isinstance(one, list) and isinstance(other, list):
        one, other = (",".join(str(as_text(part)) for part in side) for side in (one, other))
    one, other = as_text(one), as_text(other)
    if isinstance(one, Unknown) and isinstance(other, Unknown):
        return True if one == other else None
    if isinstance(other, Unknown):
        one, other = other, one
    if isinstance(one, Unknown):
        return None if one.may_be(other) else False
    return bool(one == other)
