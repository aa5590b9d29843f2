"""Hypothesis strategies for the model's values."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

DAY_COUNTS = ["sinceImagePushed", "sinceImagePulled"]
_LITERAL = st.text("abcvxyz019._-", min_size=1, max_size=6)
TAG_PATTERNS = st.lists(_LITERAL, min_size=1, max_size=5).map("*".join)
TAG_PREFIXES = _LITERAL
COUNTS = st.integers(1, 10_000)


@st.composite
def policy_data(draw: st.DrawFn, *, numbered: bool = True, descriptions: bool = True) -> dict[str, Any]:
    """A lifecycle policy as ECR's JSON has it, from the whole of the grammar."""
    queues = [_of_class(draw, storage_class) for storage_class in ("standard", "archive")]
    if not any(queues):
        queues[0].append(_selection(draw, "any", "standard"))
    evaluated = []  # The two classes interleave; within each, 'any' is last.
    while any(queues):
        queue = draw(st.sampled_from([queue for queue in queues if queue]))
        evaluated.append(queue.pop(0))
    rules = [_rule(draw, selection, descriptions) for selection in evaluated]
    if not numbered:
        return {"rules": rules}
    steps = draw(st.lists(st.integers(1, 500), min_size=len(rules), max_size=len(rules)))
    priorities = [sum(steps[: at + 1]) for at in range(len(steps))]
    rules = [{"rulePriority": priority, **rule} for priority, rule in zip(priorities, rules, strict=True)]
    return {"rules": draw(st.permutations(rules))}


def _of_class(draw: st.DrawFn, storage_class: str) -> list[dict[str, Any]]:
    statuses = ["tagged"] * draw(st.integers(0, 3)) + ["untagged"] * draw(st.integers(0, 1))
    selections = [_selection(draw, status, storage_class) for status in draw(st.permutations(statuses))]
    seen: list[frozenset[str]] = []
    unique = []
    for selection in selections:
        prefixes = frozenset(selection.get("tagPrefixList", ()))
        if not prefixes or prefixes not in seen:
            unique.append(selection)
            seen.append(prefixes)
    if draw(st.booleans()):
        unique.append(_selection(draw, "any", storage_class))
    return unique


def _selection(draw: st.DrawFn, status: str, storage_class: str) -> dict[str, Any]:
    selection: dict[str, Any] = {"tagStatus": status}
    if status == "tagged":
        kind, tags = draw(st.sampled_from([("tagPatternList", TAG_PATTERNS), ("tagPrefixList", TAG_PREFIXES)]))
        selection[kind] = draw(st.lists(tags, min_size=1, max_size=3))
    if storage_class == "archive":
        days = draw(st.integers(90, 10_000))
        count = {"countType": "sinceImageTransitioned", "countUnit": "days", "countNumber": days}
        return {**selection, "storageClass": "archive", **count}
    if draw(st.booleans()):
        selection["storageClass"] = "standard"
    if draw(st.booleans()):
        return {**selection, "countType": "imageCountMoreThan", "countNumber": draw(COUNTS)}
    return {
        **selection,
        "countType": draw(st.sampled_from(DAY_COUNTS)),
        "countUnit": "days",
        "countNumber": draw(COUNTS),
    }


def _rule(draw: st.DrawFn, selection: dict[str, Any], descriptions: bool) -> dict[str, Any]:
    transition: dict[str, Any] = {"type": "transition", "targetStorageClass": "archive"}
    expire: dict[str, Any] = {"type": "expire"}
    actions = {"sinceImagePulled": [transition], "sinceImageTransitioned": [expire]}
    action = draw(st.sampled_from(actions.get(selection["countType"], [transition, expire])))
    rule: dict[str, Any] = {"selection": selection, "action": dict(action)}
    if descriptions and draw(st.booleans()):
        rule["description"] = draw(st.text(max_size=20))
    return rule
