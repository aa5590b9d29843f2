"""YAML read with the line of every value, so that messages can name it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NoReturn

import yaml

from ..model.errors import Problem
from ..model.late_bound import is_late_bound

Path = tuple[str | int, ...]
_DEPTH: Final = 50
_VALUES: Final = 500_000
_CHARACTERS: Final = 10_000_000
_NUMBER_CHARACTERS: Final = 100
_MERGE: Final = "tag:yaml.org,2002:merge"
_TEXT: Final = "tag:yaml.org,2002:str"
_DATE: Final = "tag:yaml.org,2002:timestamp"
_PLAIN: Final = frozenset(
    {_TEXT, _DATE, *(f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "int", "float", "bool", "null"))}
)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Unreadable(Exception):  # noqa: N818 - ends the reading, not the program
    """Why a text is not read on."""

    def __init__(self, line: int, problem: Problem) -> None:
        super().__init__(problem)
        self.line = line
        self.problem = problem


class Source:
    """The data of a YAML text, where each value stands, and what is wrong with it as YAML."""

    def __init__(self, text: str) -> None:
        self.data: Any = None
        self.problems: list[tuple[int | None, Problem]] = []
        self._lines: dict[Path, int] = {}
        self._values = 0
        if len(text) > _CHARACTERS:
            self._wrong(None, "", f"{len(text):,} characters.", f"Allowed: {_CHARACTERS:,}.")
            return
        try:
            _refuse_depth(text)
            self._loader = _Loader(text)
            node = self._loader.get_single_node()
            self.data = self._value(node, ()) if node else None
        except _Unreadable as error:
            self.problems.append((error.line, error.problem))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            what = ", ".join(part for part in (error.context, error.problem) if part)
            self._wrong(mark.line + 1 if mark else None, "", f"Not YAML: {what}.", "Mend the line.")
        except (yaml.YAMLError, ValueError) as error:
            self._wrong(None, "", f"Not YAML: {str(error).splitlines()[0]}.", "Give plain YAML text.")
        except RecursionError:
            self._wrong(None, "", "Nested too deeply.", "Flatten it.")

    def line(self, path: Path) -> int | None:
        """The line of the value at ``path``, or of the nearest one around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path)

    def _wrong(self, line: int | None, place: str, what: str, mend: str) -> None:
        self.problems.append((line, Problem(place, what, mend)))

    def _count(self) -> None:
        self._values += 1
        if self._values > _VALUES:
            raise ValueError(f"more than {_VALUES:,} values, anchors expanded")

    def _value(self, node: yaml.Node, path: Path) -> Any:
        self._count()
        if len(path) > _DEPTH:  # Aliases nest what the text itself does not.
            raise RecursionError
        self._lines.setdefault(path, _line(node))
        if node.tag not in _PLAIN:
            _stop(node, path, f"The tag {node.tag!r}.", "Give plain YAML, without tags of your own.")
        if isinstance(node, yaml.SequenceNode):
            return [self._value(child, (*path, index)) for index, child in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        return self._scalar(node, path)

    def _scalar(self, node: yaml.Node, path: Path) -> Any:
        _refuse_token(node, path)
        kind = node.tag.rpartition(":")[2]
        if node.tag != _TEXT and len(node.value) > _NUMBER_CHARACTERS:
            _stop(node, path, f"{len(node.value):,} characters for a value of type {kind}.", "Quote it if it is text.")
        if node.tag == _DATE:  # A date in a file is text here, as it is for JSON Schema.
            return node.value
        try:
            return self._loader.construct_object(node)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            # What PyYAML raises where a value is not what its tag promises.
            _stop(node, path, f"{node.value!r} is no {kind}.", "Quote it if it is text.")

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        own: set[str] = set()
        for key_node, _ in node.value:
            key = "<<" if key_node.tag == _MERGE else _key(key_node, path)
            if key in own:
                self._wrong(_line(key_node), dotted((*path, key)), "This key a second time.", "Keep one of them.")
            own.add(key)
        data: dict[str, Any] = {}
        for key, (key_node, value_node) in self._members(node, path).items():
            self._lines[*path, key] = _line(key_node)
            data[key] = self._value(value_node, (*path, key))
        return data

    def _members(self, node: yaml.MappingNode, path: Path) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """Keys and values of a mapping over those that it merges (``<<``), each counted: merges multiply."""
        self._count()
        members: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for merged in reversed(list(_merged(node, path))):
            members |= self._members(merged, path)
        for key_node, value_node in node.value:
            if key_node.tag != _MERGE:
                members[_key(key_node, path)] = (key_node, value_node)
        for _ in members:
            self._count()
        return members


def _merged(node: yaml.MappingNode, path: Path) -> Iterator[yaml.MappingNode]:
    for key_node, value_node in node.value:
        if key_node.tag == _MERGE:
            for source in value_node.value if isinstance(value_node, yaml.SequenceNode) else [value_node]:
                if not isinstance(source, yaml.MappingNode):
                    _stop(key_node, (*path, "<<"), "A merge of what is no mapping.", "Allowed: mappings.")
                yield source


def _key(node: yaml.Node, path: Path) -> str:
    if not isinstance(node, yaml.ScalarNode) or node.tag not in _PLAIN:
        _stop(node, path, "A key that is not text.", "Allowed: plain words as keys.")
    _refuse_token(node, path)
    return str(node.value)


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1


def _stop(node: yaml.Node, path: Path, what: str, mend: str) -> NoReturn:
    raise _Unreadable(_line(node), Problem(dotted(path), what, mend)) from None


def _refuse_token(node: yaml.Node, path: Path) -> None:
    """In a file nothing resolves a CDK token; and the model lets them pass unchecked."""
    if is_late_bound(node.value):
        _stop(node, path, f"{node.value!r} is a CDK token.", "Write the value itself.")


def _refuse_depth(text: str) -> None:
    """libyaml composes by recursion in C, and would take the process down with it."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEPTH:
            raise RecursionError


def dotted(path: Path) -> str:
    """A path as messages write it: ``repositories[3].names[0]``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else (f".{step}" if text else step)
    return text


_STEP: Final = re.compile(r"\[(\d+)\]|\['([^']*)'\]|([^.\[\]]+)")


def steps(place: str) -> Path:
    """The path of a place as the model writes it: ``rules[3].selection`` or ``['a key']``."""
    return tuple(int(index) if index else key or name for index, key, name in _STEP.findall(place))
