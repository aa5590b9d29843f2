"""What goes when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from governed_ecr.lifecycle import Image, Outcome, evaluate
from governed_ecr.lifecycle import forecast as module
from governed_ecr.lifecycle.forecast import days, forecast
from governed_ecr.lifecycle.totals import Total
from governed_ecr.model.lifecycle import LifecyclePolicy
from tests.lifecycle.listings import AT, ago, archived, image, named, policy, rule
from tests.lifecycle.strategies import policies, repositories


def events(lifecycle: LifecyclePolicy, images: dict[str, Image], until: float) -> list[tuple[float, str, str]]:
    """(days from now, name, outcome)."""
    names = {each.digest: name for name, each in images.items()}
    found = forecast(lifecycle, list(images.values()), AT, ago(-until))
    return [((e.due - AT) / timedelta(days=1), names[e.image.digest], str(e.decision.outcome)) for e in found]


def test_ages_come_at_their_dates_and_counts_now_or_never() -> None:
    lifecycle = policy(rule(1, ["v*"], "count", 1), rule(2, "untagged", "pushed", 14))
    images = named(("v1", 9, "v1"), ("v2", 8, "v2"), ("a", 4), ("b", 13), ("c", 15))
    assert sorted(events(lifecycle, images, 10)) == [(0, "c", "expire"), (0, "v1", "expire"), (1, "b", "expire")]
    assert events(lifecycle, images, 10.001)[-1] == (10, "a", "expire")


def test_what_is_archived_expires_after_its_time_there() -> None:
    lifecycle = policy(rule(1, "any", "pulled", 30, "transition"), rule(2, "any", "archived", 90))
    images = {"a": image("a", 100, pulled_at=20), "old": archived("old", 80)}
    assert events(lifecycle, images, 365) == [
        (10, "a", "archive"),
        (10, "old", "expire"),
        (100, "a", "expire"),
    ] or events(lifecycle, images, 365) == [(10, "old", "expire"), (10, "a", "archive"), (100, "a", "expire")]


def test_members_and_referrers_go_a_day_after() -> None:
    lifecycle = policy(rule(1, ["v*"], "pushed", 14), rule(2, "untagged", "pushed", 1))
    images = named(
        ("member", 10.1),
        ("index", 10, "v1"),
        ("signature", 9, "s"),
        index={"members": ["member"]},
        signature={"subject": "index"},
    )
    assert sorted(events(lifecycle, images, 365)) == [
        (4, "index", "expire"),
        (5, "member", "expire"),
        (5, "signature", "expire"),
    ]


def test_a_restored_image_is_undetermined_before_it_surely_expires() -> None:
    lifecycle = policy(rule(1, "any", "pushed", 30))
    images = {"r": image("r", 20, activated_at=5, archived_at=10)}
    assert events(lifecycle, images, 365) == [(10, "r", "undetermined"), (25, "r", "expire")]


def test_days_sum_up() -> None:
    lifecycle = policy(rule(1, "untagged", "pushed", 14))
    images = [*named(("a", 20), ("b", 13.9), ("c", 13.8), ("d", 10), ("v", 1, "v")).values()]
    found = days(images, forecast(lifecycle, images, AT, ago(-30)))
    assert [(day.day, day.expire.images, day.left) for day in found] == [
        (date(2026, 6, 1), 3, Total(2, 2000)),
        (date(2026, 6, 5), 1, Total(1, 1000)),
    ]


UNTIL = AT + timedelta(days=400)


@settings(max_examples=60, deadline=None)
@given(policies(), repositories())
def test_one_evaluation_knows_what_many_would_find(policy: LifecyclePolicy, images: list[Image]) -> None:
    def plain(found: list[module.Event]) -> set[Any]:
        return {(event.due, event.image.digest, event.decision.outcome, event.decision.rule) for event in found}

    at_once = module._at_once(policy, images, AT, UNTIL)
    assert plain(at_once) == plain(module._step_by_step(policy, images, AT, UNTIL))


@settings(max_examples=40, deadline=None)
@given(policies(), repositories(related=True), st.integers(1, 300))
def test_what_the_forecast_leaves_is_kept_at_its_end(policy: LifecyclePolicy, images: list[Image], ahead: int) -> None:
    until = AT + timedelta(days=ahead)
    state = {each.digest: each for each in images}
    doubted = set()
    for event in forecast(policy, images, AT, until):
        assert AT <= event.due < until
        if event.decision.outcome is Outcome.EXPIRE:
            del state[event.image.digest]
        elif event.decision.outcome is Outcome.ARCHIVE:
            state[event.image.digest] = replace(event.image, status="ARCHIVED", archived_at=event.due)
        else:
            doubted.add(event.image.digest)
    left = list(state.values())
    for each, decision in zip(left, evaluate(policy, left, until), strict=True):
        # Relatives of what went within the last day may still have their day to go, and count until then.
        related = each.subject or any(each.digest in other.members for other in images)
        assert not decision.goes or related or each.digest in doubted


def test_a_repository_of_a_thousand_dates_takes_no_time() -> None:
    lifecycle = policy(rule(1, "any", "pushed", 3000))
    images = [image(str(number), number) for number in range(2000)]
    assert len(forecast(lifecycle, images, AT, datetime(2100, 1, 1, tzinfo=UTC))) == 2000
