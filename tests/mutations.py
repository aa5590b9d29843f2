"""Templates with one property weakened: what a reviewer must not miss, made from templates that are in order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

Path = tuple[str | int, ...]
STRANGER = "999999999999"
ELSEWHERE = "o-zzzzzzzzzz"

TYPES = re.compile(r"AWS::(ECR::.*|KMS::Key|SecretsManager::Secret)")
KEPT = ("AWS::ECR::Repository", "AWS::KMS::Key")
"""What must outlive its stack: images, and the keys without which they cannot be read."""
WITHOUT_WEIGHT = {"Description", "Tags", "ResourceTags", "Sid", "Version", "RepositoryName", "GenerateSecretString"}
"""Properties whose absence weakens nothing."""
WEAKER: dict[str, list[Any]] = {
    "DeletionPolicy": ["Delete"],
    "UpdateReplacePolicy": ["Delete"],
    "ImageTagMutability": ["MUTABLE", "MUTABLE_WITH_EXCLUSION"],
    "ImageTagMutabilityExclusionFilterValue": ["*", "v*"],
    "EncryptionType": ["AES256"],
    "ScanOnPush": [False],
    "EnableKeyRotation": [False],
    "ScanFrequency": ["MANUAL", "CONTINUOUS_SCAN"],
    "Filter": ["no-such-name"],
    "UpstreamRegistryUrl": ["https://registry.example.com", "registry.example.com"],
    "EcrRepositoryPrefix": ["a", "Docker-Hub"],
    "CredentialArn": [
        "arn:aws:secretsmanager:us-east-1:111111111111:secret:docker-hub-AbC123",
        f"arn:aws:secretsmanager:us-east-1:{STRANGER}:secret:ecr-pullthroughcache/docker-hub-AbC123",
        "arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/docker-hub-AbC123",
    ],
    "KmsKey": ["arn:aws:kms:eu-north-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
    "Name": ["docker-hub"],
    "RegistryId": [STRANGER],
}
ADDED: dict[str, dict[str, Any]] = {
    "AWS::ECR::Repository": {"EmptyOnDelete": True},
    "AWS::KMS::Key": {"Enabled": False, "KeySpec": "RSA_2048"},
}
BROAD_ACTIONS = [
    "*",
    "ecr:*",
    "ecr:SetRepositoryPolicy",
    "ecr:DeleteRepository",
    "ecr:BatchDeleteImage",
    "ecr:PutImage",
]
UNBOUND = {
    "any user agent": {"StringLike": {"aws:UserAgent": "*"}},
    "over TLS": {"Bool": {"aws:SecureTransport": "true"}},
    "another organization": {"StringEquals": {"aws:PrincipalOrgID": ELSEWHERE}},
    "all organizations": {"StringLike": {"aws:PrincipalOrgID": "o-*"}},
    "not another organization": {"StringNotEquals": {"aws:PrincipalOrgID": ELSEWHERE}},
    "some organization": {"Null": {"aws:PrincipalOrgID": "false"}},
}


def mutants(template: dict[str, Any], seen: set[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The type of the resource, what was done to it, and the template; each with one change.

    seen: the resources that had their turn. One that differs from those by its name only is left alone.
    """
    resources = template["Resources"]
    for logical_id, resource in resources.items():
        kind = resource["Type"]
        nameless = json.dumps({**resource, "Properties": {**resource["Properties"], "RepositoryName": ""}})
        if nameless in seen:
            continue
        seen.add(nameless)
        if TYPES.fullmatch(kind):
            for what, weakened in _weakened(resource):
                yield kind, what, {**template, "Resources": {**resources, logical_id: weakened}}
            if kind in ("AWS::ECR::RepositoryCreationTemplate", "AWS::ECR::RegistryScanningConfiguration"):
                rest = {other: body for other, body in resources.items() if other != logical_id}
                yield kind, f"taken away ({logical_id})", {**template, "Resources": rest}


