"""What a registry has one of: its policy, its replication, scanning and signing configuration, its account settings.

Imitates: put, get and delete, with the values a new registry starts from and the errors for what is missing. Put
replaces the whole. Does not imitate what the settings do: no policy is enforced, nothing is replicated, scanned or
signed, and turning enhanced scanning on does not call Inspector.
"""

import json

from local.ecr_requests import Answer, Operation, RefusedError, Request
from local.ministack_internals import ScopedDict, account_id

_POLICY, _REPLICATION, _SCANNING, _SIGNING = "policy", "replication", "scanning", "signing"

# The first value is a new registry's. V1 cannot be chosen any more, but registries that old still have it.
_ACCOUNT_SETTINGS = {
    "REGISTRY_POLICY_SCOPE": ("V2", "V1"),
    "BASIC_SCAN_TYPE_VERSION": ("AWS_NATIVE",),
    "BLOB_MOUNTING": ("DISABLED", "ENABLED"),
}

_configurations = ScopedDict()
_account_settings = ScopedDict()
STORES = (_configurations, _account_settings)


def _get_policy(_: Request) -> Answer:
    if _POLICY not in _configurations:
        message = f"Registry policy does not exist in the registry with id '{account_id()}'"
        raise RefusedError("RegistryPolicyNotFoundException", message)
    return {"registryId": account_id(), "policyText": _configurations[_POLICY]}


def _put_policy(request: Request) -> Answer:
    try:
        json.loads(request["policyText"])
    except ValueError as error:
        raise RefusedError("InvalidParameterException", "Invalid registry policy provided: it is not JSON") from error
    _configurations[_POLICY] = request["policyText"]
    return _get_policy(request)


def _delete_policy(request: Request) -> Answer:
    answer = _get_policy(request)
    _configurations.pop(_POLICY)
    return answer


def _describe_registry(_: Request) -> Answer:
    nothing: Answer = {"rules": []}
    return {"registryId": account_id(), "replicationConfiguration": _configurations.get(_REPLICATION, nothing)}


def _put_replication(request: Request) -> Answer:
    _configurations[_REPLICATION] = request["replicationConfiguration"]
    return {"replicationConfiguration": request["replicationConfiguration"]}


def _get_scanning(_: Request) -> Answer:
    basic: Answer = {"scanType": "BASIC", "rules": []}
    return {"registryId": account_id(), "scanningConfiguration": _configurations.get(_SCANNING, basic)}


def _put_scanning(request: Request) -> Answer:
    _configurations[_SCANNING] = {"scanType": "BASIC", "rules": []} | request
    return {"registryScanningConfiguration": _configurations[_SCANNING]}


def _get_signing(_: Request) -> Answer:
    if _SIGNING not in _configurations:
        message = f"Signing configuration does not exist in the registry with id '{account_id()}'"
        raise RefusedError("SigningConfigurationNotFoundException", message)
    return {"registryId": account_id(), "signingConfiguration": _configurations[_SIGNING]}


def _put_signing(request: Request) -> Answer:
    _configurations[_SIGNING] = request["signingConfiguration"]
    return {"signingConfiguration": request["signingConfiguration"]}


def _delete_signing(request: Request) -> Answer:
    answer = _get_signing(request)
    _configurations.pop(_SIGNING)
    return answer


def _get_account_setting(request: Request) -> Answer:
    name = request["name"]
    if name not in _ACCOUNT_SETTINGS:
        raise RefusedError("InvalidParameterException", f"'{name}' is not an account setting")
    return {"name": name, "value": _account_settings.get(name, _ACCOUNT_SETTINGS[name][0])}


def _put_account_setting(request: Request) -> Answer:
    name, value = request["name"], request["value"]
    if value not in _ACCOUNT_SETTINGS.get(name, (value,)):
        raise RefusedError("InvalidParameterException", f"'{value}' is not a value of the account setting '{name}'")
    _get_account_setting(request)
    _account_settings[name] = value
    return {"name": name, "value": value}


OPERATIONS: dict[str, Operation] = {
    "GetRegistryPolicy": _get_policy,
    "PutRegistryPolicy": _put_policy,
    "DeleteRegistryPolicy": _delete_policy,
    "DescribeRegistry": _describe_registry,
    "PutReplicationConfiguration": _put_replication,
    "GetRegistryScanningConfiguration": _get_scanning,
    "PutRegistryScanningConfiguration": _put_scanning,
    "GetSigningConfiguration": _get_signing,
    "PutSigningConfiguration": _put_signing,
    "DeleteSigningConfiguration": _delete_signing,
    "GetAccountSetting": _get_account_setting,
    "PutAccountSetting": _put_account_setting,
}
