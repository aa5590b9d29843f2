"""A policy can be read: it is JSON, and its statements are statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ...state.registry import RegistryState, Resource
from ..policies import WITH_POLICY, policy_of
from ..rule import Found, Rule, Severity, found_of

_TEXT_ONLY: Final = "AWS::ECR::RepositoryCreationTemplate"
"""docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repositorycreationtemplate.html"""


def _check(resource: Resource, state: RegistryState) -> Iterator[Found]:
    policy = policy_of(resource, state)
    if policy is not None:
        for problem in policy.reading.problems:
            yield found_of(problem, policy.path)
        if resource.type == _TEXT_ONLY and isinstance(policy.value, Mapping):
            yield Found("The policy is an object, and CloudFormation takes JSON text here.", policy.path)


MALFORMED_POLICY = Rule(
    id="MalformedPolicy",
    severity=Severity.ERROR,
    applies_to=WITH_POLICY,
    summary="The policy cannot be read.",
    why="AWS refuses it, so the deployment fails; and nobody can tell what it was to allow.",
    mend="Give a policy document as an object, or as a text that is JSON.",
    source="docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    check=_check,
)
