"""The one policy of a registry, put together from what its users add."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from constructs import Construct

from .model import actions, limits
from .model.errors import Problem, refuse
from .model.names import account_problems
from .model.policy import document, openness_problems, size_problems
from .model.sharing import Grantee, Share
from .singletons import claim


class RegistryPolicy(Construct):
    """The registry's policy: who beyond the account may replicate into it, pull through it, or use its repositories.

    Emits nothing until it has a statement. Raises GovernedEcrError for a second one in the same environment, and above
    10,240 characters.

    docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        claim(self, "AWS::ECR::RegistryPolicy")
        self._statements: list[Mapping[str, Any]] = []
        self._resource: ecr.CfnRegistryPolicy | None = None

    def add_statement(self, statement: Mapping[str, Any]) -> None:
        """Add a statement, as JSON; GovernedEcrError for a grant that nothing bounds."""
        refuse(openness_problems(statement, "registry policy"), of=self.node.path)
        policy = document([*self._statements, statement])
        refuse(size_problems(policy, limits.REGISTRY_POLICY_CHARACTERS, "registry policy"), of=self.node.path)
        self._statements.append(statement)
        if self._resource is None:
            self._resource = ecr.CfnRegistryPolicy(self, "Resource", policy_text=policy)
        self._resource.policy_text = policy

    def share(self, share: Share, *, repositories: Sequence[str] = ("*",)) -> None:
        """Make a share for every repository whose name matches one of ``repositories`` (``team/*``), existing or not.

        Needs the registry policy scope V2 (AccountSettings), with which ECR enforces the policy on every request.
        """
        stack = cdk.Stack.of(self)
        self.add_statement(
            {
                **share.statement(stack.partition),
                "Sid": _sid(share, repositories),
                "Resource": self.repository_arns(repositories),
            }
        )

    def allow_replication_from(self, *account_ids: str, repositories: Sequence[str] = ("*",)) -> None:
        """Let the registries of these accounts replicate images into this one, creating repositories where needed."""
        self._allow("ReplicationFromAccounts", account_ids, actions.REPLICATE, repositories)

    def allow_pull_through_from(self, *account_ids: str, repositories: Sequence[str] = ("*",)) -> None:
        """Let the principals of these accounts fill this registry's caches by pulling through them."""
        pull = (*actions.PULL, *actions.PULL_THROUGH)
        self._allow("PullThroughFromAccounts", account_ids, pull, repositories)

    def allow_caching_by(self, *account_ids: str, repositories: Sequence[str] = ("*",)) -> None:
        """Let the registries of these accounts cache this one as their upstream."""
        self._allow("UpstreamOfAccounts", account_ids, actions.UPSTREAM, repositories)

    def repository_arns(self, repositories: Sequence[str]) -> list[str]:
        """The ARNs of this registry's repositories with these names (``*`` matches any characters)."""
        stack = cdk.Stack.of(self)
        return [
            f"arn:{stack.partition}:ecr:{stack.region}:{stack.account}:repository/{pattern}" for pattern in repositories
        ]

    def _allow(self, sid: str, accounts: Sequence[str], allowed: Sequence[str], repositories: Sequence[str]) -> None:
        problems = [problem for id_ in accounts for problem in account_problems(id_, "accounts")]
        if not accounts:
            problems.append(Problem("accounts", "Nobody is named.", "Name at least one account."))
        refuse(problems, of=self.node.path)
        partition = cdk.Stack.of(self).partition
        self.add_statement(
            {
                "Sid": sid if tuple(repositories) == ("*",) else f"{sid}{_letters(repositories)}",
                "Effect": "Allow",
                "Principal": {"AWS": [f"arn:{partition}:iam::{id_}:root" for id_ in accounts]},
                "Action": sorted(allowed),
                "Resource": self.repository_arns(repositories),
            }
        )


def _sid(share: Share, repositories: Sequence[str]) -> str:
    grantee = {
        Grantee.ORGANIZATION: "OrganizationReadOnlyAccess",
        Grantee.UNITS: f"Units{share.access.value.title()}",
        Grantee.ACCOUNTS: f"Accounts{share.access.value.title()}",
    }[share.grantee]
    return grantee if tuple(repositories) == ("*",) else f"{grantee}{_letters(repositories)}"


def _letters(patterns: Sequence[str]) -> str:
    return "".join(letter for pattern in patterns for letter in pattern.title() if letter.isalnum())
