"""Who administers repositories may read their tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ...state.action_patterns import may_name
from ...state.policy import Effect, Statement
from ...state.policy_document import read_policy
from ...state.registry import RegistryState, Resource
from ...state.unknown import Value
from ..rule import Found, Rule, Severity

_OF_PRINCIPALS: Final = ("AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::User")

_READ_BACK: Final = ("ecr:DeleteRepository", "ecr:GetLifecyclePolicy", "ecr:GetRepositoryPolicy")
"""What tells those who manage repositories as code from those who only create what is missing: they do some of this."""


def _check(resource: Resource, _: RegistryState) -> Iterator[Found]:
    if resource.get("ManagedPolicyArns"):
        return  # which may well hold what is missing
    statements = [statement for document in _documents(resource) for statement in _statements(document)]
    allowed = [statement for statement in statements if statement.effect is Effect.ALLOW]
    if any(statement.actions is None for statement in allowed):
        return  # NotAction allows nearly everything

    def can(action: str) -> bool:
        return any(may_name(text, action) for statement in allowed for text in statement.actions or ())

    manages = can("ecr:CreateRepository") and can("ecr:DescribeRepositories") and any(map(can, _READ_BACK))
    if manages and not can("ecr:ListTagsForResource"):
        yield Found("The policy allows to create repositories and to read them back, but not their tags.")


def _documents(resource: Resource) -> Iterable[Value]:
    if resource.type not in _OF_PRINCIPALS:
        return [resource.get("PolicyDocument")]
    policies = resource.get("Policies")
    inline = policies if isinstance(policies, list) else []
    return [policy.get("PolicyDocument") for policy in inline if isinstance(policy, Mapping)]


def _statements(document: Value) -> tuple[Statement, ...]:
    policy = read_policy(document).policy if document is not None else None
    return policy.statements if policy else ()


REPOSITORY_TAGS_UNREADABLE = Rule(
    id="RepositoryTagsUnreadable",
    severity=Severity.WARNING,
    applies_to=("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy", *_OF_PRINCIPALS),
    summary="An IAM policy allows to administer repositories, but lacks ecr:ListTagsForResource.",
    why="CloudFormation and Terraform read the tags of every repository that they manage, and fail without it.",
    mend="Add ecr:ListTagsForResource to the actions, unless another policy of the same principal has it.",
    source="docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html",
    check=_check,
)
