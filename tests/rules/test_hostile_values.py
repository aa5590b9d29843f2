"""Rules do not stumble over values that no template should have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from governed_ecr.rules.check import check
from governed_ecr.state.context import Context
from governed_ecr.state.read import registries_of_templates
from tests.rules.judge import KNOWN

CORPUS: Final = Path(__file__).parents[1] / "corpus"
TEMPLATES: Final[list[dict[str, Any]]] = [
    json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(CORPUS.glob("*/*.json"))
    if path.parent.name in ("bad", "good")
]
VALUES: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, -1, 1.5, 10**30, "", "*", "[", "x" * 300, "\u0000", "arn:", "{}", "{{resolve:ssm:x}}"]),
    st.sampled_from([[], {}, [[]], [None], {"": None}, [{}], {"Ref": "Nothing"}, {"Fn::If": ["Nothing", 1]}]),
    st.text(max_size=20),
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place below a value."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ()):
        yield (*path, key)
        yield from _places(inner, (*path, key))


@st.composite
def _spoiled(draw: st.DrawFn) -> dict[str, Any]:
    """A template of the corpus with up to three of its values replaced."""
    template: dict[str, Any] = deepcopy(draw(st.sampled_from(TEMPLATES)))
    for _ in range(draw(st.integers(1, 3))):
        resource = draw(st.sampled_from(sorted(template["Resources"])))
        properties = template["Resources"][resource].get("Properties")
        places = list(_places(properties))
        if places:
            *way, last = draw(st.sampled_from(places))
            for step in way:
                properties = properties[step]
            properties[last] = deepcopy(draw(VALUES))
    return template


@settings(max_examples=300, deadline=None)
@given(_spoiled())
def test_rules_judge_whatever_stands_there(template: dict[str, Any]) -> None:
    for finding in check(registries_of_templates({"t": template}, Context(**KNOWN))):
        assert finding.found.message.strip()
        assert finding.place.startswith("Resources.")
