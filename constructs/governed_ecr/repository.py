"""GovernedRepository: one repository that keeps, protects and shares its images the way the organization decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from constructs import Construct

from . import cfn
from .encryption_key import encryption_key as make_key
from .model import actions, limits
from .model.encryption import Encryption
from .model.errors import Problem, refuse
from .model.lifecycle import LifecyclePolicy
from .model.mutability import Immutability
from .model.names import REPOSITORY_ARN, repository_name_problems
from .model.policy import document, openness_problems, size_problems
from .model.settings import RepositorySettings
from .model.sharing import ServiceAccess, Share
from .repository_view import ImportedRepository, RepositoryView

if TYPE_CHECKING:
    from aws_cdk import aws_events as events
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms


class GovernedRepository(Construct):
    """A private repository, strict unless told otherwise: immutable tags, a lifecycle, and kept when its stack goes.

    Checks everything first and raises GovernedEcrError with all that is wrong. Late-bound values are not checked.

    docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        repository_name: str,
        immutability: Immutability = Immutability(),
        encryption: Encryption | None = None,
        encryption_key: kms.IKey | None = None,
        lifecycle: LifecyclePolicy = LifecyclePolicy.untagged(),
        sharing: Sequence[Share] = (),
        services: Sequence[ServiceAccess] = (),
        scan_on_push: bool = True,
        tags: Mapping[str, str] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        """Declare the repository.

        repository_name: 2-256 characters. Fixed: another name is another, empty repository.
        immutability: whether tags can be moved; ``Immutability.but_for("cache-*")`` excludes some.
        encryption: AES256, or CUSTOMER_MANAGED_KEY when ``encryption_key`` is given; a customer managed key that is not
            given is made. Fixed: another encryption is another, empty repository.
        lifecycle: which images expire when; by default untagged ones 14 days after their push, and no others.
        sharing: principals beyond the account who may pull or push.
        services: AWS services that may pull, and for which accounts.
        scan_on_push: ECR's repository setting; a registry's scanning configuration takes precedence over it.
        tags: AWS tags, at most 50.
        removal_policy: what becomes of the repository when it leaves its stack. With DESTROY, ECR still refuses to
            delete a repository that holds images.
        """
        settings = RepositorySettings(
            immutability=immutability,
            encryption=encryption or (Encryption.CUSTOMER_MANAGED_KEY if encryption_key else Encryption.AES256),
            key_given=encryption_key is not None,
            lifecycle=lifecycle,
            sharing=tuple(sharing),
            services=tuple(services),
            tags=dict(tags or {}),
        )
        refuse([*repository_name_problems(repository_name, "repository_name"), *settings.problems()], of=id)
        super().__init__(scope, id)
        if settings.encryption.takes_key and encryption_key is None:
            encryption_key = make_key(self, "Key", description=f"Images of the ECR repository {repository_name}")
        self.encryption_key = encryption_key
        """The customer managed key, given or made; None where there is none."""
        policy = settings.policy(cdk.Stack.of(self).partition if settings.names_accounts else "aws")
        self._statements: list[Mapping[str, Any]] = list(policy["Statement"]) if policy else []
        self._name = repository_name
        self._view: ecr.IRepository | None = None
        self._resource = ecr.CfnRepository(
            self,
            "Resource",
            repository_name=repository_name,
            image_tag_mutability=immutability.mode.value,
            image_tag_mutability_exclusion_filters=list(cfn.exclusion_filters(immutability)) or None,
            encryption_configuration=cfn.repository_encryption(settings.encryption, encryption_key),
            lifecycle_policy=cfn.lifecycle_policy(lifecycle),
            image_scanning_configuration=cfn.scan_on_push() if scan_on_push else None,
            repository_policy_text=policy,
            tags=cfn.tags(settings.tags) or None,
        )
        self._resource.apply_removal_policy(removal_policy)

    @classmethod
    def from_repository_name(cls, scope: Construct, id: str, repository_name: str) -> ecr.IRepository:
        """A repository of the stack's own account and Region that is declared elsewhere.

        Grants to principals of its account work through their IAM policies. A grant that needs the repository's policy
        raises: unlike aws-cdk-lib's, this import drops nothing silently.
        """
        refuse(repository_name_problems(repository_name, "repository_name"), of=id)
        arn = cdk.Stack.of(scope).format_arn(service="ecr", resource="repository", resource_name=repository_name)
        return ImportedRepository(scope, id, arn=arn, name=repository_name)

    @classmethod
    def from_repository_arn(cls, scope: Construct, id: str, repository_arn: str) -> ecr.IRepository:
        """A repository that is declared elsewhere, by its ARN; see ``from_repository_name``.

        A late-bound ARN has no readable name: ``ecr.Repository.from_repository_attributes`` takes both.
        """
        match = REPOSITORY_ARN.fullmatch(repository_arn)
        if not match:
            what = f"{repository_arn!r} is not the ARN of a repository."
            refuse([Problem("repository_arn", what, "Allowed: arn:aws:ecr:REGION:ACCOUNT:repository/NAME.")], of=id)
            raise AssertionError("refuse() raised")
        return ImportedRepository(scope, id, arn=repository_arn, name=match.group("name"))

    @property
    def repository_name(self) -> str:
        """The name, as a reference that other stacks can use."""
        return self.repository.repository_name

    @property
    def repository_arn(self) -> str:
        """The ARN, as a reference that other stacks can use."""
        return self.repository.repository_arn

    @property
    def repository_uri(self) -> str:
        """Where to push to and pull from, without tag: ``ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME``."""
        return self.repository.repository_uri

    @property
    def repository(self) -> ecr.IRepository:
        """The repository as aws-cdk-lib's constructs take it. Grants through it reach the repository's policy.

        A grant to Lambda or CodeBuild without a condition is for this account's functions or projects; ``services``
        names other accounts.
        """
        if self._view is None:
            self._view = RepositoryView(
                self,
                "Repository",
                resource=self._resource,
                name=self._name,
                add_statement=self.add_to_resource_policy,
            )
        return self._view

    def add_to_resource_policy(self, statement: Mapping[str, Any]) -> None:
        """Add a statement, as JSON, to the repository's policy.

        Raises GovernedEcrError for a policy above 10,240 characters, a statement that names a resource (it is this
        repository), and a grant without any condition to everyone or to an AWS service.
        """
        if "Resource" in statement or "NotResource" in statement:
            what = "A statement of a repository policy that names a resource."
            refuse(
                [Problem("repository policy", what, "Leave Resource out: it is this repository.")], of=self.node.path
            )
        refuse(openness_problems(statement, "repository policy"), of=self.node.path)
        policy = document([*self._statements, statement])
        refuse(size_problems(policy, limits.REPOSITORY_POLICY_CHARACTERS, "repository policy"), of=self.node.path)
        self._statements.append(statement)
        self._resource.repository_policy_text = policy

    def grant_pull(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let the grantee pull images; in the same account by its IAM policy, beyond it by the repository's as well."""
        return self.repository.grant_pull(grantee)

    def grant_push(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let the grantee push images, and pull them: a push asks which layers are there."""
        return self.repository.grant_pull_push(grantee)

    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let the grantee look: names, tags, images, scan findings and policies, without pulling."""
        return self.repository.grant(grantee, *actions.READ)

    def grant_manage(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let the grantee do everything but delete the repository; tools that read its AWS tags back work."""
        return self.repository.grant_pull(grantee).combine(self.repository.grant(grantee, *actions.MANAGE))

    def on_image_pushed(self, id: str, *, target: events.IRuleTarget | None = None) -> events.Rule:
        """A rule that fires after each successful push.

        docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
        """
        return cdk.aws_events.Rule(
            self,
            id,
            event_pattern=cdk.aws_events.EventPattern(
                source=["aws.ecr"],
                detail_type=["ECR Image Action"],
                detail={"action-type": ["PUSH"], "result": ["SUCCESS"], "repository-name": [self._name]},
            ),
            targets=[target] if target else None,
        )

    def on_image_scan_completed(
        self, id: str, *, target: events.IRuleTarget | None = None, image_tags: Sequence[str] | None = None
    ) -> events.Rule:
        """A rule that fires when a basic scan of an image (of one of ``image_tags``, if given) is complete.

        docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
        """
        return self.repository.on_image_scan_completed(
            id, target=target, image_tags=list(image_tags) if image_tags else None
        )
