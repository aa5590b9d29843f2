"""YAML read with the line of every value, so that messages can name it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final

import yaml

from ..model.errors import Problem

Path = tuple[str | int, ...]
_DEPTH: Final = 50
_VALUES: Final = 500_000
_CHARACTERS: Final = 10_000_000
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._wrong(mark.line + 1 if mark else None, "", f"Not YAML: {error.problem}.", "Mend the line.")
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

    def _value(self, node: yaml.Node, path: Path) -> Any:
        self._values += 1
        if self._values > _VALUES:
            raise ValueError(f"more than {_VALUES:,} values, anchors expanded")
        self._lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(child, (*path, index)) for index, child in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        return self._loader.construct_object(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[Hashable, Any]:
        merges = any(key.tag == "tag:yaml.org,2002:merge" for key, _ in node.value)
        if merges:
            self._loader.flatten_mapping(node)
        data: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            key = self._loader.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                key = key_node.value if isinstance(key_node, yaml.ScalarNode) else repr(key)
            if key in data and not merges:
                place = dotted((*path, key))
                self._wrong(key_node.start_mark.line + 1, place, "This key a second time.", "Keep one of them.")
            self._lines[*path, key] = key_node.start_mark.line + 1
            data[key] = self._value(value_node, (*path, key))
        return data


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
