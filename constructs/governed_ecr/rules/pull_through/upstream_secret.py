"""ECR can read the secret of a cache."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model.upstreams import SECRET_PREFIX
from ...state.arn import split_arn
from ...state.policy import Text
from ...state.registry import RegistryState, Resource
from ...state.unknown import Unknown, Value
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    credential = resource.get("CredentialArn")
    if credential is None:
        return
    secret = state.referred(credential) if isinstance(credential, Unknown) and credential.reference else None
    whats = _of_arn(credential, state) if secret is None else _of_secret(secret, state)
    yield from (Found(what, ("Properties", "CredentialArn")) for what in whats)


def _of_arn(credential: Value, state: RegistryState) -> Iterator[str]:
    arn = split_arn(credential)
    if arn is None:
        if isinstance(credential, str):
            yield f"{credential!r} is not the ARN of a secret."
        return
    if isinstance(arn.service, str) and arn.service != "secretsmanager":
        yield f"'{credential}' is not the ARN of a secret."
        return
    if not _may_begin(arn.resource, f"secret:{SECRET_PREFIX}"):
        name = str(arn.resource).removeprefix("secret:")
        yield f"The name of the secret, '{name}', does not begin with {SECRET_PREFIX!r}."
    here = state.environment
    if here.region and isinstance(arn.region, str) and arn.region != here.region:
        yield f"The secret is in {arn.region}, the cache in {here.region}."
    if here.account and isinstance(arn.account, str) and arn.account != here.account:
        yield f"The secret is of account {arn.account}, the cache of {here.account}."


def _of_secret(secret: Resource, state: RegistryState) -> Iterator[str]:
    if secret.type != "AWS::SecretsManager::Secret":
        return
    name, key = secret.get("Name"), secret.get("KmsKeyId")
    if name is None:
        yield f"The secret {secret.logical_id} has no Name, so CloudFormation gives it one without {SECRET_PREFIX!r}."
    elif isinstance(name, str | Unknown) and not _may_begin(name, SECRET_PREFIX):
        yield f"The name of the secret {secret.logical_id}, '{name}', does not begin with {SECRET_PREFIX!r}."
    if _is_customers(key, state):
        yield f"The secret {secret.logical_id} is encrypted with '{key}'; ECR can use aws/secretsmanager only."


def _is_customers(key: Value, state: RegistryState) -> bool:
    if isinstance(key, Unknown):
        return state.referred(key) is not None
    return isinstance(key, str) and not key.endswith("alias/aws/secretsmanager")


def _may_begin(text: Text, beginning: str) -> bool:
    """Whether some values of the unknown parts let the text begin so."""
    known = text if isinstance(text, str) else text.parts[0] if isinstance(text.parts[0], str) else ""
    whole = isinstance(text, str)
    return known.startswith(beginning) or (not whole and beginning.startswith(known))


UPSTREAM_SECRET = Rule(
    id="UpstreamSecret",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::PullThroughCacheRule",),
    summary="ECR cannot read the secret that holds the credential of a pull-through cache.",
    why="ECR refuses the rule, or every pull of an image that is not cached yet fails.",
    mend="Use a secret of the cache's own account and Region whose name begins with ecr-pullthroughcache/, encrypted "
    "with aws/secretsmanager.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html",
    check=_check,
)