def _weakened(resource: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    kind = resource["Type"]
    if kind in KEPT:
        for attribute in ("DeletionPolicy", "UpdateReplacePolicy"):
            yield f"{attribute} removed", _changed(resource, (attribute,))
            yield f"{attribute} = Delete", _changed(resource, (attribute,), "Delete")
    for name, value in ADDED.get(kind, {}).items():
        yield f"{name} = {value}", _changed(resource, ("Properties", name), value)
    for path, value in _walk(resource["Properties"], ("Properties",)):
        where = ".".join(str(step) for step in path[1:])
        if not (isinstance(path[-1], int) and path[-2] == "Statement"):  # One grant less weakens nothing.
            yield f"{where} removed", _changed(resource, path)
        for what, weaker in _weaker(path, value):
            yield f"{where}{what}", _changed(resource, path, weaker)


def _weaker(path: Path, value: Any) -> Iterator[tuple[str, Any]]:
    name = path[-1]
    if isinstance(name, str):
        yield from ((f" = {weaker}", weaker) for weaker in WEAKER.get(name, []) if weaker != value)
    if isinstance(value, str):
        yield from ((f" {what}", other) for what, other in _foreign(value))
        if name in ("LifecyclePolicyText", "LifecyclePolicy"):
            policy = json.loads(value)
            yield from ((f": {what}", text) for what, text in _lifecycles(policy) if json.loads(text) != policy)
    if isinstance(name, int) and path[-2] == "Statement" and value["Effect"] == "Allow":
        yield from ((f": {what}", statement) for what, statement in _statements(value))


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Every property that has weight, from the outside in; intrinsics and conditions are changed as a whole."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in pairs:
        if step in WITHOUT_WEIGHT or (isinstance(step, str) and (step.startswith("Fn::") or step == "Ref")):
            continue
        yield (*path, step), inner
        if not (isinstance(step, int) and path[-1] == "Statement"):
            yield from _walk(inner, (*path, step))


def _changed(resource: dict[str, Any], path: Path, *value: Any) -> dict[str, Any]:
    """A copy with the value at ``path``; without one, the value is taken away."""
    copy = deepcopy(resource)
    at: Any = copy
    for step in path[:-1]:
        at = at.setdefault(step, {}) if isinstance(at, dict) else at[step]
    if value:
        at[path[-1]] = value[0]
    else:
        del at[path[-1]]
    return copy


def _foreign(text: str) -> Iterator[tuple[str, str]]:
    for what, pattern, other in (
        ("of a stranger", r"\b\d{12}\b", STRANGER),
        ("of another organization", r"\bo-[a-z0-9]{10}\b", ELSEWHERE),
    ):
        changed = re.sub(pattern, other, text)
        if changed != text:
            yield what, changed


def _lifecycles(policy: dict[str, Any]) -> Iterator[tuple[str, str]]:
    rules = policy["rules"]

    def written(changed: list[dict[str, Any]]) -> str:
        return json.dumps({"rules": changed})

    for at, rule in enumerate(rules):
        said = rule.get("description", rule["rulePriority"])
        others = [*rules[:at], *rules[at + 1 :]]
        yield f"without '{said}'", written(others)

        def replaced(at: int = at, rule: dict[str, Any] = rule, **selection: Any) -> str:
            changed = {key: value for key, value in (rule["selection"] | selection).items() if value is not None}
            return written([*rules[:at], {**rule, "selection": changed}, *rules[at + 1 :]])

        yield f"'{said}' counts 1", replaced(countNumber=1)
        yield f"'{said}' counts 0", replaced(countNumber=0)
        yield f"'{said}' without its count", replaced(countNumber=None)
        yield f"'{said}' without its count's type", replaced(countType=None)
        if rule["selection"]["tagStatus"] != "any":
            yield f"'{said}' for any image", replaced(tagStatus="any", tagPatternList=None)
        if "tagPatternList" in rule["selection"]:
            yield f"'{said}' for other tags", replaced(tagPatternList=["zzz*"])
        if at:
            same = [*rules[:at], {**rule, "rulePriority": rules[0]["rulePriority"]}, *rules[at + 1 :]]
            yield f"'{said}' with the priority of another", written(same)


def _statements(statement: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    said = statement.get("Sid", "it")
    condition: dict[str, Any] = statement.get("Condition", {})
    if statement["Principal"] != "*" or condition:
        yield f"{said} for everyone", {**statement, "Principal": "*", "Condition": {}}
        yield (
            f"{said} for everyone but one",
            {
                **{key: value for key, value in statement.items() if key != "Principal"},
                "NotPrincipal": {"AWS": f"arn:aws:iam::{STRANGER}:root"},
            },
        )
    if "Service" not in statement["Principal"]:
        yield (
            f"{said} for a stranger too",
            {
                **statement,
                "Principal": {"AWS": ["111111111111", STRANGER]},
                "Condition": {},
            },
        )
    actions = _listed(statement["Action"])
    for action in BROAD_ACTIONS if any(action.startswith("ecr:") for action in actions) else []:
        yield f"{said} may {action}", {**statement, "Action": [*actions, action]}
    yield (
        f"{said} may all but one",
        {
            **{key: value for key, value in statement.items() if key != "Action"},
            "NotAction": "ecr:PutImage",
        },
    )
    if condition:
        yield f"{said} without its condition", {key: value for key, value in statement.items() if key != "Condition"}
        for what, unbound in UNBOUND.items():
            yield f"{said} {what}", {**statement, "Condition": unbound}
    for operator, keys in condition.items():
        loose = {**condition, f"{operator}IfExists": keys}
        del loose[operator]
        yield f"{said} {operator}IfExists", {**statement, "Condition": loose}
        for key, values in keys.items():
            for value in ("*", STRANGER):
                yield (
                    f"{said} {key} = {value}",
                    {
                        **statement,
                        "Condition": {**condition, operator: {**keys, key: value}},
                    },
                )
            if operator.startswith("ForAnyValue:"):
                every = {f"ForAllValues:{operator.partition(':')[2]}": {key: values}}
                yield f"{said} ForAllValues", {**statement, "Condition": every}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
