"""The same repository three ways: GovernedRepository, and aws-cdk-lib's L1 and L2 set up to emit what it emits.

Run as a program, this builds and synthesizes a number of them and prints how many seconds that took:
``python benchmarks/one_repository.py VARIANT NUMBER OUTDIR``. Each variant is written the way a loop over names is: all
that a repository needs inside it. Only the L1 is spared something, the two calls that ``key.key_arn`` costs each time.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct
from templates import context

from governed_ecr import GovernedRepository, LifecyclePolicy, Share

ORGANIZATION: Final = "o-a1b2c3d4e5"
PULL: Final = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
TAGS: Final = {"owner": "platform", "cost-center": "4711", "data-classification": "internal"}
PER_STACK: Final = 400
KEY: Final = "arn:aws:kms:us-east-1:111111111111:key/11111111-2222-3333-4444-555555555555"
BRANCHES: Final = {"develop": 180, "feature": 180, "hotfix": 180}


def governed(scope: Construct, name: str, key: kms.IKey) -> None:
    GovernedRepository(
        scope,
        name.replace("/", ":"),
        repository_name=name,
        encryption_key=key,
        lifecycle=LifecyclePolicy.branch_builds(),
        sharing=[Share.with_organization(ORGANIZATION)],
        tags=TAGS,
    )


def l1(scope: Construct, name: str, _: kms.IKey) -> None:
    resource = ecr.CfnRepository(
        scope,
        name.replace("/", ":"),
        repository_name=name,
        image_tag_mutability="IMMUTABLE",
        encryption_configuration=ecr.CfnRepository.EncryptionConfigurationProperty(encryption_type="KMS", kms_key=KEY),
        image_scanning_configuration=ecr.CfnRepository.ImageScanningConfigurationProperty(scan_on_push=True),
        lifecycle_policy=ecr.CfnRepository.LifecyclePolicyProperty(lifecycle_policy_text=json.dumps(_lifecycle())),
        repository_policy_text=_policy(),
        tags=[cdk.CfnTag(key=key, value=value) for key, value in TAGS.items()],
    )
    resource.apply_removal_policy(cdk.RemovalPolicy.RETAIN)


def l2(scope: Construct, name: str, key: kms.IKey) -> None:
    repository = ecr.Repository(
        scope,
        name.replace("/", ":"),
        repository_name=name,
        image_tag_mutability=ecr.TagMutability.IMMUTABLE,
        encryption_key=key,
        image_scan_on_push=True,
        lifecycle_rules=[
            *(
                ecr.LifecycleRule(
                    rule_priority=10 * place,
                    description=f"clean '{branch}*' after {days} days",
                    tag_status=ecr.TagStatus.TAGGED,
                    tag_prefix_list=[branch],
                    max_image_age=cdk.Duration.days(days),
                )
                for place, (branch, days) in enumerate(BRANCHES.items(), start=1)
            ),
            ecr.LifecycleRule(
                rule_priority=40,
                description="clean Untagged after 1 day",
                tag_status=ecr.TagStatus.UNTAGGED,
                max_image_age=cdk.Duration.days(1),
            ),
        ],
        removal_policy=cdk.RemovalPolicy.RETAIN,
    )
    repository.add_to_resource_policy(
        iam.PolicyStatement(
            sid="Organization ReadOnly access",
            principals=[iam.StarPrincipal()],
            actions=PULL,
            conditions={"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}},
        )
    )
    for tag, value in TAGS.items():
        cdk.Tags.of(repository).add(tag, value)


VARIANTS: Final[Mapping[str, Callable[[Construct, str, kms.IKey], None]]] = {"governed": governed, "l1": l1, "l2": l2}


def _lifecycle() -> dict[str, Any]:
    def rule(priority: int, description: str, days: int, **selection: Any) -> dict[str, Any]:
        age = {"countType": "sinceImagePushed", "countUnit": "days", "countNumber": days}
        return {
            "rulePriority": priority,
            "description": description,
            "selection": {**selection, **age},
            "action": {"type": "expire"},
        }

    branches = [
        rule(10 * place, f"clean '{branch}*' after {days} days", days, tagStatus="tagged", tagPrefixList=[branch])
        for place, (branch, days) in enumerate(BRANCHES.items(), start=1)
    ]
    return {"rules": [*branches, rule(40, "clean Untagged after 1 day", 1, tagStatus="untagged")]}


def _policy() -> dict[str, Any]:
    statement = {
        "Sid": "Organization ReadOnly access",
        "Effect": "Allow",
        "Principal": "*",
        "Action": PULL,
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def main(variant: str, number: int, outdir: str) -> None:
    started = time.perf_counter()
    app = cdk.App(outdir=outdir, context=context())
    for first in range(0, number, PER_STACK):
        stack = cdk.Stack(app, f"Stack-{first}", env=cdk.Environment(account="111111111111", region="us-east-1"))
        key = kms.Key.from_key_arn(stack, "Key", KEY)
        for index in range(first, min(first + PER_STACK, number)):
            VARIANTS[variant](stack, f"team-{index % 40}/service-{index}", key)
    built = time.perf_counter()
    app.synth()
    done = time.perf_counter()
    print(json.dumps({"build": built - started, "synth": done - built}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
