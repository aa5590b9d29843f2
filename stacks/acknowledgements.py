"""What rules flag and is meant to be so, each with its reason, at the construct it is about.

cdk-nag's AwsSolutions pack flags what the constructs make; the package's own rules, what registry.yaml asks for.
"""

from __future__ import annotations

import difflib

import aws_cdk as cdk
from constructs import IConstruct

from governed_ecr import OrgSharedRegistry, PullThroughCache, RepositoryCreationTemplate
from governed_ecr.config import Registry
from governed_ecr.model.errors import Problem, refuse
from governed_ecr.model.late_bound import is_late_bound
from governed_ecr.model.names import ROOT
from governed_ecr.model.upstreams import ecr_upstream

# The id that aws-cdk-lib gives the function of every AwsCustomResource of a stack.
_CUSTOM_RESOURCE_FUNCTION = "AWS679f53fac002430cb0da5b7982bd2287"


def acknowledge_asked(scope: IConstruct, registry: Registry, name: str | None = None) -> None:
    """What registry.yaml acknowledges of the repositories of this name (or below a prefix), or of everything."""
    for asked in registry.acknowledgements:
        if asked.is_about(name):
            acknowledgment = cdk.Acknowledgment(id=f"GovernedEcr::{asked.rule}", reason=asked.reason)
            cdk.Validations.of(scope).acknowledge(acknowledgment)


def refuse_unknown_rules(registry: Registry) -> None:
    """Raise GovernedEcrError for acknowledgements of rules that do not exist."""
    if not registry.acknowledgements:
        return
    from governed_ecr.rules import ALL_RULES  # Not needed, and not waited for, where nothing is acknowledged.

    known = [rule.id for rule in ALL_RULES]
    problems = []
    for index, asked in enumerate(registry.acknowledgements):
        if asked.rule not in known:
            close = difflib.get_close_matches(asked.rule, known, n=1)
            mend = f"Did you mean {close[0]!r}?" if close else "Allowed: the ids in docs/rules.md."
            problems.append(Problem(f"acknowledgements[{index}].rule", f"There is no rule {asked.rule!r}.", mend))
    refuse(problems)


def acknowledge_shares(scope: IConstruct) -> None:
    """The pack flags every ``Principal: *``, whatever its condition."""
    _acknowledge(
        scope,
        "ECR1",
        "Every grant to * is bounded by aws:PrincipalOrgID or aws:PrincipalOrgPaths; the constructs refuse one without "
        "a condition.",
    )


def acknowledge_account_settings(registry: OrgSharedRegistry) -> None:
    """The custom resource that puts account settings, and the function that aws-cdk-lib runs it with."""
    settings = registry.node.try_find_child("AccountSettings")
    if settings is None:
        return
    _acknowledge(
        settings,
        "IAM5[Resource::*]",
        "ecr:PutAccountSetting has no resource; a condition on ecr:AccountSetting narrows it to the one setting.",
    )
    function = cdk.Stack.of(registry).node.find_child(_CUSTOM_RESOURCE_FUNCTION)
    _acknowledge(
        function,
        "IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]",
        "aws-cdk-lib's own AwsCustomResource; the policy lets it write its log, and no more.",
    )


def acknowledge_template(template: RepositoryCreationTemplate) -> None:
    """The role of a creation template, which creates repositories whose names are not known yet."""
    if template.custom_role is None:
        return
    reason = "The repositories below the template's prefix, which ECR has yet to create."
    _acknowledge(template.custom_role, _repositories_of(template), reason)


def acknowledge_upstream(cache: PullThroughCache, url: str | None) -> None:
    """The role with which ECR reads a registry of another account."""
    upstream = ecr_upstream(url) if url else None
    if upstream is None or cache.custom_role is None:
        return
    account, region = upstream
    token = "ecr:GetAuthorizationToken has no resource."  # noqa: S105 - words about a token
    _acknowledge(cache.custom_role, "IAM5[Resource::*]", token)
    here = "The repositories below the cache's prefix, which ECR has yet to create."
    _acknowledge(cache.custom_role, _repositories_of(cache.template), here)
    there = "Whatever is pulled through the cache; the other account's own policies decide what may be."
    _acknowledge(cache.custom_role, f"IAM5[Resource::{_arn(cache, region, account, '*')}]", there)


def acknowledge_credential(secret: IConstruct) -> None:
    """The secret of a pull-through cache."""
    _acknowledge(secret, "SMG4", "The upstream registry issues the token; AWS cannot rotate it.")


def _repositories_of(template: RepositoryCreationTemplate) -> str:
    stack = cdk.Stack.of(template)
    names = "*" if template.prefix == ROOT else f"{template.prefix}/*"
    return f"IAM5[Resource::{_arn(template, stack.region, stack.account, names)}]"


def _arn(scope: IConstruct, region: str, account: str, names: str) -> str:
    """An ARN as the pack writes it, also where aws-cdk-lib does not know the Region's partition."""
    partition = cdk.Stack.of(scope).partition
    shown = "<AWS::Partition>" if is_late_bound(partition) else partition
    return f"arn:{shown}:ecr:{region}:{account}:repository/{names}"


def _acknowledge(scope: IConstruct, rule: str, reason: str) -> None:
    cdk.Validations.of(scope).acknowledge(cdk.Acknowledgment(id=f"AwsSolutions::AwsSolutions-{rule}", reason=reason))
