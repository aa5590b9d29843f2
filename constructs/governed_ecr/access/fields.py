"""The condition keys: which requests carry them, and what values they can have.

docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """Who makes a request."""

    IAM = "an IAM principal"
    ANONYMOUS = "anonymous"
    SERVICE = "an AWS service"


ALL: Final = frozenset(Kind)
_IAM: Final = frozenset({Kind.IAM})


class Values(StrEnum):
    TEXT = "text"
    BOOL = "bool"
    NUMBER = "number"
    DATE = "date"
    UNCERTAIN = "uncertain"
    """Somebody else decides about the value, and nothing is known of it."""


@dataclass(frozen=True, slots=True)
class Field:
    """A key that the requester is free to choose, within its values. always: whether those requests always carry it.

    several: it has several values. only: all that it has. of_iam: those that only IAM principals' requests have.
    """

    values: Values
    kinds: frozenset[Kind] = _IAM
    always: bool = False
    several: bool = False
    only: tuple[str, ...] = ()
    of_iam: tuple[str, ...] = ()


_TEXT = Field(Values.TEXT)
_TEXTS = Field(Values.TEXT, several=True)
_FLAG = Field(Values.BOOL)
_SIGNED = frozenset({Kind.IAM, Kind.SERVICE})
_OF_KEY = Field(Values.TEXT, _SIGNED)

CONTEXT: Final = "kms:encryptioncontext:"
"""The family of what a request to AWS KMS says about the data: a service names the resource that it acts for."""

FIELDS: Final[dict[str, Field]] = {
    "aws:assumedroot": _FLAG,
    "aws:calledvia": _TEXTS,
    "aws:calledviaawsmcp": _TEXT,
    "aws:calledviafirst": _TEXT,
    "aws:calledvialast": _TEXT,
    "aws:ec2instancesourceprivateipv4": Field(Values.UNCERTAIN),
    "aws:ec2instancesourcevpc": Field(Values.UNCERTAIN),
    "aws:federatedprovider": _TEXT,
    "aws:ismcpserviceaction": _FLAG,
    "aws:multifactorauthage": Field(Values.NUMBER),
    "aws:multifactorauthpresent": _FLAG,
    "aws:referer": Field(Values.TEXT, ALL),
    "aws:requestedregion": Field(Values.TEXT, ALL, always=True),
    "aws:principaltag/": _TEXT,
    "aws:securetransport": Field(Values.BOOL, ALL, always=True, only=("true",)),
    "aws:sourceidentity": _TEXT,
    "aws:tokenissuetime": Field(Values.DATE),
    "aws:useragent": Field(Values.TEXT, ALL),
    "aws:viaawsmcpservice": _FLAG,
    "aws:viaawsservice": Field(Values.BOOL, ALL, of_iam=("true",)),
    "ecr:accountsetting": _TEXT,
    "kms:encryptionalgorithm": _OF_KEY,
    CONTEXT: _OF_KEY,
    "kms:encryptioncontextkeys": Field(Values.TEXT, _SIGNED, several=True),
    "kms:grantconstrainttype": _OF_KEY,
    "kms:granteeprincipal": _OF_KEY,
    "kms:grantisforawsresource": Field(Values.BOOL, _SIGNED),
    "kms:grantoperations": Field(Values.TEXT, _SIGNED, several=True),
    "kms:retiringprincipal": _OF_KEY,
    "kms:viaservice": _OF_KEY,
}

TIED: Final = (
    "aws:currenttime",
    "aws:epochtime",
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principalisawsservice",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalservicename",
    "aws:principalservicenameslist",
    "aws:principaltype",
    "aws:requesttag/",
    "aws:resourceaccount",
    "aws:resourceorgid",
    "aws:resourceorgpaths",
    "aws:resourcetag/",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpcarn",
    "aws:sourcevpce",
    "aws:tagkeys",
    "aws:userid",
    "aws:username",
    "aws:vpceaccount",
    "aws:vpceorgid",
    "aws:vpceorgpaths",
    "aws:vpcsourceip",
    "ecr:resourcetag/",
    "kms:calleraccount",
)
"""The keys whose values hang together, or are the resource's own. Keys that end in ``/`` or ``:`` are families."""

_CROSS_SERVICE: Final = ("ec2:", "lambda:", "ssm:", "glue:", "identitystore:", "ecs:", "eks:")


def field_of(key: str) -> Field | None:
    """The field of a free key; None for keys that are tied to others and for unknown ones."""
    return FIELDS.get(family(key))


def family(key: str) -> str:
    """``aws:PrincipalTag/team`` is of the family ``aws:principaltag/``; other keys are their own."""
    name = key.lower()
    for mark in ("/", ":"):
        head = name[: name.find(mark, name.find(":") + 1) + 1]
        if head in FIELDS or head in TIED:
            return head
    return name


def never_sent(key: str) -> bool:
    """Whether it is no key of a request to ECR or AWS KMS: misspelt, or of another service."""
    name = family(key)
    if name.startswith(("kms:", *_CROSS_SERVICE)) or ":" not in name:
        return False
    if name.startswith("ecr:"):
        return name not in FIELDS and name not in TIED
    return name not in FIELDS and name not in TIED
