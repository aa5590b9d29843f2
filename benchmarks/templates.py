"""The templates of a cloud assembly, in a form in which two programs' can be compared."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from processes import ROOT

REPOSITORY: Final = "AWS::ECR::Repository"


def context(**more: Any) -> dict[str, Any]:
    """The context that the CDK command line gives to this project's app."""
    of_project: dict[str, Any] = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]
    of_command_line = {
        "aws:cdk:enable-path-metadata": True,
        "aws:cdk:enable-asset-metadata": True,
        "aws:cdk:version-reporting": True,
        "aws:cdk:bundling-stacks": ["**"],
    }
    return {**of_project, **of_command_line, **more}


def resources(outdir: Path) -> dict[str, list[dict[str, Any]]]:
    """The resources of each template by the name of its stack."""
    return {
        path.name.removesuffix(".template.json"): list(
            json.loads(path.read_text(encoding="utf-8"))["Resources"].values()
        )
        for path in sorted(outdir.glob("*.template.json"))
    }


def counts(outdir: Path) -> dict[str, Counter[str]]:
    """How many resources of which type each template has."""
    return {stack: Counter(str(each["Type"]) for each in of_stack) for stack, of_stack in resources(outdir).items()}


def repositories(outdir: Path) -> dict[str, Any]:
    """The repositories of all templates by their names, normalized."""
    return {
        each["Properties"]["RepositoryName"]: {
            "properties": _normalized(each["Properties"]),
            "when it goes": (each.get("DeletionPolicy"), each.get("UpdateReplacePolicy")),
        }
        for of_stack in resources(outdir).values()
        for each in of_stack
        if each["Type"] == REPOSITORY
    }


def _normalized(properties: Mapping[str, Any]) -> dict[str, Any]:
    """A repository's properties less what aws-cdk-lib's L2 merely spells otherwise.

    The lifecycle policy is text in JSON, its members in another order; tags and actions are sets; a principal of
    ``{"AWS": "*"}`` is ``"*"``; a set of one condition value is that value; and a key of another stack is imported by
    the name of that stack's output, which its construct's id is part of.
    """
    same = dict(properties)
    same["Tags"] = sorted((tag["Key"], tag["Value"]) for tag in properties.get("Tags", []))
    same["LifecyclePolicy"] = json.loads(properties["LifecyclePolicy"]["LifecyclePolicyText"])
    encryption = properties.get("EncryptionConfiguration", {})
    if isinstance(encryption.get("KmsKey"), Mapping):
        same["EncryptionConfiguration"] = {**encryption, "KmsKey": sorted(encryption["KmsKey"])}
    policy = properties.get("RepositoryPolicyText")
    if policy:
        same["RepositoryPolicyText"] = {**policy, "Statement": [_statement(each) for each in policy["Statement"]]}
    return same


def _statement(statement: Mapping[str, Any]) -> dict[str, Any]:
    actions, principal = statement["Action"], statement["Principal"]
    conditions = {
        operator: {key: [values] if isinstance(values, str) else values for key, values in keys.items()}
        for operator, keys in statement.get("Condition", {}).items()
    }
    return {
        **statement,
        "Action": [actions] if isinstance(actions, str) else sorted(actions),
        "Principal": "*" if principal == {"AWS": "*"} else principal,
        "Condition": conditions,
    }
