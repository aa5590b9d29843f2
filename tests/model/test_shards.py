from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governed_ecr.model.shards import shard


# A repository's shard is part of its stack's name: a change moves repositories that are deployed (docs/adr/0001).
@pytest.mark.parametrize(
    ("name", "of_4", "of_16", "of_200"),
    [
        ("ab", 0, 4, 148),
        ("app", 3, 11, 147),
        ("apple", 1, 9, 89),
        ("team-blue/api", 2, 2, 74),
        ("team-blue/worker", 2, 2, 98),
        ("team-red/web", 1, 9, 41),
        ("payments/ledger", 3, 11, 107),
        ("payments/gateway", 2, 6, 70),
        ("platform/build-cache", 0, 12, 116),
        ("deep/er/functions/thumbnails", 2, 6, 158),
        ("a--b/x__y", 1, 5, 181),
        ("9" * 256, 1, 5, 125),
    ],
)
def test_shards_never_change(name, of_4, of_16, of_200):
    assert (shard(name, 4), shard(name, 16), shard(name, 200)) == (of_4, of_16, of_200)


_NAMES = st.sets(st.text("abc0123/-_.", min_size=2, max_size=12), max_size=30)


@settings(max_examples=100, deadline=None)
@given(_NAMES, _NAMES, st.integers(1, 200))
def test_a_repository_more_moves_no_other(names, more, shards):
    before = {name: shard(name, shards) for name in names}
    after = {name: shard(name, shards) for name in names | more}
    assert all(after[name] == place for name, place in before.items())
    assert all(0 <= place < shards for place in after.values())


def test_2_000_repositories_spread_evenly_over_16_stacks():
    sizes = Counter(shard(f"team-{number % 40}/service-{number}", 16) for number in range(2000))
    assert len(sizes) == 16
    assert max(sizes.values()) <= 500
    assert 2000 / 16 * 0.6 < min(sizes.values()) <= max(sizes.values()) < 2000 / 16 * 1.4
