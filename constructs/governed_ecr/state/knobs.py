"""What decides what a template becomes, and could be otherwise: parameters, pseudo parameters, comparisons."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from .choice import Choice
from .conditions import truth
from .knob import Knob
from .parameters import ANOTHER, allowed_values
from .scope import Scope
from .text import as_text, sub_parts
from .unknown import NO_VALUE, Unknown, Value

_LOOKUP: Final = "Fn::FindInMap"


class _Side(NamedTuple):
    """One side of a comparison, and the template it stands in."""

    scope: Scope
    value: Any


def knobs_of(choices: Sequence[tuple[Scope, Choice]]) -> dict[Knob, list[Value]]:
    """What these choices depend on, and its candidates; the first is what it is by default, where that is known.

    A parameter's candidates are its AllowedValues; or its default, all it is compared with, the keys of the mappings
    it is looked up in, and another value. A comparison of more than a parameter itself is a knob of its own.
    """
    found: dict[Knob, list[Value]] = {}
    closed: set[Knob] = set()
    for scope, choice in choices:
        if choice.is_value:
            parameter = _Side(scope, {"Ref": choice.name})
            found[_knob(parameter)], _ = _own_values(parameter)
            closed.add(_knob(parameter))
    for scope, argument in _comparisons((scope, choice.name) for scope, choice in choices if not choice.is_value):
        one, other = (_followed(_Side(scope, side)) for side in argument)
        if _is_plain(one) and _is_plain(other):
            for side, against in ((one, other), (other, one)):
                for variable, offered in _offers(side, against):
                    knob = _knob(variable)
                    if knob not in found:
                        found[knob], is_closed = _own_values(variable)
                        closed |= {knob} if is_closed else set()
                    if knob not in closed:
                        found[knob] += [value for value in offered if value not in found[knob]]
        else:
            known = truth(scope, {"Fn::Equals": argument})
            comparison = Knob(scope.template.name, _told(scope, argument), id(argument))
            found[comparison] = [known is not False, known is False]
    for knob, values in found.items():
        if knob not in closed and not knob.comparison:
            values.append(ANOTHER)
    return found


def _told(scope: Scope, comparison: list[Any]) -> str:
    """A comparison as a text, whichever side is first and however what is not known is written."""
    sides = [as_text(scope.resolve(side)) for side in comparison]
    known = not any(isinstance(side, Unknown) for side in sides)
    return " = ".join(sorted(json.dumps(side, default=str) for side in (comparison if known else map(str, sides))))


def _comparisons(conditions: Iterable[tuple[Scope, str]]) -> Iterator[tuple[Scope, list[Any]]]:
    """The arguments of each Fn::Equals that the conditions, or those that they name, come down to."""
    waiting: list[tuple[Scope, Any]] = [(scope, {"Condition": name}) for scope, name in conditions]
    seen: set[tuple[str, str]] = set()
    while waiting:
        scope, expression = waiting.pop()
        if not isinstance(expression, Mapping) or len(expression) != 1:
            continue
        ((name, argument),) = expression.items()
        if name == "Condition" and isinstance(argument, str):
            if (scope.template.name, argument) not in seen:
                seen.add((scope.template.name, argument))
                waiting.append((scope, scope.template.section("Conditions").get(argument)))
        elif name == "Fn::Equals" and isinstance(argument, list) and len(argument) == 2:
            if any(_is_open(_Side(scope, side)) for side in argument):
                yield scope, argument
        elif isinstance(argument, list):
            waiting += [(scope, part) for part in argument]


def _followed(side: _Side) -> _Side:
    """A side with the parameters of nested stacks replaced by what their parent gives."""
    scope, value = side
    while (name := _ref(value)) and name in scope.parameters and scope.parent is not None:
        given = scope.given_by_parent(name)
        if given is NO_VALUE:
            break
        scope, value = scope.parent, given
    return _Side(scope, value)


def _is_open(side: _Side) -> bool:
    """Whether anything in it is a parameter, or is not known."""
    scope, value = _followed(side)
    if isinstance(value, list):
        return any(_is_open(_Side(scope, part)) for part in value)
    if not isinstance(value, Mapping):
        return False
    name = _ref(value)
    if name:
        return name in scope.parameters or isinstance(scope.ref(name), Unknown)
    text = value.get("Fn::Sub")
    text = text[0] if isinstance(text, list) and text else text
    names = [part for is_variable, part in sub_parts(text) if is_variable] if isinstance(text, str) else []
    return any(_is_open(_Side(scope, part)) for part in (*value.values(), *({"Ref": name} for name in names)))


def _is_plain(side: _Side) -> bool:
    """Whether it is a variable, a constant, or looked up in a mapping by such."""
    scope, value = side
    if isinstance(value, Mapping) and isinstance(lookup := value.get(_LOOKUP), list) and len(lookup) == 3:
        return not _is_open(_Side(scope, lookup[0])) and all(
            _ref(_followed(_Side(scope, key)).value) or not _is_open(_Side(scope, key)) for key in lookup[1:]
        )
    return bool(_ref(value)) or not _is_open(side)


def _offers(side: _Side, against: _Side) -> Iterator[tuple[_Side, list[Value]]]:
    """The variables of a plain side, and the values that each is compared with or looked up by."""
    scope, value = side
    if _ref(value):
        if _is_open(side):
            constant = against.scope.resolve(against.value)
            yield side, [] if isinstance(constant, Unknown) else [constant]
    elif isinstance(value, Mapping) and _LOOKUP in value:
        name, *keys = value[_LOOKUP]
        mapping = scope.template.section("Mappings").get(scope.resolve(name))
        mapping = mapping if isinstance(mapping, Mapping) else {}
        second = dict.fromkeys(key for inner in mapping.values() if isinstance(inner, Mapping) for key in inner)
        for key, offered in zip(keys, (list(mapping), list(second)), strict=True):
            variable = _followed(_Side(scope, key))
            if _is_open(variable):
                yield variable, offered


def _own_values(variable: _Side) -> tuple[list[Value], bool]:
    """A variable's default, if it has one, and its AllowedValues; and whether it can have no others."""
    scope, name = variable.scope, _ref(variable.value)
    value = scope.ref(name)
    values = [] if isinstance(value, Unknown) else [value]
    allowed = allowed_values(scope.parameters.get(name))
    return values + [other for other in allowed if other not in values], bool(allowed)


def _knob(variable: _Side) -> Knob:
    name = _ref(variable.value)
    return Knob(variable.scope.template.name if name in variable.scope.parameters else "", name)


def _ref(value: Any) -> str:
    """The name in ``{"Ref": name}``, else nothing."""
    name = value.get("Ref") if isinstance(value, Mapping) and len(value) == 1 else None
    return name if isinstance(name, str) else ""
