"""What Ref and Fn::GetAtt give for resources, as far as a template tells.

docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ ("Return values" of each type). Where a name is left to
CloudFormation, an ARN still tells its account and Region, and keeps a reference to the resource in the name's place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .resolver import Resolver
from .template import STACK
from .text import joined, sub_parts, unknown
from .unknown import NO_VALUE, Reference, Unknown, Value

_NAMES: Final = {
    "AWS::CodeBuild::Project": "Name",
    "AWS::ECR::Repository": "RepositoryName",
    "AWS::ECR::PublicRepository": "RepositoryName",
    "AWS::ECR::PullThroughCacheRule": "EcrRepositoryPrefix",
    "AWS::ECR::RepositoryCreationTemplate": "Prefix",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
    "AWS::IAM::Group": "GroupName",
    "AWS::KMS::Alias": "AliasName",
    "AWS::Lambda::Function": "FunctionName",
}

_ATTRIBUTES: Final = {
    ("AWS::CodeBuild::Project", "Arn"): "arn:${AWS::Partition}:codebuild:${AWS::Region}:${AWS::AccountId}:project/${}",
    ("AWS::ECR::Repository", "Arn"): "arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/${}",
    ("AWS::ECR::Repository", "RepositoryUri"): "${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/${}",
    ("AWS::ECR::PublicRepository", "Arn"): "arn:${AWS::Partition}:ecr-public::${AWS::AccountId}:repository/${}",
    ("AWS::IAM::Role", "Arn"): "arn:${AWS::Partition}:iam::${AWS::AccountId}:role${Path}${}",
    ("AWS::IAM::User", "Arn"): "arn:${AWS::Partition}:iam::${AWS::AccountId}:user${Path}${}",
    ("AWS::KMS::Key", "Arn"): "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/${}",
    ("AWS::KMS::Key", "KeyId"): "${}",
    ("AWS::Lambda::Function", "Arn"): "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${}",
}


def name_of(scope: Resolver, logical_id: str) -> Value:
    """What Ref gives for a resource."""
    body = scope.resources[logical_id]
    kind = body.get("Type") if isinstance(body, Mapping) else None
    name = _NAMES.get(kind) if isinstance(kind, str) else None
    value = _property(scope, logical_id, name) if name else None
    return value if isinstance(value, str | Unknown) else _reference(scope, logical_id)


def attribute_of(scope: Resolver, logical_id: str, attribute: str) -> Value:
    """What Fn::GetAtt gives for a resource."""
    body = scope.resources.get(logical_id)
    kind = body.get("Type") if isinstance(body, Mapping) else None
    if not isinstance(kind, str):
        return unknown(f"{logical_id}.{attribute}")
    if kind == STACK and logical_id in scope.template.nested and attribute.startswith("Outputs."):
        return scope.nested_at(logical_id).output(attribute.removeprefix("Outputs."))
    form = _ATTRIBUTES.get((kind, attribute))
    if form is None:
        return _reference(scope, logical_id, attribute)
    parts: list[Value] = []
    for is_variable, part in sub_parts(form):
        if not is_variable:
            parts.append(part)
        elif part == "Path":
            parts.append(_property(scope, logical_id, part) or "/")
        else:
            parts.append(scope.ref(part or logical_id))
    return joined(parts)


def _property(scope: Resolver, logical_id: str, name: str) -> Value:
    properties = scope.resources[logical_id].get("Properties")
    value = scope.resolve(properties.get(name)) if isinstance(properties, Mapping) else None
    return None if value is NO_VALUE else value


def _reference(scope: Resolver, logical_id: str, attribute: str = "") -> Unknown:
    expression = f"{logical_id}.{attribute}" if attribute else logical_id
    return Unknown((Reference(expression, scope.template.name, logical_id, attribute),))
