"""Repositories and policies by hypothesis."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from governed_ecr.lifecycle import Image
from governed_ecr.model.lifecycle import LifecyclePolicy
from tests.lifecycle.listings import AT, ago, digest, rule

TAGS = ("v1", "v2-rc", "release-1", "dev-1", "dev-v1", "a", "main", "aa-b-a")
PATTERNS = ("v*", "*", "dev-*", "*-rc", "*1", "a", "*-*", "*v*", "d*1", "a*a", "*a*b*a", "main", "release-*")


@st.composite
def repositories(draw: st.DrawFn, *, related: bool = False, most: int = 9) -> list[Image]:
    """Images of different times; related: some are in the archive or restored, refer to others, or list others."""
    hours = draw(st.lists(st.integers(0, 300 * 24), min_size=0, max_size=most, unique=True))
    images: list[Image] = []
    for number, age in enumerate(hours):
        tags = draw(st.lists(st.sampled_from(TAGS), max_size=2, unique=True))
        more: dict[str, Any] = {}
        if draw(st.booleans()):
            more["pulled_at"] = ago(draw(st.integers(0, age)) / 24)
        if related:
            more |= _history(draw, age, number)
            older = [image.digest for image in images]
            kind = draw(st.sampled_from(("image", "referrer", "index"))) if older else "image"
            if kind == "referrer":
                more["subject"] = draw(st.sampled_from(older))
            if kind == "index":
                more["members"] = tuple(draw(st.lists(st.sampled_from(older), max_size=3, unique=True)))
        # Minutes apart where hours agree with the time of a restore, so that no two are of one time.
        images.append(Image(digest(str(number)), ago(age / 24) - timedelta(minutes=number), tuple(tags), 1, **more))
    return images


def _history(draw: st.DrawFn, age: int, number: int) -> dict[str, Any]:
    kind = draw(st.sampled_from(("active", "active", "archived", "restored")))
    if kind == "active":
        return {}
    archived = draw(st.integers(0, age))
    if kind == "archived":
        return {"status": "ARCHIVED", "archived_at": ago(archived / 24)}
    back = draw(st.integers(0, archived))
    return {"archived_at": ago(archived / 24), "activated_at": ago(back / 24) - timedelta(seconds=number + 1)}


@st.composite
def policies(draw: st.DrawFn) -> LifecyclePolicy:
    """Up to six rules of all kinds that ECR takes together."""
    rules = []
    selectors: list[Any] = draw(st.lists(st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=2), max_size=4))
    if draw(st.booleans()):
        selectors.insert(draw(st.integers(0, len(selectors))), "untagged")
    if draw(st.booleans()) or not selectors:
        selectors.append("any")
    for number, selector in enumerate(selectors, start=1):
        count, action = draw(
            st.sampled_from(
                (
                    ("count", "expire"),
                    ("pushed", "expire"),
                    ("count", "transition"),
                    ("pushed", "transition"),
                    ("pulled", "transition"),
                )
            )
        )
        most = 5 if count == "count" else 200
        rules.append(rule(10 * number, selector, count, draw(st.integers(1, most)), action))
    if draw(st.booleans()):
        rules.append(rule(200, draw(st.sampled_from(("any", "untagged"))), "archived", draw(st.integers(90, 200))))
    return LifecyclePolicy.from_json({"rules": rules})


TIMES = st.integers(0, 400).map(lambda days: AT + timedelta(days=days))
