"""Condition operators and keys as AWS spells them: both may be written in any case.

docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

OPERATORS: Final = (
    *("StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
    *("StringLike", "StringNotLike", "ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"),
    *("NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan"),
    *("NumericGreaterThanEquals", "DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals"),
    *("DateGreaterThan", "DateGreaterThanEquals", "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "Null"),
)

KEYS: Final = (
    *("aws:AssumedRoot", "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast", "aws:ChatbotSourceArn"),
    *("aws:CurrentTime", "aws:Ec2InstanceSourcePrivateIPv4", "aws:Ec2InstanceSourceVpc", "aws:EpochTime"),
    *("aws:FederatedProvider", "aws:IsMcpServiceAction", "aws:MultiFactorAuthAge", "aws:MultiFactorAuthPresent"),
    *("aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalIsAWSService", "aws:PrincipalOrgID"),
    *("aws:PrincipalOrgPaths", "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList", "aws:PrincipalType"),
    *("aws:referer", "aws:RequestedRegion", "aws:ResourceAccount", "aws:ResourceOrgID", "aws:ResourceOrgPaths"),
    *("aws:SecureTransport", "aws:SourceAccount", "aws:SourceArn", "aws:SourceIdentity", "aws:SourceIp"),
    *("aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceOwner", "aws:SourceVpc", "aws:SourceVpcArn"),
    *("aws:SourceVpce", "aws:TagKeys", "aws:TokenIssueTime", "aws:UserAgent", "aws:userid", "aws:username"),
    *("aws:ViaAWSService", "aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths", "aws:VpcSourceIp"),
    *("kms:CallerAccount", "kms:EncryptionContextKeys", "kms:GrantIsForAWSResource", "kms:GrantOperations"),
    *("kms:KeyOrigin", "kms:KeySpec", "kms:KeyUsage", "kms:RequestAlias", "kms:ResourceAliases", "kms:ViaService"),
    *("kms:BypassPolicyLockoutSafetyCheck", "kms:GranteePrincipal", "kms:MultiRegion", "kms:RetiringPrincipal"),
    *("lambda:SourceFunctionArn", "sts:ExternalId"),
)

TAG_KEYS: Final = (
    *("aws:PrincipalTag/", "aws:RequestTag/", "aws:ResourceTag/"),
    *("ecr:ResourceTag/", "kms:EncryptionContext:"),
)
"""Keys that go on with a name, of which the case counts."""

_OPERATORS: Final = {operator.lower(): operator for operator in OPERATORS}
_KEYS: Final = {key.lower(): key for key in KEYS}
_TAG_KEYS: Final = {key.lower(): key for key in TAG_KEYS}
_QUANTIFIERS: Final = {"foranyvalue": "ForAnyValue", "forallvalues": "ForAllValues"}


class Operator(NamedTuple):
    """An operator in its parts, and whether it is one that AWS knows."""

    name: str
    quantifier: str
    if_exists: bool
    is_known: bool


@lru_cache(maxsize=1024)
def read_operator(text: str) -> Operator:
    """``foranyvalue:stringlikeifexists`` as ForAnyValue, StringLike, if it exists. An unknown one stays as written."""
    prefix, colon, name = text.rpartition(":")
    quantifier = _QUANTIFIERS.get(prefix.lower(), "")
    if_exists = name.lower().endswith("ifexists")
    base = _OPERATORS.get(name[: -len("IfExists")].lower() if if_exists else name.lower())
    if base is None or (base == "Null" and if_exists) or bool(colon) != bool(quantifier):
        return Operator(text, "", False, False)
    return Operator(base, quantifier, if_exists, True)


@lru_cache(maxsize=4096)
def canonical_key(text: str) -> str:
    """A key as AWS documents it, or as written where it is not one of these."""
    lower = text.lower()
    if lower in _KEYS:
        return _KEYS[lower]
    for prefix, canonical in _TAG_KEYS.items():
        if lower.startswith(prefix):
            return canonical + text[len(prefix) :]
    return text
