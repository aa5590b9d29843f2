"""CloudFormation's intrinsic functions, as far as what they read is known.

docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
Each takes the scope it is resolved in and its argument as the template has it. What cannot be resolved is Unknown.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from .resolver import Resolver
from .text import as_text, joined, pieces, sub_parts, unknown
from .unknown import Reference, Unknown, Value

Function = Callable[[Resolver, Any], Value]


def _ref(scope: Resolver, argument: Any) -> Value:
    return scope.ref(argument) if isinstance(argument, str) else unknown("Ref")


def _get_att(scope: Resolver, argument: Any) -> Value:
    if isinstance(argument, str):
        argument = argument.split(".", 1)
    if not isinstance(argument, list) or len(argument) < 2 or not isinstance(argument[0], str):
        return unknown("Fn::GetAtt")
    attribute = joined((scope.resolve(part) for part in argument[1:]), ".")
    return scope.attribute(argument[0], attribute if isinstance(attribute, str) else str(attribute))


def _sub(scope: Resolver, argument: Any) -> Value:
    text, variables = argument, {}
    if isinstance(argument, list) and len(argument) == 2:
        text, variables = argument
    if not isinstance(text, str) or not isinstance(variables, Mapping):
        return unknown("Fn::Sub")
    if "${" not in text:
        return text
    return joined(
        (scope.resolve(variables[part]) if part in variables else scope.named(part)) if is_variable else part
        for is_variable, part in sub_parts(text)
    )


def _join(scope: Resolver, argument: Any) -> Value:
    if not isinstance(argument, list) or len(argument) != 2:
        return unknown("Fn::Join")
    delimiter, values = argument[0], scope.resolve(argument[1])
    if not isinstance(delimiter, str) or not isinstance(values, list):
        return unknown(f"Fn::Join {values}" if isinstance(values, Unknown) else "Fn::Join", values)
    return joined(values, delimiter)


def _if(scope: Resolver, argument: Any) -> Value:
    if not isinstance(argument, list) or len(argument) != 3 or not isinstance(argument[0], str):
        return unknown("Fn::If")
    if not scope.has_condition(argument[0]):
        return unknown(f"Fn::If {argument[0]}")
    holds = scope.holds(argument[0])
    scope.notice(argument[2] if holds else argument[1])
    return scope.resolve(argument[1] if holds else argument[2])


def _select(scope: Resolver, argument: Any) -> Value:
    if not isinstance(argument, list) or len(argument) != 2:
        return unknown("Fn::Select")
    index, of = as_text(scope.resolve(argument[0])), argument[1]
    if not isinstance(index, str) or not index.isdecimal() or len(index) > 9:
        return unknown("Fn::Select")
    if isinstance(of, Mapping) and len(of) == 1 and "Fn::Split" in of:
        values, source = _split_up(scope, of["Fn::Split"])
        name = f"Fn::Select {index} of {source}"
    else:
        values = scope.resolve(of)
        name = f"Fn::Select {index} of {values}" if isinstance(values, Unknown) else "Fn::Select"
        source = values
    if isinstance(values, list) and int(index) < len(values):
        return values[int(index)]
    return unknown(name, source)


def _split(scope: Resolver, argument: Any) -> Value:
    values, source = _split_up(scope, argument)
    complete = isinstance(source, str) or (isinstance(source, Unknown) and pieces(source, argument[0])[1])
    return values if complete else unknown(f"Fn::Split {source}", source)


def _split_up(scope: Resolver, argument: Any) -> tuple[list[Value], Value]:
    """The pieces that are certain, and what they were split from."""
    if not isinstance(argument, list) or len(argument) != 2 or not isinstance(argument[0], str) or not argument[0]:
        return [], None
    source = scope.resolve(argument[1])
    if not isinstance(source, str | Unknown):
        return [], None
    return pieces(source, argument[0])[0], source


def _find_in_map(scope: Resolver, argument: Any) -> Value:
    if not isinstance(argument, list) or len(argument) not in (3, 4):
        return unknown("Fn::FindInMap")
    name, *keys = [as_text(scope.resolve(part)) for part in argument[:3]]
    for key in argument[1:3]:
        scope.looked_up_by(key)
    found: Any = scope.template.section("Mappings")
    for key in (name, *keys):
        found = found.get(key) if isinstance(found, Mapping) and isinstance(key, str) else None
    default = argument[3] if len(argument) == 4 else None
    if found is None and isinstance(default, Mapping) and all(isinstance(key, str) for key in keys):
        found = scope.resolve(default.get("DefaultValue"))
    # A mapping holds no functions: what is in it is the value.
    return found if isinstance(found, str | int | float | list | Unknown) else unknown(f"Fn::FindInMap {name}")


def _base64(scope: Resolver, argument: Any) -> Value:
    value = scope.resolve(argument)
    return base64.b64encode(value.encode()).decode() if isinstance(value, str) else unknown("Fn::Base64", value)


def _length(scope: Resolver, argument: Any) -> Value:
    value = scope.resolve(argument)
    return len(value) if isinstance(value, list) else unknown("Fn::Length", value)


_HOLE: Final = re.compile(r"\\u0000([0-9]+)\\u0000")
"""As json.dumps writes it. The template's own texts may look like it."""


def _to_json_string(scope: Resolver, argument: Any) -> Value:
    holes: list[Unknown] = []

    def hole(value: Any) -> str:
        holes.append(value)
        return f"\x00{len(holes) - 1}\x00"

    value = scope.resolve(argument)
    if isinstance(value, Unknown):
        return unknown("Fn::ToJsonString", value)
    text = json.dumps(value, separators=(",", ":"), default=hole)
    known = _HOLE.split(text) if holes else [text]
    if len(known) != 2 * len(holes) + 1:
        return unknown("Fn::ToJsonString", value)
    return joined(holes[int(part)] if index % 2 else part for index, part in enumerate(known))


def _import_value(scope: Resolver, argument: Any) -> Value:
    name = scope.resolve(argument)
    return scope.imported(name) if isinstance(name, str) else unknown(f"Import:{name}", name)


def _get_stack_output(scope: Resolver, argument: Any) -> Value:
    given = scope.resolve(argument)
    if not isinstance(given, Mapping):
        return unknown("Fn::GetStackOutput")
    stack, output, region = (given.get(key) for key in ("StackName", "OutputName", "Region"))
    if isinstance(stack, str) and isinstance(output, str):
        return scope.stack_output(stack, output, region, elsewhere="RoleArn" in given)
    return Unknown((Reference(f"Output:{stack}.{output}"),))


FUNCTIONS: Final[Mapping[str, Function]] = {
    "Ref": _ref,
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::If": _if,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::FindInMap": _find_in_map,
    "Fn::Base64": _base64,
    "Fn::Length": _length,
    "Fn::ToJsonString": _to_json_string,
    "Fn::ImportValue": _import_value,
    "Fn::GetStackOutput": _get_stack_output,
}
