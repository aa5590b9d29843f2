"""What ministack's repositories lack.

Imitates: tag mutability exclusion filters, stored and given back by the API and by CloudFormation; pages of
DescribeRepositories; in a stack, a create over an existing repository fails; an import change set, which puts the
template's policies in place of the repository's and so loses those that the template does not have; drift detection of
what the template sets. ministack itself refuses to delete a repository that has images unless forced (`force`,
`EmptyOnDelete`), keeps images through updates, and removes a policy that the template no longer has.

Does not imitate: enforcing the exclusion filters on a push, checking a repository's settings, evaluating its lifecycle
policy, and what DescribeImages and ListImages leave out of ECR's answers (pages, one entry for each tag).
"""

# ruff: noqa: SLF001 - private names are what there is to hold on to

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from local.ecr_requests import Request, from_template, page, request_shape, to_template
from local.ministack_internals import (
    DRIFT_READERS,
    IMPORT_LOOKUPS,
    RESOURCE_HANDLERS,
    changesets,
    ecr,
    json_response,
    provisioners,
)
from local.stack_handlers import Made, Properties, already_exists, as_declared, not_found

_TYPE = "AWS::ECR::Repository"
_FILTERS = "imageTagMutabilityExclusionFilters"
_TEMPLATE_FILTERS = "ImageTagMutabilityExclusionFilters"


def install() -> None:
    _keep_exclusion_filters()
    _page_repositories()
    _provision()
    _import_policies()
    IMPORT_LOOKUPS[_TYPE] = (("RepositoryName",), _import_problem)
    DRIFT_READERS[_TYPE] = (_read, frozenset(_PROPERTIES))


def _keep_exclusion_filters() -> None:
    stock_create, stock_put, stock_shape = ecr._create_repository, ecr._put_image_tag_mutability, ecr._repo_shape
    stock_properties = provisioners._ecr_cfn_to_api

    def create(request: Request) -> Any:
        answer = stock_create(request)
        if answer[0] != HTTPStatus.OK:
            return answer
        repository = ecr._repositories[request["repositoryName"]]
        _set_filters(repository, request)
        return json_response({"repository": ecr._repo_shape(repository)})

    def put(request: Request) -> Any:
        answer = stock_put(request)
        if answer[0] != HTTPStatus.OK:
            return answer
        repository = ecr._repositories[request["repositoryName"]]
        _set_filters(repository, request)
        shown = ("registryId", "repositoryName", "imageTagMutability", _FILTERS)
        return json_response({name: repository[name] for name in shown if name in repository})

    def shape(repository: dict[str, Any]) -> Any:
        kept = {_FILTERS: repository[_FILTERS]} if repository.get(_FILTERS) else {}
        return stock_shape(repository) | kept

    def properties(declared: Properties) -> Any:
        filters = declared.get(_TEMPLATE_FILTERS)
        return stock_properties(declared) | ({_FILTERS: _filters(filters)} if filters else {})

    ecr._create_repository, ecr._put_image_tag_mutability, ecr._repo_shape = create, put, shape
    provisioners._ecr_cfn_to_api = properties


def _set_filters(repository: dict[str, Any], request: Request) -> None:
    repository[_FILTERS] = request.get(_FILTERS, [])


def _filters(declared: list[Properties]) -> Any:
    return from_template(request_shape("CreateRepository").members[_FILTERS], declared)


def _page_repositories() -> None:
    stock = ecr._describe_repositories

    def describe(request: Request) -> Any:
        if request.get("repositoryNames"):
            return stock(request)
        found = [ecr._repo_shape(repository) for repository in ecr._repositories.values()]
        return json_response(page("repositories", found, request))

    ecr._describe_repositories = describe


def _provision() -> None:
    handlers = RESOURCE_HANDLERS[_TYPE]
    stock_create, stock_update = handlers["create"], handlers["update"]

    def create(logical_id: str, properties: Properties, stack_name: str) -> Made:
        # ministack would write over the repository, and lose what it was.
        name = properties.get("RepositoryName")
        if name in ecr._repositories:
            raise already_exists(_TYPE, str(name))
        made: Made = stock_create(logical_id, properties, stack_name)
        return made

    def update(physical_id: str, old: Properties, properties: Properties, stack_name: str, logical_id: str) -> Made:
        made: Made = stock_update(physical_id, old, properties, stack_name, logical_id)
        ecr._repositories[physical_id][_FILTERS] = _filters(properties.get(_TEMPLATE_FILTERS, []))
        return made

    def adopt(identifier: dict[str, str]) -> Made:
        repository = ecr._repositories[identifier["RepositoryName"]]
        attributes = {"Arn": repository["repositoryArn"], "RepositoryUri": repository["repositoryUri"]}
        return identifier["RepositoryName"], attributes

    handlers |= {"create": create, "update": update, "import": adopt}


def _import_policies() -> None:
    stock: Callable[..., Awaitable[None]] = changesets._import_resources_async

    async def import_resources(change_set: dict[str, Any], stack: dict[str, Any], new_stack: bool) -> None:
        await stock(change_set, stack, new_stack)
        if stack["StackStatus"] != "IMPORT_COMPLETE":
            return
        for entry in change_set["_resources_to_import"]:
            if entry["ResourceType"] == _TYPE:
                # AWS ends an import with an update, to set the stack's tags, and that update brings the policies along.
                resource = stack["_resources"][entry["LogicalResourceId"]]
                provisioners._ecr_repo_apply_policies(resource["PhysicalResourceId"], resource["Properties"])

    changesets._import_resources_async = import_resources


def _import_problem(name: str) -> str | None:
    return None if name in ecr._repositories else str(not_found(_TYPE, name))


_PROPERTIES = (
    "RepositoryName",
    "EncryptionConfiguration",
    "ImageScanningConfiguration",
    "ImageTagMutability",
    _TEMPLATE_FILTERS,
    "LifecyclePolicy",
    "RepositoryPolicyText",
    "Tags",
)


def _read(name: str, declared: Properties) -> Properties | None:
    repository = ecr._repositories.get(name)
    if repository is None:
        return None
    shape = request_shape("CreateRepository")
    members = {member: repository[member] for member in shape.members if member in repository}
    current = to_template(shape, members)
    if name in ecr._lifecycle_policies:
        current["LifecyclePolicy"] = {"LifecyclePolicyText": ecr._lifecycle_policies[name]}
    if name in ecr._repo_policies:
        current["RepositoryPolicyText"] = ecr._repo_policies[name]
    return as_declared(current, declared)
