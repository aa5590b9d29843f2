"""Whether a condition holds, given the values of its key.

docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from __future__ import annotations

import ipaddress
import operator as compare
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from ..state.policy import Condition, Text
from ..state.unknown import Unknown
from .text import ARN, EXACT, LIKE, NOCASE, How, Own, comparand
from .truth import Doubt, Fact, Truth, all_of, any_of, negation

KeyValue = str | tuple[str, ...] | Fact | None
"""A value, or several where the key has several; a fact that nobody knows; None where the request has no such key."""

_NEEDS_SET_OPERATOR: Final = Doubt(
    frozenset(
        {
            Fact(
                "how AWS reads a key of several values without ForAnyValue or ForAllValues",
                undocumented=True,
                unlikely=True,
            )
        }
    )
)

_ANY_IF_EXISTS: Final = Doubt.about("how AWS reads ForAnyValue with IfExists", undocumented=True)

TEXTUAL: Final[dict[str, How]] = {
    "stringequals": EXACT,
    "stringequalsignorecase": NOCASE,
    "stringlike": LIKE,
    "arnequals": ARN,
    "arnlike": ARN,
    "binaryequals": EXACT,
    "bool": NOCASE,
}
_ORDERED: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "equals": compare.eq,
    "lessthan": compare.lt,
    "lessthanequals": compare.le,
    "greaterthan": compare.gt,
    "greaterthanequals": compare.ge,
}


def positive(operator: str) -> tuple[str, bool]:
    """An operator in lower case without its Not, and whether it had one: ``stringequals``, True."""
    name = operator.lower()
    if name == "notipaddress":
        return "ipaddress", True
    for prefix in ("string", "arn", "numeric", "date"):
        if name.startswith(f"{prefix}not"):
            return prefix + name.removeprefix(f"{prefix}not"), True
    return name, False


def holds(condition: Condition, value: KeyValue, own: Own) -> Truth:
    """Whether it holds for the value of its key."""
    name, negated = positive(condition.operator)
    if isinstance(value, Fact):
        return Doubt(frozenset({value}))
    if name == "null":
        return _null(condition, value is None)

    def one(text: str) -> Truth:
        found = any_of(_matches(name, text, against, condition.key, own) for against in condition.values)
        return negation(found) if negated else found

    if condition.quantifier == "ForAllValues":
        return True if value is None else all_of(one(text) for text in ((value,) if isinstance(value, str) else value))
    if value is None:
        if condition.quantifier == "ForAnyValue":
            return _ANY_IF_EXISTS if condition.if_exists else False
        return condition.if_exists or negated
    if isinstance(value, str):
        return one(value)
    found = any_of(one(text) for text in value)
    if condition.quantifier == "ForAnyValue" or found is False:
        return found
    # AWS documents that such a key needs a set operator; without one the condition does not match.
    return any_of((_NEEDS_SET_OPERATOR, found)) if isinstance(found, Doubt) else _NEEDS_SET_OPERATOR


def _null(condition: Condition, missing: bool) -> Truth:
    return any_of(
        Doubt.about(str(value)) if isinstance(value, Unknown) else value.lower() == ("true" if missing else "false")
        for value in condition.values
    )


def _matches(name: str, text: str, against: Text, key: str, own: Own) -> Truth:
    how = TEXTUAL.get(name)
    if how is not None:
        return comparand(against, how, own).matches(text, key)
    if isinstance(against, Unknown):
        return Doubt.about(str(against))
    mistaken = against
    try:
        if name == "ipaddress":
            block, mistaken = _block(against), text
            return _address(text) in block
        for prefix, parse in (("numeric", number), ("date", moment)):
            if name.startswith(prefix) and name.removeprefix(prefix) in _ORDERED:
                limit, mistaken = parse(against), text
                return _ORDERED[name.removeprefix(prefix)](parse(text), limit)
    except ValueError:
        return Doubt.about(f"how AWS reads the value {mistaken}", undocumented=True)
    return Doubt.about(f"the operator {name}")


@lru_cache(maxsize=10_000)
def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    return ipaddress.ip_address(text)


@lru_cache(maxsize=10_000)
def _block(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    return ipaddress.ip_network(text, strict=False)


def number(text: str) -> float:
    """Raises ValueError for what is no number."""
    value = float(text)
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(text)
    return value


def moment(text: str) -> float:
    """A date of ISO 8601 or a number of seconds, as seconds since 1970. Raises ValueError for what is neither."""
    try:
        return number(text)
    except ValueError:
        date = datetime.fromisoformat(text)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
