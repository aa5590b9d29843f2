"""TagPrefixWildcard."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.lifecycle_policy.tag_prefix_wildcard import TAG_PREFIX_WILDCARD
from tests.rules.judge import creation_template, places
from tests.rules.lifecycle_policy.policies import PREFIXES, governed, rule, text


def _prefixed(*prefixes: Any) -> dict[str, Any]:
    return rule(1, "tagged", keep=100, **{PREFIXES: list(prefixes)})


@pytest.mark.parametrize("prefixes", [["dev*"], ["*"], ["dev", "*-rc"]])
def test_no_tag_begins_so(prefixes: list[str]) -> None:
    policy = text(rule(2, "untagged", days=7), _prefixed(*prefixes))
    expected = "TagPrefixWildcard Repo.LifecyclePolicy.LifecyclePolicyText"
    assert places(governed(policy), TAG_PREFIX_WILDCARD) == [expected]
    template = creation_template(LifecyclePolicy=policy)
    assert places(template, TAG_PREFIX_WILDCARD) == ["TagPrefixWildcard Template.LifecyclePolicy"]


@pytest.mark.parametrize(
    "policy",
    [
        text(_prefixed("dev", "v1.")),
        text(rule(1, ["dev*"], keep=100)),
        text(rule(1, "any", keep=100)),
        text({**_prefixed("dev*"), "action": {}}),  # LifecycleCounts says it
        {"Ref": "P"},
        None,
    ],
)
def test_prefixes_and_patterns(policy: Any) -> None:
    assert places(governed(policy), TAG_PREFIX_WILDCARD, of={"Parameters": {"P": {"Type": "String"}}}) == []
