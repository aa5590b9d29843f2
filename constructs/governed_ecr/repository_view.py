"""A governed repository, and an imported one, as aws-cdk-lib's ``ecr.IRepository``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from constructs import Construct

from .model.errors import Problem, refuse


class RepositoryView(ecr.RepositoryBase):
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

    def add_to_resource_policy(self, statement: iam.PolicyStatement) -> iam.AddToResourcePolicyResult:
        self._add_statement(statement.to_json())
        return iam.AddToResourcePolicyResult(statement_added=True, policy_dependable=self._resource)


class ImportedRepository(ecr.RepositoryBase):
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

    def add_to_resource_policy(self, statement: iam.PolicyStatement) -> iam.AddToResourcePolicyResult:
        refuse(
            [
                Problem(
                    self.node.path,
                    f"The policy of the imported repository {self._name!r} cannot be changed from here; aws-cdk-lib "
                    f"would drop this statement silently: {cdk.Stack.of(self).to_json_string(statement.to_json())}.",
                    "Grant where the repository is declared (GovernedRepository(sharing=...)), or to principals of "
                    "its own account.",
                )
            ]
        )
        raise AssertionError("refuse() raised")
