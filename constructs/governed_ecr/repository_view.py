"""A governed repository, and an imported one, as aws-cdk-lib's ``ecr.IRepository``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from constructs import Construct, IDependable

from .model.errors import GovernedEcrError, Problem, refuse
from .model.sharing import Service, ServiceAccess


class _Repository(ecr.RepositoryBase):
    """A repository whose refusals reach those who ask it for a grant.

    aws-cdk-lib asks for a change of the policy from JavaScript, and an exception that crosses jsii comes back as a
    RuntimeError with the same words: the grants below raise the one that it was.
    """

    _refusal: GovernedEcrError | None = None

    def _change_policy(self, statement: Mapping[str, Any]) -> IDependable:
        raise NotImplementedError

    def add_to_resource_policy(self, statement: iam.PolicyStatement) -> iam.AddToResourcePolicyResult:
        try:
            changed = self._change_policy(statement.to_json())
        except GovernedEcrError as error:
            self._refusal = error
            raise
        return iam.AddToResourcePolicyResult(statement_added=True, policy_dependable=changed)

    def grant(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant:
        return self._or_refuse(super().grant, grantee, *actions)

    def grant_pull(self, grantee: iam.IGrantable) -> iam.Grant:
        return self._or_refuse(super().grant_pull, grantee)

    def grant_pull_push(self, grantee: iam.IGrantable) -> iam.Grant:
        return self._or_refuse(super().grant_pull_push, grantee)

    def grant_push(self, grantee: iam.IGrantable) -> iam.Grant:
        return self._or_refuse(super().grant_push, grantee)

    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant:
        return self._or_refuse(super().grant_read, grantee)

    def _or_refuse(self, grant: Callable[..., iam.Grant], *arguments: Any) -> iam.Grant:
        self._refusal = None
        try:
            return grant(*arguments)
        except RuntimeError:
            if self._refusal:
                raise self._refusal from None
            raise


class RepositoryView(_Repository):
    """The L2 face of an L1 repository: what aws-cdk-lib grants on it reaches the owner's repository policy."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        resource: ecr.CfnRepository,
        name: str,
        add_statement: Callable[[Mapping[str, Any]], None],
    ) -> None:
        super().__init__(scope, id, physical_name=name)
        self._resource = resource
        self._name = name
        self._add_statement = add_statement

    @property
    def repository_name(self) -> str:
        return self._get_resource_name_attribute(self._resource.ref)

    @property
    def repository_arn(self) -> str:
        return self._get_resource_arn_attribute(
            self._resource.attr_arn, service="ecr", resource="repository", resource_name=self._name
        )

    def _change_policy(self, statement: Mapping[str, Any]) -> IDependable:
        self._add_statement(_bounded(statement, cdk.Stack.of(self)))
        return self._resource


class ImportedRepository(_Repository):
    """A repository that another stack, or nobody's, owns: its policy is out of reach, so granting on it is refused."""

    def __init__(self, scope: Construct, id: str, *, arn: str, name: str) -> None:
        super().__init__(scope, id, environment_from_arn=arn)
        self._arn = arn
        self._name = name

    @property
    def repository_name(self) -> str:
        return self._name

    @property
    def repository_arn(self) -> str:
        return self._arn

    def _change_policy(self, statement: Mapping[str, Any]) -> IDependable:
        shown = json.dumps(cdk.Stack.of(self).resolve(statement))
        refuse(
            [
                Problem(
                    self.node.path,
                    f"The policy of the imported repository {self._name!r} cannot be changed from here; aws-cdk-lib "
                    f"would drop this statement silently: {shown}.",
                    "Grant where the repository is declared (GovernedRepository(sharing=...)), or to principals of "
                    "its own account.",
                )
            ]
        )
        raise AssertionError("refuse() raised")


def _bounded(statement: Mapping[str, Any], stack: cdk.Stack) -> Mapping[str, Any]:
    """The statement; one that lets a service pull whoever it acts for, bounded to the repository's own account.

    aws-cdk-lib's constructs for Lambda and CodeBuild grant that much (``lambda.DockerImageCode.from_ecr``).
    """
    principal = statement.get("Principal")
    if not isinstance(principal, Mapping) or "Service" not in principal:
        return statement
    service = stack.resolve(principal["Service"])
    named = {**statement, "Principal": {**principal, "Service": service}}
    bounds = {f"{known.value}.amazonaws.com": known for known in Service}
    if statement.get("Condition") or not isinstance(service, str) or service not in bounds:
        return named
    own = ServiceAccess(bounds[service], (stack.account,)).statement(stack.partition)
    return {**named, "Condition": own["Condition"]}
