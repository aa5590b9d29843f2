"""Values as messages show them, in the words of JSON and YAML rather than Python's."""

from __future__ import annotations

import json
from typing import Any, Final

MOST: Final = 80
"""Characters: what is wrong may be as long as the whole input."""


def shown(value: Any, most: int = MOST) -> str:
    """A value, cut short: ``'text'``, ``true``, ``null``, ``[1, 2]``. What only prints itself is text."""
    if isinstance(value, str):
        text = repr(value[:most])
    elif value is None or isinstance(value, bool | int | float | list | tuple | dict):
        text = _json(value)
    else:
        text = repr(str(value))
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except TypeError:  # keys that only YAML has
        return str(value)
    except ValueError:  # Python turns no number of so many digits into text
        return "a very long number"
