"""Images that nobody needs expire."""

from __future__ import annotations

from collections.abc import Iterable

from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity
from .reading import lifecycle_of


def _check(repository: Resource, _: RegistryState) -> Iterable[Found]:
    if lifecycle_of(repository) is not None:
        return
    if repository.get("LifecyclePolicy") is None:
        yield Found("No LifecyclePolicy.", ("Properties",))
    else:
        yield Found("A LifecyclePolicy without LifecyclePolicyText.", ("Properties", "LifecyclePolicy"))


NO_LIFECYCLE_POLICY = Rule(
    id="NoLifecyclePolicy",
    severity=Severity.WARNING,
    applies_to=("AWS::ECR::Repository",),
    summary="The repository has no lifecycle policy.",
    why="Untagged images and builds of long ago pile up, are paid for, and fill the reports of scans.",
    mend="Give the repository a LifecyclePolicy: untagged images expire after some days, branch builds after some "
    "months, and releases stay.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
    check=_check,
)
