"""What holds of a review, whatever is compared."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from hypothesis import given, reject, settings
from hypothesis import strategies as st

from governed_ecr.lifecycle.image import Image
from governed_ecr.model.errors import GovernedEcrError
from governed_ecr.review.inventory import Inventory
from governed_ecr.review.review import Review, review
from tests.review import test_dangers, test_harmless
from tests.review.comparing import NOW, OWN, TRUSTED, side
from tests.review.pieces import IN_ORGANIZATION, IN_UNIT, LAMBDA, PULL, PUSH, allow, deny, root, shared

CORPUS: Final = Path(__file__).parents[1] / "corpus"
TEMPLATES: Final[list[dict[str, Any]]] = [
    *(
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(CORPUS.glob("*/*.json"))
        if path.parent.name in ("bad", "good")
    ),
    *({"Resources": head} for _, head, _ in test_dangers.CASES.values()),
    *({"Resources": head} for _, head in test_harmless.CASES.values()),
]
REFERENCE: Final = {"Ref": "Late"}
VALUES: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, -1, 1.5, 10**30, "", "*", "[", "x" * 300, "\u0000", "arn:", "{}", "{{resolve:ssm:x}}", "true"]),
    st.sampled_from([[], {}, [[]], [None], {"": None}, [{}], {"Fn::If": ["Nothing", 1]}, ["*"] * 500]),
    st.sampled_from([REFERENCE, {"Fn::Sub": "a${Late}b"}, [REFERENCE], {"Fn::ImportValue": "x"}]),
    st.text(max_size=20),
)
IMAGES: Final = Inventory(
    {"team/app": tuple(Image(f"sha256:{n}", datetime(2026, 1, 1, tzinfo=UTC), (f"v{n}",), size=1) for n in range(9))},
    NOW,
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place below a value."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ()):
        yield (*path, key)
        yield from _places(inner, (*path, key))


@st.composite
def _spoiled(draw: st.DrawFn, template: Mapping[str, Any]) -> dict[str, Any]:
    """The template with up to three values of its resources replaced, or taken away."""
    spoiled: dict[str, Any] = deepcopy(dict(template))
    spoiled["Parameters"] = {**spoiled.get("Parameters", {}), "Late": {"Type": "String"}}
    for _ in range(draw(st.integers(1, 3))):
        resource = draw(st.sampled_from(sorted(spoiled["Resources"])))
        inner = spoiled["Resources"][resource]
        places = [place for place in _places(inner) if place != ("Type",)]
        if not places:
            continue
        *way, last = draw(st.sampled_from(places))
        for step in way:
            inner = inner[step]
        inner[last] = deepcopy(draw(VALUES))
    return spoiled


@st.composite
def _pairs(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    template = draw(st.sampled_from(TEMPLATES))
    before, after = draw(_spoiled(template)), draw(st.one_of(st.just(template), _spoiled(template)))
    return (before, dict(after)) if draw(st.booleans()) else (dict(after), before)


def _review(base: Mapping[str, Any], head: Mapping[str, Any]) -> Review:
    try:
        before, after = side({"base": base}), side({"head": head})
    except GovernedEcrError:
        reject()  # no template at all
    return review(before, after, inventory=IMAGES, now=NOW)


@settings(max_examples=120, deadline=None)
@given(_pairs())
def test_whatever_stands_there_is_compared(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    for change in _review(*pair).changes:
        assert change.message.strip().endswith(".")
        assert change.message[0] == change.message[0].upper()
        assert change.place.startswith("Resources.")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TEMPLATES).flatmap(_spoiled))
def test_without_a_change_nothing_is_said(template: dict[str, Any]) -> None:
    found = _review(template, template)
    assert ([change.message for change in found.changes], found.findings, found.benign_changes) == ([], (), 0)


_STATEMENTS: Final = st.builds(
    lambda effect, principal, action, condition: {
        **(allow(principal, action, condition) if effect == "Allow" else deny(action, condition)),
        **({} if effect == "Allow" else {"Principal": principal}),
    },
    st.sampled_from(["Allow", "Allow", "Deny"]),
    st.sampled_from(
        ["*", root(TRUSTED), root("999999999999"), root(OWN), {"Service": "lambda.amazonaws.com"}, REFERENCE]
    ),
    st.sampled_from([PULL, PUSH, "ecr:*", "ecr:DeleteRepository", ["ecr:Get*", "ecr:BatchGetImage"]]),
    st.sampled_from(
        [None, IN_ORGANIZATION, IN_UNIT, LAMBDA["Condition"], {"StringLike": {"aws:PrincipalOrgID": REFERENCE}}]
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_STATEMENTS, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_statements_in_another_order_change_nothing(statements: list[dict[str, Any]], chance: random.Random) -> None:
    def template(listed: list[dict[str, Any]]) -> dict[str, Any]:
        return {"Parameters": {"Late": {"Type": "String"}}, "Resources": shared(*listed)}

    other = [{**statement, "Sid": f"S{at}"} for at, statement in enumerate(statements)]
    chance.shuffle(other)
    found = _review(template(statements), template(other))
    assert ([change.message for change in found.changes], found.findings) == ([], ())


@settings(max_examples=60, deadline=None)
@given(st.lists(_STATEMENTS, min_size=1, max_size=4), _STATEMENTS)
def test_what_one_way_widens_narrows_the_other_way(statements: list[dict[str, Any]], more: dict[str, Any]) -> None:
    def kinds(base: list[dict[str, Any]], head: list[dict[str, Any]]) -> set[str]:
        changes = _review({"Resources": shared(*base)}, {"Resources": shared(*head)}).changes
        return {change.kind.value for change in changes if change.witness or change.kind.value == "deny-removed"}

    there, back = kinds(statements, [*statements, more]), kinds([*statements, more], statements)
    if more["Effect"] == "Allow":
        assert there <= {"access-widened"}
        assert back <= {"access-narrowed"}
        assert "access-widened" not in there or "access-narrowed" in back
    else:
        assert there <= {"access-narrowed"}
        assert back <= {"access-widened", "deny-removed"}
