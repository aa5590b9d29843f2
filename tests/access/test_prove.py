"""Who gets in by which condition: Outsiders, Anonymous, Services for others, any stranger (X), Members, Foreigners."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.access.prove import prove
from governed_ecr.access.question import PolicyKind, Question, Verdict, Who
from tests.access.adversary import ORGANIZATION, OTHER, OWN, TRUSTED, UNIT, UNTRUSTED
from tests.access.policies import PULL, TRUST, allow, deny, policy, proof, verdicts

EVERYBODY = "OASXMF"
OURS = {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}}
LAMBDA = {"Service": "lambda.amazonaws.com"}


def when(operator: str, key: str, *values: str) -> dict[str, Any]:
    return {operator: {key: list(values)}}


CASES: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "everyone": (EVERYBODY, [allow()]),
    "everyone by AWS": (EVERYBODY, [allow({"AWS": "*"})]),
    "everyone but one": (EVERYBODY, [{"Effect": "Allow", "NotPrincipal": {"AWS": TRUSTED}, "Action": PULL}]),
    "a trusted account": ("F", [allow({"AWS": TRUSTED})]),
    "another account": ("OF", [allow({"AWS": f"arn:aws:iam::{UNTRUSTED}:root"})]),
    "a role of another account": ("OF", [allow({"AWS": f"arn:aws:iam::{UNTRUSTED}:role/path/ci"})]),
    "a session of another account": ("OF", [allow({"AWS": f"arn:aws:sts::{UNTRUSTED}:assumed-role/ci/build"})]),
    "the own account": ("", [allow({"AWS": OWN})]),
    "a role with a wildcard, which AWS refuses": ("of", [allow({"AWS": f"arn:aws:iam::{UNTRUSTED}:role/*"})]),
    "a federated user": ("", [allow({"Federated": "accounts.google.com"})]),
    "the organization": ("MF", [allow(condition=OURS)]),
    "the organization, if the key exists": (
        EVERYBODY,
        [allow(condition=when("StringEqualsIfExists", "aws:PrincipalOrgID", ORGANIZATION))],
    ),
    "the organization, for all values": (
        EVERYBODY,
        [allow(condition=when("ForAllValues:StringEquals", "aws:PrincipalOrgID", ORGANIZATION))],
    ),
    "another organization": ("OF", [allow(condition=when("StringEquals", "aws:PrincipalOrgID", OTHER))]),
    "any organization": ("OXMF", [allow(condition=when("StringLike", "aws:PrincipalOrgID", "o-*"))]),
    "any organization by its own variable": (
        "OXMF",
        [allow(condition=when("StringEquals", "aws:PrincipalOrgID", "${aws:PrincipalOrgID}"))],
    ),
    "the resource's organization": (
        "MF",
        [allow(condition=when("StringEquals", "aws:PrincipalOrgID", "${aws:ResourceOrgID}"))],
    ),
    "the resource's organization, turned round": (
        "MF",
        [allow(condition=when("StringEquals", "aws:ResourceOrgID", "${aws:PrincipalOrgID}"))],
    ),
    "a star taken literally": ("", [allow(condition=when("StringEquals", "aws:PrincipalOrgID", "o-*"))]),
    "not in an organization": ("OASXF", [allow(condition=when("Null", "aws:PrincipalOrgID", "true"))]),
    "not in ours": ("OASXF", [allow(condition=when("StringNotEquals", "aws:PrincipalOrgID", ORGANIZATION))]),
    "a unit": ("F", [allow(condition=when("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", f"{UNIT}*"))]),
    "a unit of any organization": (
        "OXF",
        [allow(condition=when("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-*/r-ab12/ou-ab12-11111111/*"))],
    ),
    "a unit for all values": (
        EVERYBODY.replace("M", ""),
        [allow(condition=when("ForAllValues:StringLike", "aws:PrincipalOrgPaths", f"{UNIT}*"))],
    ),
    "paths without a set operator": (
        "mf",
        [allow(condition=when("StringLike", "aws:PrincipalOrgPaths", f"{ORGANIZATION}/*"))],
    ),
    "a source organization": ("", [allow(condition=when("StringEquals", "aws:SourceOrgID", ORGANIZATION))]),
    "a foreign source organization": ("S", [allow(condition=when("StringEquals", "aws:SourceOrgID", OTHER))]),
    "a type of principal": ("OXMF", [allow(condition=when("StringEquals", "aws:PrincipalType", "AssumedRole"))]),
    "a role of any account": (
        "OXMF",
        [allow(condition=when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/deployer"))],
    ),
    "an ARN's star does not cross parts": (
        "",
        [allow(condition=when("ArnLike", "aws:PrincipalArn", "arn:aws:iam:*:role/deployer:x"))],
    ),
    "a text's star does": ("OXMF", [allow(condition=when("StringLike", "aws:PrincipalArn", "arn:*:role/deployer"))]),
    "roles of a trusted account": (
        "F",
        [allow(condition=when("ArnLike", "aws:PrincipalArn", f"arn:aws:iam::{TRUSTED}:role/*"))],
    ),
    "any address": ("OASXMF", [allow(condition=when("IpAddress", "aws:SourceIp", "0.0.0.0/0"))]),
    "private addresses": ("", [allow(condition=when("IpAddress", "aws:SourceIp", "10.0.0.0/8"))]),
    "not from any IPv4 address": ("OASXMF", [allow(condition=when("NotIpAddress", "aws:SourceIp", "0.0.0.0/0"))]),
    "an endpoint": ("MF", [allow(condition=when("StringEquals", "aws:SourceVpce", "vpce-0aaaaaaaaaaaaaaaa"))]),
    "any endpoint": ("OAXMF", [allow(condition=when("StringLike", "aws:SourceVpce", "vpce-*"))]),
    "an endpoint of the organization": ("mf", [allow(condition=when("StringEquals", "aws:VpceOrgID", ORGANIZATION))]),
    "an endpoint of a unit": (
        "mf",
        [allow(condition=when("ForAnyValue:StringLike", "aws:VpceOrgPaths", f"{ORGANIZATION}/*"))],
    ),
    "an endpoint of trusted accounts": ("mf", [allow(condition=when("StringEquals", "aws:VpceAccount", OWN, TRUSTED))]),
    "an endpoint of another account": ("oamf", [allow(condition=when("StringEquals", "aws:VpceAccount", UNTRUSTED))]),
    "an endpoint of another organization": ("oamf", [allow(condition=when("StringEquals", "aws:VpceOrgID", OTHER))]),
    "an endpoint of any organization": ("oaxmf", [allow(condition=when("StringLike", "aws:VpceOrgID", "o-*"))]),
    "denied but by endpoints of the organization": (
        "mf",
        [allow(), deny(when("StringNotEquals", "aws:VpceOrgID", ORGANIZATION))],
    ),
    "a short organization's id": ("OF", [allow(condition=when("StringEquals", "aws:PrincipalOrgID", "o-zzzzzzzzz"))]),
    "a tag that anyone can have": (
        "OXMF",
        [allow(condition=when("StringEquals", "aws:PrincipalTag/team", "platform"))],
    ),
    "a tag of the repository": ("oasxmf", [allow(condition=when("StringEquals", "aws:ResourceTag/public", "yes"))]),
    "an agent": ("OASXMF", [allow(condition=when("StringLike", "aws:UserAgent", "docker/*"))]),
    "plain HTTP": ("", [allow(condition=when("Bool", "aws:SecureTransport", "false"))]),
    "a key that nobody knows": ("oasxmf", [allow(condition=when("StringEquals", "aws:PrinicpalOrgID", ORGANIZATION))]),
    "a service": ("S", [allow(LAMBDA)]),
    "a service for a trusted account": ("", [allow(LAMBDA, when("StringEquals", "aws:SourceAccount", TRUSTED))]),
    "a service for any function": (
        "S",
        [allow(LAMBDA, when("ArnLike", "aws:SourceArn", "arn:aws:lambda:*:*:function:*"))],
    ),
    "a service for own functions": (
        "",
        [allow(LAMBDA, when("ArnLike", "aws:SourceArn", f"arn:aws:lambda:*:{OWN}:function:*"))],
    ),
    "a service for own functions, as text": (
        "",
        [allow(LAMBDA, when("StringLike", "aws:SourceArn", f"arn:aws:lambda:*:{OWN}:function:*"))],
    ),
    "a service for anything own, as text": (
        "s",
        [allow(LAMBDA, when("StringLike", "aws:SourceArn", f"arn:aws:lambda:*:{OWN}:*"))],
    ),
    "any service for anything own, as text": (
        "s",
        [allow(condition=when("StringLike", "aws:SourceArn", f"arn:aws:*:{OWN}:*"))],
    ),
    "a service for anything own, as text, with the account": (
        "",
        [
            allow(
                LAMBDA,
                {
                    "StringLike": {"aws:SourceArn": f"arn:aws:lambda:*:{OWN}:*"},
                    "StringEquals": {"aws:SourceAccount": OWN},
                },
            )
        ],
    ),
    "a service for anything that is called like the own account": (
        "S",
        [allow(LAMBDA, when("StringLike", "aws:SourceArn", f"arn:aws:lambda:*:{OWN}*"))],
    ),
    "a service for others' logs": (
        "S",
        [allow(LAMBDA, when("ArnLike", "aws:SourceArn", f"arn:aws:logs:*:{UNTRUSTED}:log-group:x:*"))],
    ),
    "a service, if it says for whom": ("S", [allow(LAMBDA, when("StringEqualsIfExists", "aws:SourceAccount", OWN))]),
    "an account and an ARN of another": (
        "",
        [
            allow(
                LAMBDA,
                {
                    "StringEquals": {"aws:SourceAccount": UNTRUSTED},
                    "ArnLike": {"aws:SourceArn": f"arn:aws:lambda:*:{OWN}:function:*"},
                },
            )
        ],
    ),
    "services by their flag": ("S", [allow(condition=when("Bool", "aws:PrincipalIsAWSService", "true"))]),
    "denied to all others": ("MF", [allow(), deny(when("StringNotEquals", "aws:PrincipalOrgID", ORGANIZATION))]),
    "denied to those of other organizations, if they have one": (
        "OASXMF",
        [allow(), deny(when("StringNotEqualsIfExists", "aws:PrincipalOrgID", ORGANIZATION), Action="ecr:PutImage")],
    ),
    "denied by halves": ("OASXMF", [allow(), deny(Action="ecr:BatchGetImage")]),
    "denied to all but one": (
        "F",
        [allow(), {"Effect": "Deny", "NotPrincipal": {"AWS": [TRUSTED, OWN]}, "Action": "*"}],
    ),
    "conditions that exclude each other": (
        "",
        [allow(condition={"StringEquals": {"aws:PrincipalOrgID": OTHER}, "Null": {"aws:PrincipalOrgID": "true"}})],
    ),
}


@pytest.mark.parametrize(("expected", "statements"), CASES.values(), ids=CASES)
def test_who_can_pull(expected: str, statements: list[dict[str, Any]]) -> None:
    assert verdicts(*statements) == expected


@pytest.mark.parametrize("question", Question)
def test_each_question_is_about_its_own_actions(question: Question) -> None:
    actions = {Question.PULL: "ecr:Batch?etImage", Question.PUSH: "ecr:putimage", Question.ADMINISTER: "ecr:Set*"}
    asked = {each: proof(allow(Action=actions[question]), question=each).verdict for each in Question}
    assert {each for each, verdict in asked.items() if verdict is Verdict.OPEN} == {question}


def test_not_action_is_everything_else() -> None:
    statement = {"Effect": "Allow", "Principal": "*", "NotAction": "ecr:Get*"}
    assert [proof(statement, question=each).verdict for each in Question] == [Verdict.OPEN] * 3


def test_a_witness_says_who_does_what_by_which_statement() -> None:
    found = proof(allow({"AWS": TRUSTED}), allow(condition=when("StringLike", "aws:PrincipalOrgID", "o-*")))
    assert found.statement == 1
    assert str(found.witness) == (
        "arn:aws:iam::999999999999:role/stranger may call ecr:BatchGetImage on "
        "arn:aws:ecr:us-east-1:111111111111:repository/app with aws:PrincipalOrgID=o-stranger00"
    )


def test_a_witness_has_no_key_that_is_not_needed() -> None:
    condition = {
        "StringNotEquals": {"aws:PrincipalTag/team": "x", "aws:SourceVpce": "vpce-1"},
        "BoolIfExists": {"aws:MultiFactorAuthPresent": "true"},
    }
    found = proof(allow(condition=condition)).witness
    assert found is not None
    assert found.context == ()


def test_registry_policies_are_about_repositories_and_settings() -> None:
    def open_to(statement: dict[str, Any], question: Question) -> str:
        found = prove(policy(statement), PolicyKind.REGISTRY, question, Who.STRANGER, TRUST).witness
        return f"{found.action} {found.resource}" if found else ""

    prefix = f"arn:aws:ecr:eu-west-1:{OWN}:repository/"
    assert (
        open_to(allow(Action="ecr:*", Resource=f"{prefix}team/*"), Question.PUSH)
        == f"ecr:ReplicateImage {prefix}team/p"
    )
    assert (
        open_to(allow(Action="ecr:PutRegistryPolicy", Resource="*"), Question.ADMINISTER) == "ecr:PutRegistryPolicy *"
    )
    assert open_to(allow(Action="ecr:PutRegistryPolicy", Resource=f"{prefix}*"), Question.ADMINISTER) == ""
    assert (
        open_to(allow(Action="ecr:*", Resource=f"arn:aws:ecr:eu-west-1:{UNTRUSTED}:repository/*"), Question.PUSH) == ""
    )


@pytest.mark.parametrize(
    ("kind", "action"), [(PolicyKind.KEY, "kms:Decrypt"), (PolicyKind.PUBLIC_REPOSITORY, "ecr-public:PutImage")]
)
def test_other_kinds_have_actions_of_their_own(kind: PolicyKind, action: str) -> None:
    question = Question.PULL if kind is PolicyKind.KEY else Question.PUSH
    assert prove(policy(allow(Action=action)), kind, question, Who.STRANGER, TRUST).verdict is Verdict.OPEN
    assert prove(policy(allow(Action="ecr:*")), kind, question, Who.STRANGER, TRUST).verdict is Verdict.CLOSED


def test_the_caller_of_a_key_is_its_principal() -> None:
    statement = allow(condition=when("StringEquals", "kms:CallerAccount", TRUSTED), Action="kms:*")
    verdicts_of = {who: prove(policy(statement), PolicyKind.KEY, Question.PULL, who, TRUST).verdict for who in Who}
    assert {who for who, verdict in verdicts_of.items() if verdict is Verdict.OPEN} == {Who.FOREIGNER}


@pytest.mark.parametrize(
    ("verdict", "trail"),
    [
        (Verdict.CLOSED, f"arn:aws:cloudtrail:*:{OWN}:trail/*"),
        (Verdict.CLOSED, f"arn:aws:cloudtrail:*:{TRUSTED}:trail/*"),
        (Verdict.OPEN, f"arn:aws:cloudtrail:*:{UNTRUSTED}:trail/*"),
        (Verdict.OPEN, "arn:aws:cloudtrail:*:*:trail/*"),
    ],
)
def test_a_service_names_what_it_acts_for_in_the_encryption_context(verdict: Verdict, trail: str) -> None:
    context = when("StringLike", "kms:EncryptionContext:aws:cloudtrail:arn", trail)
    statement = allow({"Service": "cloudtrail.amazonaws.com"}, context, Action="kms:GenerateDataKey*")
    assert prove(policy(statement), PolicyKind.KEY, Question.PUSH, Who.SERVICE, TRUST).verdict is verdict


def test_a_policy_is_proven_once() -> None:
    prove.cache_clear()
    proof(allow(condition=OURS))
    misses = prove.cache_info().misses
    for _ in range(3):
        proof(allow(condition=OURS))
    assert (prove.cache_info().misses, prove.cache_info().hits) == (misses, 3)
