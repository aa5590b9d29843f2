"""How each registry-level AWS::ECR::* type of CloudFormation is put on ECR's API: one table.

Imitates: what identifies a resource, which changes replace it, which properties cannot be read back, which types refuse
to be created over what is there; deleting a replication configuration puts empty rules.

Does not imitate: AWS's handlers for scanning and signing configurations where one exists already, which are not
published; here the template wins, and deleting goes back to what a new registry has.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from botocore.model import StructureShape

from local.ecr_entries import replace_template
from local.ecr_registry import call
from local.ecr_requests import Answer, RefusedError, Request, request_shape
from local.ministack_internals import account_id


def _registry(_: str) -> dict[str, str]:
    return {"RegistryId": account_id()}


@dataclass(frozen=True, slots=True)
class RegistryType:
    name: str
    put: str  # the operation that creates it; its request has a member for each property
    read: Callable[[str], Request | None]  # physical id -> the request that would put what is there now
    remove: Callable[[str], object]
    within: str | None = None  # the member of the request that the properties are in, when not the request itself
    identity: str = "RegistryId"
    attributes: Callable[[str], dict[str, str]] = _registry
    exclusive: bool = True  # creating one where there is one fails
    update: Callable[[Request], object] | None = None  # when it is not `put` again
    replacing: tuple[str, ...] = ()
    write_only: tuple[str, ...] = ()

    def shape(self) -> StructureShape:
        shape = request_shape(self.put)
        inner = shape.members[self.within] if self.within else shape
        assert isinstance(inner, StructureShape)
        return inner


def _answer(operation: str, request: Request) -> Answer | None:
    """The operation's answer, or None when ECR has no such thing."""
    try:
        return call(operation, request)
    except RefusedError as refused:
        if refused.code.endswith("NotFoundException"):
            return None
        raise


def _policy(_: str) -> Request | None:
    answer = _answer("GetRegistryPolicy", {})
    return answer and {"policyText": answer["policyText"]}


def _replication(_: str) -> Request | None:
    configuration = call("DescribeRegistry", {})["replicationConfiguration"]
    return {"replicationConfiguration": configuration} if configuration["rules"] else None


def _scanning(_: str) -> Request | None:
    configuration: Request = call("GetRegistryScanningConfiguration", {})["scanningConfiguration"]
    return configuration


def _signing(_: str) -> Request | None:
    answer = _answer("GetSigningConfiguration", {})
    return answer and {"signingConfiguration": answer["signingConfiguration"]}


def _cache_rule(prefix: str) -> Request | None:
    answer = _answer("DescribePullThroughCacheRules", {"ecrRepositoryPrefixes": [prefix]})
    return answer and _members("CreatePullThroughCacheRule", answer["pullThroughCacheRules"][0])


def _template(prefix: str) -> Request | None:
    found = call("DescribeRepositoryCreationTemplates", {"prefixes": [prefix]})["repositoryCreationTemplates"]
    return _members("CreateRepositoryCreationTemplate", found[0]) if found else None


def _members(operation: str, entry: Answer) -> Request:
    return {name: value for name, value in entry.items() if name in request_shape(operation).members}


def _template_times(prefix: str) -> dict[str, str]:
    (template,) = call("DescribeRepositoryCreationTemplates", {"prefixes": [prefix]})["repositoryCreationTemplates"]
    return {"CreatedAt": _iso(template["createdAt"]), "UpdatedAt": _iso(template["updatedAt"])}


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _exclusion(arn: str) -> Request | None:
    excluded = call("ListPullTimeUpdateExclusions", {"maxResults": 1000})["pullTimeUpdateExclusions"]
    return {"principalArn": arn} if arn in excluded else None


def _no_attributes(_: str) -> dict[str, str]:
    return {}


REGISTRY_TYPES: tuple[RegistryType, ...] = (
    RegistryType(
        name="AWS::ECR::RegistryPolicy",
        put="PutRegistryPolicy",
        read=_policy,
        remove=lambda _: call("DeleteRegistryPolicy", {}),
    ),
    RegistryType(
        name="AWS::ECR::ReplicationConfiguration",
        put="PutReplicationConfiguration",
        read=_replication,
        remove=lambda _: call("PutReplicationConfiguration", {"replicationConfiguration": {"rules": []}}),
    ),
    RegistryType(
        name="AWS::ECR::RegistryScanningConfiguration",
        put="PutRegistryScanningConfiguration",
        read=_scanning,
        remove=lambda _: call("PutRegistryScanningConfiguration", {"scanType": "BASIC", "rules": []}),
        exclusive=False,
    ),
    RegistryType(
        name="AWS::ECR::SigningConfiguration",
        put="PutSigningConfiguration",
        read=_signing,
        remove=lambda _: call("DeleteSigningConfiguration", {}),
        within="signingConfiguration",
        exclusive=False,
    ),
    RegistryType(
        name="AWS::ECR::PullThroughCacheRule",
        put="CreatePullThroughCacheRule",
        read=_cache_rule,
        remove=lambda prefix: call("DeletePullThroughCacheRule", {"ecrRepositoryPrefix": prefix}),
        identity="EcrRepositoryPrefix",
        attributes=_no_attributes,
        replacing=(
            "CredentialArn",
            "CustomRoleArn",
            "EcrRepositoryPrefix",
            "UpstreamRegistry",
            "UpstreamRegistryUrl",
            "UpstreamRepositoryPrefix",
        ),
        write_only=("CredentialArn", "CustomRoleArn", "UpstreamRegistry"),
    ),
    RegistryType(
        name="AWS::ECR::RepositoryCreationTemplate",
        put="CreateRepositoryCreationTemplate",
        read=_template,
        remove=lambda prefix: call("DeleteRepositoryCreationTemplate", {"prefix": prefix}),
        identity="Prefix",
        attributes=_template_times,
        update=replace_template,
        replacing=("Prefix",),
    ),
    RegistryType(
        name="AWS::ECR::PullTimeUpdateExclusion",
        put="RegisterPullTimeUpdateExclusion",
        read=_exclusion,
        remove=lambda arn: call("DeregisterPullTimeUpdateExclusion", {"principalArn": arn}),
        identity="PrincipalArn",
        attributes=_no_attributes,
        replacing=("PrincipalArn",),
    ),
)
