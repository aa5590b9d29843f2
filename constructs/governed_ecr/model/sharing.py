"""Who else may use a repository: the organization, its units, accounts, and AWS services acting for accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from . import actions
from .errors import Problem, refuse
from .names import account_problems, organization_path_problems, organization_problems


class Access(StrEnum):
    """What a share lets its grantees do."""

    PULL = "pull"
    PUSH = "push"
    """Push, and with it pull."""

    @property
    def actions(self) -> tuple[str, ...]:
        return actions.PULL if self is Access.PULL else tuple(sorted((*actions.PULL, *actions.PUSH)))


class Grantee(StrEnum):
    ORGANIZATION = "organization"
    UNITS = "units"
    ACCOUNTS = "accounts"


@dataclass(frozen=True, slots=True)
class Share:
    """One grant to AWS principals of the organization, of some of its units, or of some accounts.

    Made by ``with_organization``, ``with_units`` and ``with_accounts``; raises GovernedEcrError for identifiers that
    AWS Organizations does not know as such.
    """

    grantee: Grantee
    ids: tuple[str, ...]
    access: Access = Access.PULL

    def __post_init__(self) -> None:
        refuse(self.problems(), of="sharing")

    @classmethod
    def with_organization(cls, organization_id: str) -> Share:
        """Everyone in the organization may pull, and nobody else: aws:PrincipalOrgID bounds the grant.

        docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid
        """
        return cls(Grantee.ORGANIZATION, (organization_id,))

    @classmethod
    def with_units(cls, *paths: str, access: Access = Access.PULL) -> Share:
        """Accounts below these organizational units (``o-.../r-.../ou-.../*``)."""
        return cls(Grantee.UNITS, paths, access)

    @classmethod
    def with_accounts(cls, *account_ids: str, access: Access = Access.PULL) -> Share:
        """These accounts, by their 12-digit ids. Their own IAM decides who in them may use the grant."""
        return cls(Grantee.ACCOUNTS, account_ids, access)

    def problems(self) -> list[Problem]:
        """What is wrong with this share."""
        check = {
            Grantee.ORGANIZATION: organization_problems,
            Grantee.UNITS: organization_path_problems,
            Grantee.ACCOUNTS: account_problems,
        }[self.grantee]
        problems = [problem for id_ in self.ids for problem in check(id_, self.grantee.value)]
        if not self.ids:
            problems.append(
                Problem(self.grantee.value, "Nobody is named.", "Name at least one, or leave the share out.")
            )
        if self.grantee is Grantee.ORGANIZATION and len(self.ids) > 1:
            problems.append(
                Problem(self.grantee.value, f"{len(self.ids)} organizations.", "Allowed: one, the registry's own.")
            )
        if self.grantee is Grantee.ORGANIZATION and self.access is not Access.PULL:
            problems.append(
                Problem(
                    self.grantee.value,
                    "Push for the whole organization would let any of its principals replace what others run.",
                    "Grant push to organizational units or accounts.",
                )
            )
        return problems

    def statement(self, partition: str) -> dict[str, Any]:
        """The statement of a repository policy that makes this share (without Resource: ECR takes none there)."""
        allowed = list(self.access.actions)
        match self.grantee:
            case Grantee.ORGANIZATION:
                return {
                    "Sid": "Organization ReadOnly access",
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": allowed,
                    "Condition": {"StringEquals": {"aws:PrincipalOrgID": self.ids[0]}},
                }
            case Grantee.UNITS:
                return {
                    "Sid": f"Organizational units {self.access.value}",
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": allowed,
                    "Condition": {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": list(self.ids)}},
                }
            case Grantee.ACCOUNTS:
                return {
                    "Sid": f"Accounts {self.access.value}",
                    "Effect": "Allow",
                    "Principal": {"AWS": [f"arn:{partition}:iam::{id_}:root" for id_ in self.ids]},
                    "Action": allowed,
                }


class Service(StrEnum):
    """AWS services that pull images with a repository policy's leave."""

    LAMBDA = "lambda"
    CODEBUILD = "codebuild"


@dataclass(frozen=True, slots=True)
class ServiceAccess:
    """A service may pull, but only when it acts for these accounts (no confused deputy).

    Lambda's functions of other accounts need the account itself to be shared with as well (docs.aws.amazon.com/lambda/
    latest/dg/images-create.html): add ``Share.with_accounts`` for them, or share with the organization.
    """

    service: Service
    accounts: tuple[str, ...]

    def __post_init__(self) -> None:
        refuse(self.problems(), of="services")

    def problems(self) -> list[Problem]:
        """What is wrong with this grant."""
        problems = [problem for id_ in self.accounts for problem in account_problems(id_, self.service.value)]
        if not self.accounts:
            problems.append(
                Problem(self.service.value, "No account is named.", "Name those whose functions or projects may pull.")
            )
        return problems

    def statement(self, partition: str) -> dict[str, Any]:
        """The statement, with the source conditions that the service's own documentation uses."""
        kind = {Service.LAMBDA: "function:*", Service.CODEBUILD: "project/*"}[self.service]
        condition: dict[str, Any] = {
            "ArnLike": {"aws:SourceArn": [f"arn:{partition}:{self.service}:*:{id_}:{kind}" for id_ in self.accounts]}
        }
        if self.service is Service.CODEBUILD:
            condition["StringEquals"] = {"aws:SourceAccount": list(self.accounts)}
        return {
            "Sid": f"{self.service.value} pull",
            "Effect": "Allow",
            "Principal": {"Service": f"{self.service.value}.amazonaws.com"},
            "Action": list(actions.SERVICE_PULL if self.service is Service.LAMBDA else actions.PULL),
            "Condition": condition,
        }


def statements(sharing: Iterable[Share], services: Iterable[ServiceAccess], partition: str) -> Sequence[dict[str, Any]]:
    """All statements of these shares, those of one kind in one statement each."""
    merged_shares: dict[tuple[Grantee, Access], Share] = {}
    singles: list[dict[str, Any]] = []
    for share in sharing:
        if share.grantee is Grantee.ORGANIZATION:
            singles.append(share.statement(partition))
            continue
        before = merged_shares.get((share.grantee, share.access))
        ids = tuple(dict.fromkeys((*(before.ids if before else ()), *share.ids)))
        merged_shares[share.grantee, share.access] = Share(share.grantee, ids, share.access)
    merged_services: dict[Service, ServiceAccess] = {}
    for grant in services:
        known = merged_services.get(grant.service)
        accounts = tuple(dict.fromkeys((*(known.accounts if known else ()), *grant.accounts)))
        merged_services[grant.service] = ServiceAccess(grant.service, accounts)
    return [
        *singles,
        *(share.statement(partition) for share in merged_shares.values()),
        *(grant.statement(partition) for grant in merged_services.values()),
    ]
