"""A Deny statement leaves the AWS services alone that the same policy lets in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ...access.prove import prove
from ...access.question import Question, Trust, Verdict, Who
from ...state.policy import Policy, Principals, Statement
from ...state.registry import RegistryState, Resource
from ..grants import Grant, called
from ..policies import ECR_WITH_POLICY, grants_of, policy_of
from ..possible import may_allow
from ..rule import Found, Rule, Severity

_TRUSTING_NOBODY: Final = Trust("000000000000", "o-0000000000", frozenset())
"""For whom every account is outside, so that what a service may do for anyone is what it may do at all."""


_WITHOUT_NAMES: Final = (
    'Deny Principal "*" with conditions in the place of NotPrincipal: StringNotEquals aws:PrincipalOrgID or ArnNotLike '
    "aws:PrincipalArn for whom it spares, and BoolIfExists aws:PrincipalIsAWSService false."
)


def _check(resource: Resource, state: RegistryState) -> Iterator[Found]:
    policy = policy_of(resource, state)
    denials = policy.denials if policy else ()
    for grant, _ in grants_of(resource, state):
        at = blocking(grant)
        if at is not None and policy is not None and grant.statement.principals is not None:
            services = " and ".join(map(str, grant.statement.principals.services))
            denial = denials[at]
            said = f"{called(denial)} denies whatever {called(grant.statement)} lets {services} do."
            yield Found(said, policy.place(denial.index), mend=_WITHOUT_NAMES if denial.not_principals else "")


def blocking(grant: Grant) -> int | None:
    """Which Deny statement of the policy leaves nothing of what a statement lets AWS services do, if one does."""
    principals = grant.statement.principals
    allowing, *denials = grant.policy.statements
    if principals is None or not principals.services or not denials:
        return None
    to_services = replace(allowing, principals=Principals(services=principals.services))
    can = [
        question
        for question in Question
        if may_allow(allowing, grant.kind, question) and _verdict(grant, question, to_services) is Verdict.OPEN
    ]
    for at, denial in enumerate(denials):
        if can and all(_verdict(grant, question, to_services, denial) is Verdict.CLOSED for question in can):
            return at
    return None


def _verdict(grant: Grant, question: Question, *statements: Statement) -> Verdict:
    return prove(Policy(statements), grant.kind, question, Who.SERVICE, _TRUSTING_NOBODY).verdict


GUARDRAIL_HITS_SERVICE = Rule(
    id="GuardrailHitsService",
    severity=Severity.WARNING,
    applies_to=ECR_WITH_POLICY,
    summary="A Deny statement also hits an AWS service that the policy lets in.",
    why="Services belong to no organization and carry no keys of principals, so a negated condition on such a key is "
    "true of them: functions and builds that need the images fail.",
    mend="Add BoolIfExists aws:PrincipalIsAWSService false to the conditions of the Deny statement.",
    source="docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    check=_check,
)
