"""One emulator for the session; an account of its own for each test, so that no test sees another's registry."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from local.emulator import Emulator
from local.stacks import Stacks

REGION = "us-east-1"
_accounts = itertools.count(300000000000)


@pytest.fixture(scope="session")
def aws() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def account() -> str:
    return str(next(_accounts))


@pytest.fixture
def ecr(aws: Emulator, account: str) -> Any:
    return aws.client("ecr", account, REGION)


@pytest.fixture
def stacks(aws: Emulator, account: str) -> Stacks:
    return Stacks(aws.client("cloudformation", account, REGION))
