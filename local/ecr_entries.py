"""What a registry has many of: pull-through cache rules, repository creation templates, pull-time update exclusions.

Imitates: create, describe in pages, update and delete; one rule or template per prefix, one exclusion per principal,
and the errors for what exists or is missing. Does not imitate what the entries do: nothing is pulled through, no
repository is created from a template; the secret and the address of an upstream are not looked at, no quota is counted.
"""

import time

from local.ecr_requests import Answer, Operation, RefusedError, Request, page
from local.ministack_internals import ScopedDict, account_id

_rules = ScopedDict()
_templates = ScopedDict()
_exclusions = ScopedDict()
STORES = (_rules, _templates, _exclusions)


def _rule(prefix: str) -> Answer:
    if prefix not in _rules:
        message = f"Pull through cache rule with the ECR repository prefix '{prefix}' does not exist"
        raise RefusedError("PullThroughCacheRuleNotFoundException", message)
    rule: Answer = _rules[prefix]
    return rule


def _without(rule: Answer, *names: str) -> Answer:
    return {name: value for name, value in rule.items() if name not in names}


def _create_rule(request: Request) -> Answer:
    prefix = request["ecrRepositoryPrefix"]
    if prefix in _rules:
        message = f"A pull through cache rule with the ECR repository prefix '{prefix}' already exists"
        raise RefusedError("PullThroughCacheRuleAlreadyExistsException", message)
    now = time.time()
    _rules[prefix] = {
        "registryId": account_id(),
        "upstreamRepositoryPrefix": "ROOT",
        **request,
        "createdAt": now,
        "updatedAt": now,
    }
    return _without(_rules[prefix], "updatedAt")


def _describe_rules(request: Request) -> Answer:
    named = request.get("ecrRepositoryPrefixes")
    return page("pullThroughCacheRules", [_rule(prefix) for prefix in named or _rules.keys()], request)


def _update_rule(request: Request) -> Answer:
    rule = _rule(request["ecrRepositoryPrefix"])
    rule.update(request, updatedAt=time.time())
    return _without(rule, "upstreamRegistry", "upstreamRegistryUrl", "createdAt")


def _delete_rule(request: Request) -> Answer:
    rule = _rule(request["ecrRepositoryPrefix"])
    _rules.pop(request["ecrRepositoryPrefix"])
    return _without(rule, "upstreamRegistry", "updatedAt")


def _template(prefix: str) -> Answer:
    if prefix not in _templates:
        message = f"Repository creation template with the prefix '{prefix}' does not exist"
        raise RefusedError("TemplateNotFoundException", message)
    return {"registryId": account_id(), "repositoryCreationTemplate": _templates[prefix]}


def _create_template(request: Request) -> Answer:
    prefix = request["prefix"]
    if prefix in _templates:
        message = f"Repository creation template with the prefix '{prefix}' already exists"
        raise RefusedError("TemplateAlreadyExistsException", message)
    now = time.time()
    _templates[prefix] = {
        "imageTagMutability": "MUTABLE",
        "encryptionConfiguration": {"encryptionType": "AES256"},
        **request,
        "createdAt": now,
        "updatedAt": now,
    }
    return _template(prefix)


def _describe_templates(request: Request) -> Answer:
    # Unlike cache rules, prefixes without a template are left out instead of being an error.
    found = [_templates[prefix] for prefix in request.get("prefixes") or _templates.keys() if prefix in _templates]
    return {"registryId": account_id(), **page("repositoryCreationTemplates", found, request)}


def _update_template(request: Request) -> Answer:
    answer = _template(request["prefix"])
    answer["repositoryCreationTemplate"].update(request, updatedAt=time.time())
    return answer


def replace_template(request: Request) -> Answer:
    """Update as CloudFormation does: what the request leaves out goes back to its default instead of staying."""
    prefix = request["prefix"]
    created = _template(prefix)["repositoryCreationTemplate"]["createdAt"]
    _templates.pop(prefix)
    _create_template(request)
    _templates[prefix]["createdAt"] = created
    return _template(prefix)


def _delete_template(request: Request) -> Answer:
    answer = _template(request["prefix"])
    _templates.pop(request["prefix"])
    return answer


def _register_exclusion(request: Request) -> Answer:
    arn = request["principalArn"]
    if arn in _exclusions:
        raise RefusedError("ExclusionAlreadyExistsException", f"The principal '{arn}' is excluded already")
    _exclusions[arn] = time.time()
    return {"principalArn": arn, "createdAt": _exclusions[arn]}


def _list_exclusions(request: Request) -> Answer:
    return page("pullTimeUpdateExclusions", _exclusions.keys(), request)


def _deregister_exclusion(request: Request) -> Answer:
    arn = request["principalArn"]
    if arn not in _exclusions:
        raise RefusedError("ExclusionNotFoundException", f"The principal '{arn}' is not excluded")
    _exclusions.pop(arn)
    return {"principalArn": arn}


OPERATIONS: dict[str, Operation] = {
    "CreatePullThroughCacheRule": _create_rule,
    "DescribePullThroughCacheRules": _describe_rules,
    "UpdatePullThroughCacheRule": _update_rule,
    "DeletePullThroughCacheRule": _delete_rule,
    "CreateRepositoryCreationTemplate": _create_template,
    "DescribeRepositoryCreationTemplates": _describe_templates,
    "UpdateRepositoryCreationTemplate": _update_template,
    "DeleteRepositoryCreationTemplate": _delete_template,
    "RegisterPullTimeUpdateExclusion": _register_exclusion,
    "ListPullTimeUpdateExclusions": _list_exclusions,
    "DeregisterPullTimeUpdateExclusion": _deregister_exclusion,
}
