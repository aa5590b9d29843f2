"""Random requests of all kinds of requesters, each true to AWS: keys that hang together do so."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from governed_ecr.access.question import Who
from tests.access.adversary import ORGANIZATION, OTHER, OWN, REPOSITORY, TRUSTED, UNTRUSTED
from tests.access.judge import Request

TRUSTED_ACCOUNTS = frozenset({OWN, TRUSTED})
ACTIONS = (
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
    "ecr:PutImage",
    "ecr:SetRepositoryPolicy",
    "ecr:DeleteRepository",
    "ecr:ReplicateImage",
    "ecr:DescribeImages",
)
_ACCOUNTS = (UNTRUSTED, "999999999999", "999999999999", "400000000000", "555555555555", TRUSTED)
_ADDRESSES = ("203.0.113.7", "203.0.113.9", "198.51.100.1", "192.0.2.200", "8.8.8.8", "2001:db8::1", "2600::1")
_PLACES = (
    "r-ab12/",
    "r-ab12/ou-ab12-11111111/",
    "r-ab12/ou-ab12-11111111/ou-ab12-22222222/",
    "r-9999/ou-9999-99999999/",
)
_SERVICES = ("lambda.amazonaws.com", "codebuild.amazonaws.com", "ecs-tasks.amazonaws.com", "events.amazonaws.com")

Context = dict[str, str | list[str]]


@dataclass(frozen=True)
class Sample:
    """A request, and whose it is: ``who`` are all that it is an example of."""

    request: Request
    who: frozenset[Who]


def samples(random: Random, count: int, named: str = "") -> list[Sample]:
    """``count`` requests. named: the policy's text; strangers are of no account or organization in it."""
    makers = (_principal, _principal, _principal, _anonymous, _service, _service)
    return [random.choice(makers)(random, named) for _ in range(count)]


def _principal(random: Random, named: str) -> Sample:
    account = random.choice(_ACCOUNTS)
    name = random.choice(("deployer", "stranger", "alice", "team/ci"))
    organization = random.choice((None, "o-foreign9999", OTHER, ORGANIZATION))
    context = _common(random)
    context |= {"aws:PrincipalAccount": account, "aws:PrincipalIsAWSService": "false"}
    kind = random.choice(("role", "role", "session", "user", "root"))
    session = random.choice(("session", "deploy-1"))
    if kind == "root":
        principal = arn = f"arn:aws:iam::{account}:root"
        context |= {"aws:PrincipalType": "Account", "aws:userid": account}
    elif kind == "user":
        principal = arn = f"arn:aws:iam::{account}:user/{name}"
        context |= {
            "aws:PrincipalType": "User",
            "aws:userid": "AIDASTRANGER000000000",
            "aws:username": name.split("/")[-1],
        }
    else:
        arn = f"arn:aws:iam::{account}:role/{name}"
        principal = f"arn:aws:sts::{account}:assumed-role/{name.split('/')[-1]}/{session}" if kind == "session" else arn
        context |= {"aws:PrincipalType": "AssumedRole", "aws:userid": f"AROASTRANGER000000000:{session}"}
    context["aws:PrincipalArn"] = arn
    if organization:
        context["aws:PrincipalOrgID"] = organization
        context["aws:PrincipalOrgPaths"] = [f"{organization}/{random.choice(_PLACES)}"]
    if random.random() < 0.5:
        context["aws:PrincipalTag/team"] = random.choice(("platform", "other", "Platform"))
    if random.random() < 0.4:
        context["aws:MultiFactorAuthPresent"] = random.choice(("true", "false"))
    if random.random() < 0.3:
        context["aws:MultiFactorAuthAge"] = random.choice(("0", "60", "300", "5000"))
    if random.random() < 0.7:
        context["aws:ViaAWSService"] = random.choice(("true", "false"))
    who = {Who.FOREIGNER}
    outside = account not in TRUSTED_ACCOUNTS and organization != ORGANIZATION
    if outside:
        who.add(Who.OUTSIDER)
    if outside and account not in named and (organization is None or organization not in named):
        who.add(Who.STRANGER)
    return Sample(_request(random, principal, context), frozenset(who))


def _anonymous(random: Random, named: str) -> Sample:
    return Sample(_request(random, "anonymous", _common(random)), frozenset({Who.ANONYMOUS}))


def _service(random: Random, named: str) -> Sample:
    service = random.choice(_SERVICES)
    account = random.choice(_ACCOUNTS)
    organization = random.choice((None, None, OTHER, ORGANIZATION))
    context: Context = {
        "aws:PrincipalIsAWSService": "true",
        "aws:PrincipalServiceName": service,
        "aws:SecureTransport": "true",
    }
    context["aws:CurrentTime"] = random.choice(("2026-12-01T00:00:00Z", "2028-06-01T00:00:00Z"))
    if random.random() < 0.7:
        context["aws:SourceAccount"] = account
    if random.random() < 0.6:
        name = random.choice(("function:app", "function:stranger"))
        context["aws:SourceArn"] = random.choice(
            (
                f"arn:aws:lambda:us-east-1:{account}:{name}",
                f"arn:aws:codebuild:eu-west-1:{account}:project/x",
                "arn:aws:s3:::bucket",
            )
        )
    if organization and random.random() < 0.8:
        context["aws:SourceOrgID"] = organization
        context["aws:SourceOrgPaths"] = [f"{organization}/{random.choice(_PLACES)}"]
    outside = account not in TRUSTED_ACCOUNTS and organization != ORGANIZATION
    return Sample(_request(random, service, context), frozenset({Who.SERVICE}) if outside else frozenset())


def _common(random: Random) -> Context:
    """Where a request comes from, by what agent, and when."""
    context: Context = {"aws:SecureTransport": "true"}
    context["aws:CurrentTime"] = random.choice(("2026-12-01T00:00:00Z", "2028-06-01T00:00:00Z", "2031-06-01T00:00:00Z"))
    if random.random() < 0.75:
        context["aws:SourceIp"] = random.choice(_ADDRESSES)
    else:
        context |= {"aws:SourceVpc": "vpc-0ffffffffffffffff", "aws:SourceVpce": "vpce-0ffffffffffffffff"}
        context["aws:VpcSourceIp"] = "10.0.0.7"
    if random.random() < 0.6:
        context["aws:UserAgent"] = random.choice(("docker/2", "containerd/1.7", "docker/27.1"))
    return context


def _request(random: Random, principal: str, context: Context) -> Request:
    resource = REPOSITORY + random.choice(("app", "team/app", "prod-1", "other"))
    return Request(principal, random.choice(ACTIONS), resource, context)
