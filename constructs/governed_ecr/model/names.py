"""Names and identifiers as ECR, KMS and AWS Organizations spell them.

Every ``*_problems`` function takes the value and the place to name in the message, lets late-bound values pass, and
returns what is wrong.
"""

from __future__ import annotations

import re
from typing import Final

from .errors import Problem
from .late_bound import is_late_bound

_COMPONENT: Final = r"[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*"
REPOSITORY_NAME: Final = re.compile(rf"(?=.{{2,256}}$){_COMPONENT}(/{_COMPONENT})*")
REPOSITORY_ARN: Final = re.compile(
    rf"arn:aws[a-z-]*:ecr:[a-z0-9-]+:[0-9]{{12}}:repository/(?P<name>{REPOSITORY_NAME.pattern})",
)
NAME_PREFIX: Final = re.compile(rf"(?=.{{1,256}}$){_COMPONENT}(/{_COMPONENT})*/?")
REPLICATION_PREFIX: Final = re.compile(rf"(?=.{{2,256}}$)({_COMPONENT}/)*([a-z0-9][a-z0-9._-]*)?")
ACCOUNT: Final = re.compile(r"[0-9]{12}")
REGION: Final = re.compile(r"[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}")
# AWS documents 10-32 letters and digits; ids with 9 are in use.
ORGANIZATION: Final = re.compile(r"o-[a-z0-9]{9,32}")
ORGANIZATION_PATH: Final = re.compile(
    r"o-[a-z0-9]{9,32}/r-[a-z0-9]{4,32}(/ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})*/\*?",
)
KMS_KEY_ARN: Final = re.compile(r"arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+")
SECRET_ARN: Final = re.compile(
    r"arn:aws[a-z-]*:secretsmanager:(?P<region>[a-z0-9-]+):(?P<account>[0-9]{12}):secret:"
    r"(?P<name>[A-Za-z0-9/_+=.@-]+)-[A-Za-z0-9]{6}",
)

ROOT: Final = "ROOT"
"""What ECR calls the prefix of every repository that no longer prefix covers."""


def _problems(value: str, place: str, pattern: re.Pattern[str], noun: str, allowed: str) -> list[Problem]:
    if is_late_bound(value) or pattern.fullmatch(value):
        return []
    return [Problem(place, f"{value!r} is not {noun}.", f"Allowed: {allowed}.")]


def repository_name_problems(value: str, place: str = "") -> list[Problem]:
    """docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html"""
    return _problems(
        value,
        place,
        REPOSITORY_NAME,
        "a repository name",
        "2-256 characters: lower-case letters and digits, joined by '.', '_', '__', '-' or '/' (team/app)",
    )


def cache_prefix_problems(value: str, place: str = "") -> list[Problem]:
    """docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html"""
    if value == ROOT or is_late_bound(value):
        return []
    if REPOSITORY_NAME.fullmatch(value) and len(value) <= 30:
        return []
    return [
        Problem(
            place,
            f"{value!r} is not a prefix of cached repositories.",
            "Allowed: ROOT, or 2-30 characters: lower-case letters and digits, joined by '.', '_', '-' or '/' "
            "(docker-hub).",
        )
    ]


def template_prefix_problems(value: str, place: str = "") -> list[Problem]:
    """docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepositoryCreationTemplate.html"""
    if value == ROOT:
        return []
    return _problems(
        value,
        place,
        NAME_PREFIX,
        "a prefix of repository names",
        "ROOT, or a repository name, with or without a '/' at its end (team/builds)",
    )


def replication_prefix_problems(value: str, place: str = "") -> list[Problem]:
    """docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RepositoryFilter.html"""
    return _problems(
        value,
        place,
        REPLICATION_PREFIX,
        "a prefix that a replication filter takes",
        "2-256 characters of a repository name's beginning, without wildcards (prod/)",
    )


def account_problems(value: str, place: str = "") -> list[Problem]:
    """docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html"""
    return _problems(value, place, ACCOUNT, "an AWS account id", "12 digits, quoted in YAML ('111111111111')")


def region_problems(value: str, place: str = "") -> list[Problem]:
    """docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html"""
    return _problems(value, place, REGION, "an AWS Region", "a Region's code (eu-west-1)")


def organization_problems(value: str, place: str = "") -> list[Problem]:
    """docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html"""
    return _problems(
        value, place, ORGANIZATION, "an organization id", "'o-' and 9-32 lower-case letters and digits (o-a1b2c3d4e5)"
    )


def organization_path_problems(value: str, place: str = "") -> list[Problem]:
    """docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths"""
    return _problems(
        value,
        place,
        ORGANIZATION_PATH,
        "the path of an organizational unit",
        "o-ORG/r-ROOT/ou-UNIT/* from the organization id down, ending in '/*' (unit and all below) or '/' (unit only)",
    )


def kms_key_arn_problems(value: str, place: str = "") -> list[Problem]:
    """docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN"""
    return _problems(
        value, place, KMS_KEY_ARN, "the ARN of a KMS key", "arn:aws:kms:REGION:ACCOUNT:key/ID; ECR takes no alias here"
    )
