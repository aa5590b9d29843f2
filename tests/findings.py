"""Findings made by hand, for what tells about them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from governed_ecr.access.witness import Witness
from governed_ecr.report.report import Report
from governed_ecr.rules.rule import Finding, Found, Rule, Severity
from governed_ecr.state.registry import Resource

WITNESS = Witness(
    "arn:aws:iam::999999999999:root",
    "ecr:BatchGetImage",
    "arn:aws:ecr:us-east-1:111111111111:repository/app",
    (("aws:PrincipalOrgID", "o-other"), ("aws:PrincipalOrgPaths", ("o-other/r-1/", "o-other/r-2/"))),
)


def rule(id_: str = "TagsMove", severity: Severity = Severity.ERROR) -> Rule:
    return Rule(
        id=id_,
        severity=severity,
        applies_to=("AWS::ECR::Repository",),
        summary="Tags can be moved.",
        why="A moved tag changes what runs.",
        mend="Set ImageTagMutability to IMMUTABLE.",
        source="docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
        check=lambda resource, state: (),
    )


def finding(
    message: str = "ImageTagMutability is MUTABLE.",
    *,
    of: Rule | None = None,
    template: str = "cdk.out/Registry.template.json",
    logical_id: str = "Repo",
    path: tuple[str | int, ...] = ("Properties", "ImageTagMutability"),
    construct_path: str | None = None,
    witness: Witness | None = None,
    assumption: str = "",
    mend: str = "",
) -> Finding:
    resource = Resource(logical_id, "AWS::ECR::Repository", {}, template, construct_path=construct_path)
    return Finding(of or rule(), resource, Found(message, path, witness, mend), assumption)


def report(*findings: Finding, lines: Mapping[Finding, int] = MappingProxyType({})) -> Report:
    return Report(findings, templates=2, resources=14, rules=52, lines=lines)
