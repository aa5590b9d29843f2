"""The forecast of a registry, summed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from governed_ecr.lifecycle.image import Image
from governed_ecr.lifecycle.inventory import Listing
from governed_ecr.lifecycle.policy_file import read_policy
from governed_ecr.lifecycle.simulation import simulate
from governed_ecr.review.chart import HEIGHT, chart
from tests.review.comparing import LIFECYCLE, NOW, OWN
from tests.review.pages import forecast


def test_without_a_forecast_there_is_nothing_to_draw() -> None:
    assert chart([]) is None
    listing = Listing(OWN, "team/app", [])
    assert chart(list(simulate(read_policy(LIFECYCLE), [listing], NOW))) is None


def test_totals_days_and_repositories() -> None:
    made = chart(forecast())
    assert made is not None
    assert (made.begin, made.end) == (date(2026, 11, 25), date(2026, 12, 15))
    assert (made.now.images, made.expire.images, made.archive.images) == (33, 30, 0)
    assert made.ticks == (40 * 10**9, 30 * 10**9, 20 * 10**9, 10 * 10**9, 0)
    assert made.days[0] == made.begin
    assert made.days[-1] == made.end
    assert [row.repository for row in made.rows] == ["team/app"]
    assert made.largest is not None
    assert made.largest.day == date(2026, 11, 25)
    assert made.steps[-1].left.images == 3


def test_areas_stand_on_each_other() -> None:
    made = chart(forecast())
    assert made is not None
    points = [tuple(map(float, point.split())) for point in made.standard[1:-1].split("L")]
    assert points[0] == (0, round(HEIGHT - HEIGHT * 33 / 40, 1))
    assert points[-3] == (1000, HEIGHT - HEIGHT * 3 / 40)
    assert all(later[0] >= earlier[0] for earlier, later in pairwise(points[:-2]))


def test_an_empty_registry_is_a_flat_line() -> None:
    listing = Listing(OWN, "team/app", [Image("sha256:1", NOW, size=0)])
    made = chart(list(simulate(read_policy(LIFECYCLE), [listing], NOW, NOW + timedelta(hours=1))))
    assert made is not None
    assert made.rows == ()
    assert made.end > made.begin
