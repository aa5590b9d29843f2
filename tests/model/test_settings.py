import json
from typing import Any

import pytest

from governed_ecr.model import limits
from governed_ecr.model.encryption import Encryption
from governed_ecr.model.lifecycle import LifecyclePolicy
from governed_ecr.model.mutability import Immutability
from governed_ecr.model.settings import RepositorySettings
from governed_ecr.model.sharing import Service, ServiceAccess, Share

ORGANIZATION = Share.with_organization("o-a1b2c3d4e5")
LAMBDA = ServiceAccess(Service.LAMBDA, ("111111111111",))


def settings(**changes: Any) -> RepositorySettings:
    given: dict[str, Any] = {"immutability": Immutability(), "encryption": Encryption.AES256}
    return RepositorySettings(**(given | {"lifecycle": LifecyclePolicy.untagged()} | changes))


def accounts(count):
    return Share.with_accounts(*(f"{number:012}" for number in range(count)))


def test_without_shares_there_is_no_policy():
    assert settings().policy() is None
    assert settings().problems() == []


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({}, False),
        ({"sharing": (ORGANIZATION,)}, False),
        ({"sharing": (ORGANIZATION, accounts(1))}, True),
        ({"services": (LAMBDA,)}, True),
    ],
)
def test_a_policy_depends_on_the_partition_where_it_names_accounts(changes, named):
    shared = settings(**changes)
    assert shared.names_accounts is named
    assert (shared.policy("aws") != shared.policy("aws-cn")) is named


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"key_given": True}, ["encryption"]),
        ({"encryption": Encryption.AWS_MANAGED_KEY}, []),
        ({"encryption": Encryption.AWS_MANAGED_KEY, "sharing": (ORGANIZATION,)}, ["encryption"]),
        ({"encryption": Encryption.CUSTOMER_MANAGED_KEY, "key_given": True, "sharing": (ORGANIZATION,)}, []),
        ({"tags": {"": ""}}, ["tags['']", "tags['']"]),
        ({"sharing": (accounts(300),)}, []),
        ({"sharing": (accounts(400),)}, ["sharing"]),
        (
            {"sharing": (accounts(400),), "tags": {"aws:x": "y"}, "key_given": True},
            ["encryption", "tags['aws:x']", "sharing"],
        ),
    ],
)
def test_everything_that_is_wrong_together(changes, places):
    assert [problem.place for problem in settings(**changes).problems()] == places


def test_a_policy_counts_with_all_that_is_in_it():
    fits = settings(sharing=(accounts(290),))
    assert len(json.dumps(fits.policy(), separators=(",", ":"))) <= limits.REPOSITORY_POLICY_CHARACTERS
    assert not fits.problems()
    grants = ServiceAccess(Service.CODEBUILD, tuple(f"{number:012}" for number in range(20)))
    (problem,) = settings(sharing=(accounts(290),), services=(grants,)).problems()
    assert problem.what.startswith("The policy has 1")
