"""Stacks to try constructs in, their templates, and snapshots of these without what changes by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.templates import Template

if TYPE_CHECKING:
    import aws_cdk as cdk
    from syrupy.assertion import SnapshotAssertion

ACCOUNT = "111111111111"
REGION = "us-east-1"
_ASSET = re.compile(r"[0-9a-f]{64}(?=\.(zip|json)$)")


@pytest.fixture
def app() -> cdk.App:
    """An app whose templates hold what was declared, and neither bootstrap checks nor analytics.

    Synthesis fails for what aws-cdk-lib's validation finds in them, as it does in new projects.
    """
    import aws_cdk as cdk

    quiet = cdk.DefaultStackSynthesizer(generate_bootstrap_version_rule=False)
    context = {"@aws-cdk/core:validateAgainstDefaultRules": True}
    return cdk.App(analytics_reporting=False, default_stack_synthesizer=quiet, context=context)


@pytest.fixture
def make_stack(app: cdk.App) -> Callable[..., cdk.Stack]:
    """Another stack of the app, in an account and a Region; for neither, give None."""
    import aws_cdk as cdk

    def make(id_: str, account: str | None = ACCOUNT, region: str | None = REGION) -> cdk.Stack:
        stack = cdk.Stack(app, id_, env=cdk.Environment(account=account, region=region))
        empty = cdk.Acknowledgment(id="CloudFormation-Validate::F0001", reason="A stack to try things in may be empty.")
        cdk.Validations.of(stack).acknowledge(empty)
        return stack

    return make


@pytest.fixture
def stack(make_stack: Callable[..., cdk.Stack]) -> cdk.Stack:
    return make_stack("Stack")


@pytest.fixture
def agnostic(make_stack: Callable[..., cdk.Stack]) -> cdk.Stack:
    """A stack that takes the account and the Region of the command line."""
    return make_stack("Agnostic", None, None)


@pytest.fixture
def synthesize() -> Callable[[cdk.Stack], Template]:
    from aws_cdk import assertions

    return lambda stack: Template(dict(assertions.Template.from_stack(stack).to_json()))


@pytest.fixture
def template_snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """A JSON file beside the test; the hashes of assets, which change with every aws-cdk-lib, are masked."""
    from syrupy.extensions.json import JSONSnapshotExtension

    def mask(*, data: Any, path: Any) -> Any:
        return _ASSET.sub("ASSET", data) if isinstance(data, str) else data

    return snapshot.use_extension(JSONSnapshotExtension)(matcher=mask)


@pytest.fixture(scope="session")
def project() -> Path:
    return Path(__file__).resolve().parents[1]
