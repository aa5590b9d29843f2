"""The kinds of change in words, for readers who have not met them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..report.sarif import Kind
from ..rules.rule import Severity
from .change import ChangeKind

_CFN: Final = "docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide"
_ECR: Final = "docs.aws.amazon.com/AmazonECR/latest/userguide"

KINDS: Final[Mapping[ChangeKind, Kind]] = {
    kind: Kind(kind.value, summary, why, mend, source, severity)
    for kind, severity, summary, why, mend, source in (
        (
            ChangeKind.REPLACEMENT,
            Severity.ERROR,
            "A property that is fixed at creation changes.",
            "CloudFormation makes a new, empty resource, or fails because the name is taken.",
            "Keep the value, or plan a migration: a second repository, copied images, then the switch.",
            f"{_CFN}/using-cfn-updating-stacks-update-behaviors.html",
        ),
        (
            ChangeKind.REMOVAL,
            Severity.ERROR,
            "A resource is no longer in the registry.",
            "Its images are deleted, or nothing governs them any more; what it allowed or protected stops.",
            "Keep it, or delete it in a change of its own, after its images are no longer used.",
            f"{_CFN}/aws-attribute-deletionpolicy.html",
        ),
        (
            ChangeKind.LOGICAL_ID,
            Severity.ERROR,
            "The same thing gets another logical id, or another stack.",
            "CloudFormation creates it a second time, which fails while the first is there.",
            "Keep the logical id, or move the resource with a stack refactoring or an import.",
            f"{_CFN}/stack-refactoring.html",
        ),
        (
            ChangeKind.RETENTION_REMOVED,
            Severity.ERROR,
            "What a deletion spared before, it will not spare any more.",
            "One mistaken deletion takes all images along.",
            "Keep Retain, leave EmptyOnDelete off, and let copies not follow deletions.",
            f"{_CFN}/aws-attribute-deletionpolicy.html",
        ),
        (
            ChangeKind.LIFECYCLE_TIGHTENED,
            Severity.ERROR,
            "The lifecycle policy takes images that it left before.",
            "Expired images cannot be restored; archived ones cannot be pulled until they are.",
            "Shield what must stay with a rule of a higher priority, or raise the count.",
            f"{_ECR}/LifecyclePolicies.html",
        ),
        (
            ChangeKind.ACCESS_WIDENED,
            Severity.ERROR,
            "Somebody is newly let in.",
            "Images leak, or are replaced by others, through grants that nobody meant.",
            "Narrow the statement to the organization, its units or accounts, or accept it with a reason.",
            f"{_ECR}/repository-policies.html",
        ),
        (
            ChangeKind.DENY_REMOVED,
            Severity.ERROR,
            "A Deny is gone.",
            "What it refused, whatever else allows it, is decided by the rest from now on.",
            "Keep the statement.",
            "docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
        ),
        (
            ChangeKind.ACCESS_NARROWED,
            Severity.WARNING,
            "Requests are refused that were allowed.",
            "Whoever pulls or pushes by them breaks.",
            "Tell them first, or keep the grant.",
            f"{_ECR}/repository-policies.html",
        ),
        (
            ChangeKind.PROTECTION_WEAKENED,
            Severity.ERROR,
            "A protection of images is weakened.",
            "Immutability, scanning, signing and encryption are what makes an image the one that was reviewed.",
            "Keep the setting, or accept the change with a reason.",
            f"{_ECR}/security.html",
        ),
        (
            ChangeKind.REPLICATION_REMOVED,
            Severity.ERROR,
            "A destination no longer receives images.",
            "Copies there grow old, and a recovery from them starts old images.",
            "Keep the destination and its filters.",
            f"{_ECR}/replication.html",
        ),
        (
            ChangeKind.REPLICATION_ADDED,
            Severity.WARNING,
            "A destination receives images that it did not receive before.",
            "Whoever may pull there may pull them.",
            "Check who owns the destination.",
            f"{_ECR}/replication.html",
        ),
    )
}
"""What each kind means, for readers who have not met it."""
