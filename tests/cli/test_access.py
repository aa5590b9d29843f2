"""``governed-ecr access`` from a policy to answers."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from governed_ecr.cli import main

PROJECT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((PROJECT / "docs" / "schemas" / "access-1.json").read_text(encoding="utf-8"))
FACTS = {"account": "111111111111", "region": "us-east-1", "org_id": "o-a1b2c3d4e5", "trusted_accounts": []}
OF_ORGANIZATION = {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}


def _policy(condition: dict[str, Any], action: str = "ecr:BatchGetImage", **more: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": "*", "Action": action, "Condition": condition, **more}
    return {"Version": "2012-10-17", "Statement": [statement]}


CLOSED = _policy(OF_ORGANIZATION)
OPEN = _policy({})


@pytest.fixture
def facts(tmp_path: Path) -> str:
    (tmp_path / "facts.json").write_text(json.dumps(FACTS))
    return str(tmp_path / "facts.json")


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    return tmp_path / "policy.json"


def _answers(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[tuple[str, str], dict[str, Any]]:
    code = main.run(["access", "--format", "json", *arguments])
    written = capsys.readouterr()
    assert written.err == ""
    document = json.loads(written.out)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert code == int(any(each["verdict"] != "closed" for each in document["questions"]))
    return {(each["question"], each["who"]): each for each in document["questions"]}


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_everything_is_asked_and_closed(policy: Path, facts: str, capsys: pytest.CaptureFixture[str]) -> None:
    policy.write_text(json.dumps(CLOSED))

    found = _answers(capsys, str(policy), "--context", facts)

    assert sorted(found) == [
        (question, who) for question in ("administer", "pull", "push") for who in ("anonymous", "outsider", "service")
    ]
    assert {each["verdict"] for each in found.values()} == {"closed"}


def test_what_is_open_has_a_witness(policy: Path, facts: str, capsys: pytest.CaptureFixture[str]) -> None:
    policy.write_text(json.dumps(OPEN))

    found = _answers(capsys, str(policy), "--context", facts)["pull", "outsider"]

    assert found["verdict"] == "open"
    assert found["statement"] == 0
    assert found["witness"]["action"] == "ecr:BatchGetImage"


def test_without_facts_an_organization_is_not_proven_to_be_the_own(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy.write_text(json.dumps(CLOSED))

    found = _answers(capsys, str(policy))["pull", "outsider"]

    assert found["verdict"] == "unknown"
    assert "organization" in found["settle"]


@pytest.mark.parametrize("member", ["policyText", "Policy"])
def test_what_the_aws_cli_prints(
    member: str, facts: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = json.dumps({"registryId": "111111111111", "repositoryName": "app", member: json.dumps(OPEN)})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(printed.encode())))

    found = _answers(capsys, "-", "--context", facts)

    assert found["pull", "outsider"]["verdict"] == "open"


def test_yaml(policy: Path, facts: str, capsys: pytest.CaptureFixture[str]) -> None:
    import yaml

    policy.write_text(yaml.safe_dump(OPEN))

    assert _answers(capsys, str(policy), "--context", facts)["pull", "outsider"]["verdict"] == "open"


@pytest.mark.parametrize(
    ("action", "more", "kind"),
    [
        ("ecr:BatchGetImage", {}, "repository"),
        ("ecr-public:PutImage", {}, "public repository"),
        ("ecr:ReplicateImage", {"Resource": "*"}, "registry"),
        ("kms:Decrypt", {"Resource": "*"}, "key"),
    ],
)
def test_the_kind_is_told_by_the_actions(
    action: str, more: dict[str, str], kind: str, policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy.write_text(json.dumps(_policy({}, action, **more)))

    assert main.run(["access", str(policy)]) == 1
    shown = capsys.readouterr().out
    assert shown.startswith(f"{policy}: the policy of a {kind}\n")
    assert action in shown


def test_the_kind_can_be_said(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy.write_text(json.dumps(_policy({}, "*")))

    main.run(["access", str(policy), "--kind", "public-repository"])

    assert "the policy of a public repository" in capsys.readouterr().out


def test_text_is_made_to_be_read(policy: Path, facts: str, capsys: pytest.CaptureFixture[str]) -> None:
    policy.write_text(json.dumps(_policy({}, Principal={"AWS": "*"})))

    assert main.run(["access", str(policy), "--context", facts]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == "open     pull: an IAM principal outside (Statement[0])"
    assert lines[3].startswith("         For example, arn:aws:iam::")
    assert lines[-1] == "3 open, 6 closed"


def test_a_broken_policy_is_refused_with_all_that_is_wrong(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy.write_text(json.dumps({"Statement": [{"Effect": "Maybe", "Principal": "*", "Action": "*"}], "Extra": 1}))

    assert main.run(["access", str(policy)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert all(line.startswith(f"governed-ecr: {policy}: ") for line in lines)


def test_what_the_aws_cli_prints_of_a_registry_is_a_registrys(
    policy: Path, facts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "ecr:*", "Resource": "*"}
    text = json.dumps({"Version": "2012-10-17", "Statement": statement})
    policy.write_text(json.dumps({"registryId": "111111111111", "policyText": text}))
    found = _answers(capsys, str(policy), "--context", facts)
    assert found["administer", "outsider"]["verdict"] == "open"
    assert found["pull", "anonymous"]["verdict"] == "open"


def test_a_witness_is_in_the_contexts_region(policy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "facts.json").write_text(json.dumps({"account": "111111111111", "region": "cn-north-1"}))
    condition = {"StringLike": {"aws:RequestedRegion": "*"}}
    policy.write_text(json.dumps(_policy(condition)))
    found = _answers(capsys, str(policy), "--context", str(tmp_path / "facts.json"))["pull", "outsider"]["witness"]
    assert found["resource"] == "arn:aws-cn:ecr:cn-north-1:111111111111:repository/app"
    assert found["context"]["aws:RequestedRegion"] == "cn-north-1"
    policy.write_text(json.dumps(_policy({"StringEquals": {"aws:RequestedRegion": "us-east-1"}})))
    found = _answers(capsys, str(policy), "--context", str(tmp_path / "facts.json"))["pull", "outsider"]
    assert found["verdict"] == "closed"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty"),
        ("null", "There is no policy"),
        ('{"Statement": [], "Statement": []}', "The key 'Statement' a second time in line 1"),
    ],
)
def test_a_text_that_says_nothing_or_something_twice_is_refused(
    text: str, said: str, policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy.write_text(text)
    assert main.run(["access", str(policy)]) == 2
    assert said in capsys.readouterr().err
