"""What decides what a template becomes, and could be otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .unknown import Value


class Knob(NamedTuple):
    """A parameter of a template; a pseudo parameter (of the template ""); or a comparison.

    comparison: the id of a comparison's arguments, whose text is the name; 0 for parameters.
    """

    template: str
    name: str
    comparison: int = 0


Settings = Mapping[Knob, Value]
"""What parameters are set to, and whether comparisons hold."""
