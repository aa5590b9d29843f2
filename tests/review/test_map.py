"""A layout in which nothing covers anything."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from governed_ecr.review.graph import Graph
from governed_ecr.review.map import EDGES, Box, layout
from tests.review.comparing import OWN, TRUSTED, repository
from tests.review.granting import allow, drawn, shared
from tests.review.pages import cached, replication

SMALL: dict[str, Any] = {
    "App": shared(allow({"AWS": TRUSTED}), allow("*")),
    "Cache": cached("quay", "quay.io"),
    "Mirror": cached("mirror", f"{TRUSTED}.dkr.ecr.eu-west-1.amazonaws.com"),
    "Replication": replication("eu-west-1"),
}
LARGE: dict[str, Any] = {
    **{
        f"R{at}": shared(allow({"AWS": [f"{at:012d}", f"{at + 1:012d}"]}, "ecr:*"), name=f"app-{at:03d}")
        for at in range(300)
    },
    **{f"C{at}": cached(f"cache-{at}", f"name{at}.azurecr.io") for at in range(50)},
}


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


@pytest.mark.parametrize("resources", [SMALL, LARGE, {"App": repository()}, {"Cache": cached("q", "quay.io")}])
def test_boxes_are_apart_and_on_the_map(resources: dict[str, Any]) -> None:
    made = layout(drawn(resources, {**resources, "New": shared(allow("*"), name="new")}))
    assert not [pair for pair in combinations(made.boxes, 2) if overlap(*pair)]
    for box in made.boxes:
        assert box.x >= 0
        assert box.x + box.width <= made.width
        assert box.y + box.height <= made.height


def test_columns() -> None:
    made = layout(drawn(SMALL))
    columns: dict[int, list[str]] = {}
    for box in made.boxes:
        columns.setdefault(box.x, []).append(box.title)
    left, middle, right = (columns[x] for x in sorted(columns))
    assert sorted(left) == [f"{TRUSTED} in eu-w…", "quay.io"]
    assert middle[0] == f"{OWN} in us-east-1"
    assert set(right) == {f"{OWN} in eu-west-1", "Everyone", TRUSTED}


def test_edges_have_an_end() -> None:
    whole = drawn({"K": repository("keep")}, LARGE)
    made = layout(whole)
    assert len(made.lines) <= EDGES
    assert made.left_out == len(whole.edges) - len(made.lines)


def test_nothing_is_an_empty_map() -> None:
    assert layout(Graph()).boxes == ()
