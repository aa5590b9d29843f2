"""The credential of a pull-through cache: a Secrets Manager secret that ECR can find and read.

docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from .model.errors import Problem, refuse
from .model.late_bound import is_late_bound
from .model.upstreams import SECRET_KEYS, SECRET_PREFIX, secret_arn_problems, secret_name_problems

if TYPE_CHECKING:
    from aws_cdk import aws_secretsmanager as secretsmanager


def make_secret(scope: Construct, id: str, *, name: str, username: str) -> secretsmanager.Secret:
    """A secret ``ecr-pullthroughcache/NAME`` with the keys that ECR reads, kept when its stack goes.

    Its accessToken is a random placeholder: put the real one with ``aws secretsmanager put-secret-value``. To rotate
    the credential, put another value into the same secret. Another secret would have another ARN, and every property
    of a cache rule forces its replacement.
    """
    full_name = name if name.startswith(SECRET_PREFIX) else f"{SECRET_PREFIX}{name}"
    refuse(secret_name_problems(full_name, "secret name"), of=id)
    return cdk.aws_secretsmanager.Secret(
        scope,
        id,
        secret_name=full_name,
        description=f"Upstream credential of the ECR pull-through cache {name}",
        generate_secret_string=cdk.aws_secretsmanager.SecretStringGenerator(
            secret_string_template=json.dumps({"username": username}), generate_string_key="accessToken"
        ),
        removal_policy=cdk.RemovalPolicy.RETAIN,
    )


def credential_problems(secret: secretsmanager.ISecret, stack: cdk.Stack, place: str = "credential") -> list[Problem]:
    """What is wrong with a secret as the credential of a cache in ``stack``, as far as it can be read here."""
    arn = secret.secret_full_arn
    if arn is None:
        what = "A secret without its complete ARN: ECR stores it, and a rule cannot change its own."
        return [Problem(place, what, "Refer to the secret with Secret.from_secret_complete_arn.")]
    problems = secret_arn_problems(arn, account=stack.account, region=stack.region, place=place)
    resource = secret.node.default_child
    if isinstance(resource, cdk.aws_secretsmanager.CfnSecret):
        # Not named, it gets a name from CloudFormation, behind a token that resolves to none.
        name = stack.resolve(resource.name) and resource.name
        problems += secret_name_problems(name or "", place)
        problems += _key_problems(resource, place)
        if secret.encryption_key is not None:
            what = "A secret encrypted with a customer managed key: ECR's service-linked role cannot decrypt it."
            problems.append(Problem(place, what, "Leave encryption_key out (aws/secretsmanager)."))
    return problems


def _key_problems(resource: secretsmanager.CfnSecret, place: str) -> list[Problem]:
    generated = resource.generate_secret_string
    if isinstance(generated, cdk.aws_secretsmanager.CfnSecret.GenerateSecretStringProperty):
        text, extra = generated.secret_string_template or "{}", {generated.generate_string_key} - {None}
    elif resource.secret_string and not is_late_bound(resource.secret_string):
        text, extra = resource.secret_string, set()
    else:
        return []
    if is_late_bound(text):
        return []
    try:
        keys = set(json.loads(text)) | extra
    except (ValueError, TypeError):
        keys = set()
    if keys >= SECRET_KEYS:
        return []
    found = ", ".join(sorted(str(key) for key in keys)) or "no JSON object"
    return [Problem(place, f"The secret holds {found}.", f"Needed: {' and '.join(sorted(SECRET_KEYS))}.")]
