"""Whether the Resource of a statement can be of the registry, or the repository, whose policy it stands in.

docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from ..state.arn import split_arn
from ..state.policy import Statement, Text
from ..state.registry import Environment
from ..state.unknown import Unknown, Value
from .grants import called


def never_matches(statement: Statement, here: Environment, repository: Value = None) -> str | None:
    """Why none of a statement's resources can match, in one sentence; None where one may.

    One that may is enough: a policy for several Regions names the resources of each.
    repository: the name of the one repository that the policy belongs to; None for a registry's policy.
    """
    whys = [_why(resource, here, repository) for resource in statement.resources or ()]
    if not statement.resources or not all(whys):
        return None
    return f"The Resource '{statement.resources[0]}' of {called(statement)} {whys[0]}."


def _why(resource: Text, here: Environment, repository: Value) -> str | None:
    arn = split_arn(resource)
    if arn is None:
        return None if isinstance(resource, Unknown) or resource == "*" else "is no ARN"
    if not _can(arn.service, "ecr") or not _can(arn.partition, here.partition):
        return f"is not of ECR in {here.partition or 'this partition'}"
    if not _can(arn.account, here.account):
        return f"is of account {arn.account}, and the policy of {here.account}"
    if not _can(arn.region, here.region):
        return f"is in {arn.region}, and the policy in {here.region}"
    if isinstance(arn.resource, str):
        if isinstance(repository, str) and not _can(arn.resource, f"repository/{repository}"):
            return f"is not the repository {repository}"
        fixed = re.split(r"[*?]", arn.resource, maxsplit=1)[0]
        if not fixed.startswith("repository/") and not "repository/".startswith(fixed):
            return "names no repository (repository/NAME)"
    return None


def _can(pattern: Text, value: str | None) -> bool:
    """Whether the pattern may match the value; what is not known may."""
    return value is None or isinstance(pattern, Unknown) or fnmatchcase(value, pattern.replace("[", "[[]"))
