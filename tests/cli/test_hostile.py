"""Whatever a file holds, ``check`` and ``access`` end soon with 0, 1 or 2, and with plain lines."""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governed_ecr.cli import main

PROJECT = Path(__file__).resolve().parents[2]
SECONDS = 20
"""For one file, on a busy machine."""

_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": "ecr:*",
            "Condition": {"StringLike": {"aws:PrincipalOrgID": "o-*"}},
        }
    ],
}
_TEMPLATE = {
    "Parameters": {"Stage": {"Type": "String", "Default": "prod"}},
    "Conditions": {"Prod": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
    "Resources": {
        "Repo": {
            "Type": "AWS::ECR::Repository",
            "DeletionPolicy": "Retain",
            "Properties": {
                "RepositoryName": {"Fn::Sub": "${Stage}/app"},
                "ImageTagMutability": {"Fn::If": ["Prod", "IMMUTABLE", "MUTABLE"]},
                "EncryptionConfiguration": {"EncryptionType": "KMS", "KmsKey": {"Fn::GetAtt": ["Key", "Arn"]}},
                "LifecyclePolicy": {"LifecyclePolicyText": '{"rules": []}'},
                "RepositoryPolicyText": _POLICY,
            },
        },
        "Key": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": _POLICY, "EnableKeyRotation": True}},
        "Scanning": {
            "Type": "AWS::ECR::RegistryScanningConfiguration",
            "Properties": {"ScanType": "BASIC", "Rules": []},
        },
        "Cache": {"Type": "AWS::ECR::PullThroughCacheRule", "Properties": {"EcrRepositoryPrefix": "x"}},
        "Template": {"Type": "AWS::ECR::RepositoryCreationTemplate", "Properties": {"Prefix": "x"}},
        "Registry": {"Type": "AWS::ECR::RegistryPolicy", "Properties": {"PolicyText": _POLICY}},
        "Replication": {
            "Type": "AWS::ECR::ReplicationConfiguration",
            "Properties": {"ReplicationConfiguration": {"Rules": [{"Destinations": [{"Region": "x"}]}]}},
        },
    },
}


def _laughs(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join([*lines, f"Resources: {{Repo: {{Type: 'AWS::ECR::Repository', Properties: *a{levels - 1}}}}}"])


def _with(**properties: Any) -> str:
    return json.dumps({"Resources": {"Repo": {"Type": "AWS::ECR::Repository", "Properties": properties}}})


HOSTILE: dict[str, bytes | str] = {
    "empty": "",
    "blanks": " \n\t\n",
    "not text": bytes(range(256)) * 100,
    "utf-16": json.dumps(_TEMPLATE).encode("utf-16"),
    "latin-1": "Resources: {ä: 1}".encode("latin-1"),
    "nul": "\0" * 1000,
    "cut off": json.dumps(_TEMPLATE)[:-20],
    "two documents": "a: 1\n---\nb: 2\n",
    "scalar": "42",
    "list": "[1, 2, 3]",
    "null": "null",
    "NaN": '{"Resources": NaN}',
    "deep lists": "[" * 200_000,
    "deep objects": '{"Resources":' * 100_000,
    "deep yaml": "".join(f"{' ' * n}a:\n" for n in range(3_000)),
    "deep flow yaml": "a: " + "[" * 100_000 + "]" * 100_000,
    "deep tags": "a: " + "!Sub " * 50_000 + "x",
    "deep policy": _with(RepositoryPolicyText='{"Statement":' * 50_000),
    "deep sub": _with(RepositoryName={"Fn::Sub": "${" * 50_000}),
    "long sub": _with(RepositoryName={"Fn::Sub": "${A}" * 50_000}),
    "long name": _with(RepositoryName="a" * 5_000_000),
    "long key": json.dumps({"Resources": {"a" * 5_000_000: {"Type": "AWS::ECR::Repository"}}}),
    "long digits": '{"Resources": {"A": {"Type": "AWS::ECR::Repository", "Properties": {"A": ' + "9" * 100_000 + "}}}}",
    "laughs": _laughs(9),
    "endless alias": "a: &a [*a]\nResources: *a\n",
    "merges": "a: &a {x: 1}\nResources:\n  <<: [" + ", ".join(["*a"] * 10_000) + "]\n",
    "objects": "Resources: !!python/object/apply:os.system ['true']\n",
    "odd tags": "Resources: !Ref [!GetAtt {a: b}, !If [x]]\n",
    "odd intrinsics": json.dumps(
        {
            "Conditions": {"A": {"Condition": "B"}, "B": {"Condition": "A"}, "C": {"Fn::Not": []}, "D": 7},
            "Mappings": [],
            "Parameters": {"P": {"Default": {"Ref": "P"}}},
            "Resources": {
                "R": {
                    "Type": "AWS::ECR::Repository",
                    "Condition": "A",
                    "Properties": {
                        "RepositoryName": {"Fn::Join": [{"Ref": "P"}, {"Fn::Split": []}]},
                        "ImageTagMutability": {"Fn::If": ["A"]},
                        "EncryptionConfiguration": {"Fn::FindInMap": [{"Fn::FindInMap": []}]},
                        "LifecyclePolicy": {"Fn::Select": [-1, []], "Ref": "R"},
                        "RepositoryPolicyText": {"Fn::Sub": ["${A}", {"A": {"Fn::Sub": []}}]},
                    },
                }
            },
        }
    ),
    "odd sections": json.dumps({"Resources": [], "Conditions": "x", "Parameters": 1, "Outputs": None}),
    "odd resources": json.dumps(
        {"Resources": {"A": None, "B": [], "C": {"Type": 7}, "D": {"Type": "AWS::ECR::Repository"}}}
    ),
    "many conditions": json.dumps(
        {
            "Parameters": {f"P{n}": {"Type": "String"} for n in range(40)},
            "Conditions": {f"C{n}": {"Fn::Equals": [{"Ref": f"P{n}"}, "x"]} for n in range(40)},
            "Resources": {f"R{n}": {"Type": "AWS::ECR::Repository", "Condition": f"C{n}"} for n in range(40)},
        }
    ),
    "many principals": _with(
        RepositoryPolicyText={
            "Statement": [
                {"Effect": "Allow", "Action": "ecr:*", "Principal": {"AWS": [str(n).zfill(12) for n in range(20_000)]}}
            ]
        }
    ),
    "many wildcards": _with(
        RepositoryPolicyText={
            "Statement": {
                "Effect": "Allow",
                "Action": "ecr:" + "*a" * 2_000,
                "Principal": "*",
                "Condition": {"StringLike": {"aws:PrincipalArn": "*a" * 2_000 + "b"}},
            }
        }
    ),
    "nul in text": _with(RepositoryPolicyText={"Fn::ToJsonString": {"a": "\x005\x00"}}),
    "nul in text with holes": _with(
        RepositoryPolicyText={"Fn::ToJsonString": {"a": "\x000\x00", "b": {"Ref": "AWS::AccountId"}}}
    ),
    "nul in principals": _with(
        RepositoryPolicyText={
            "Statement": {
                "Effect": "Allow",
                "Action": "ecr:BatchGetImage",
                "Principal": {
                    "AWS": [
                        {"Fn::Sub": "arn:${AWS::Partition}:iam::\x009\x00:root"},
                        {"Fn::Sub": "arn:${P}:iam::\x000\x00:root"},
                        "arn:aws:iam::\x009\x00:root",
                    ]
                },
            }
        }
    ),
    "escapes": _with(RepositoryName="\x1b[2J\x1b[31m\r\n\u202e\ud800", ImageTagMutability="\x1b]0;x\x07"),
    "policy text": json.dumps({"policyText": json.dumps(_POLICY)}),
    "policy text that is none": json.dumps({"policyText": 7}),
    "policy": json.dumps(_POLICY),
    "odd policy": json.dumps(
        {"Statement": [None, 7, {}, {"Effect": 7, "Principal": 7, "Action": {}, "Condition": []}]}
    ),
}


def _ends(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> int:
    started = time.monotonic()
    code = main.run(arguments)
    took = time.monotonic() - started
    written = capsys.readouterr()
    assert code in (0, 1, 2), written.err
    assert took < SECONDS
    assert "Traceback" not in written.err
    assert all(line.startswith("governed-ecr: ") and line.isprintable() for line in written.err.splitlines())
    assert written.out.replace("\N{ZERO WIDTH SPACE}", "").replace("\n", "").isprintable()  # the former is Markdown's
    assert bool(written.err) == (code == 2)
    return code


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("command", ["check", "access"])
def test_a_hostile_file(command: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = HOSTILE[name]
    path = tmp_path / "hostile.template.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))

    _ends([command, str(path)], capsys)


def _folder(path: Path) -> None:
    path.mkdir()


def _loop(path: Path) -> None:
    path.mkdir()
    (path / "again").symlink_to(path)
    (path / "a.json").write_text(json.dumps(_TEMPLATE))


def _manifest(path: Path) -> None:
    path.mkdir()
    artifact = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "../../../../../../etc/passwd"}}
    (path / "manifest.json").write_text(json.dumps({"version": "1", "artifacts": {"A": artifact, "B": 7, "C": {}}}))


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _unreadable(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize("make", [_folder, _loop, _manifest, _pipe, _unreadable, lambda _: None])
@pytest.mark.parametrize("command", ["check", "access"])
def test_a_hostile_place(
    command: str, make: Callable[[Path], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "place"
    make(path)
    if make is _pipe and command == "access":
        pytest.skip("a pipe may be waited for, like stdin")

    _ends([command, str(path)], capsys)


@pytest.mark.parametrize("command", ["check", "access"])
def test_every_form_of_output(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        _with(RepositoryName="\x1b[2J`|<b>@x", RepositoryPolicyText=_POLICY) if command == "check" else "{}"
    )

    for form in ("text", "json", "sarif", "markdown") if command == "check" else ("text", "json"):
        _ends([command, str(path), "--format", form], capsys)


_scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
    st.sampled_from(["*", "AWS::NoValue", "${AWS::AccountId}", "${X.Arn}", "111111111111", "ecr:*", "v*", "IMMUTABLE"]),
)  # fmt: skip
_values = st.recursive(
    _scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.text(max_size=4), inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["Ref", "Fn::If", "Fn::Sub", "Fn::Join", "Fn::GetAtt", "Fn::Select", "Fn::Split"]),
            inner,
            min_size=1,
            max_size=1,
        ),
    ),
    max_leaves=6,
)


def _mutated(data: Any, value: Any, at: random.Random) -> Any:
    """``data`` with one of its parts, anywhere, replaced by ``value``, or left out where value says so."""
    if not isinstance(data, dict | list) or not data or at.random() < 0.1:
        return value
    copy = data.copy()
    key = at.choice(list(data) if isinstance(data, dict) else range(len(data)))
    copy[key] = _mutated(data[key], value, at)
    return copy


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=_values, seed=st.integers(0, 2**32), times=st.integers(1, 4))
def test_any_part_of_a_template_may_be_anything(
    value: Any, seed: int, times: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = random.Random(seed)
    template: Any = _TEMPLATE
    for _ in range(times):
        template = _mutated(template, value, at)
    path = tmp_path / "any.json"
    path.write_text(json.dumps(template))

    _ends(["check", str(path)], capsys)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=_values, seed=st.integers(0, 2**32), times=st.integers(1, 3))
def test_any_part_of_a_policy_may_be_anything(
    value: Any, seed: int, times: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = random.Random(seed)
    policy: Any = _POLICY
    for _ in range(times):
        policy = _mutated(policy, value, at)
    path = tmp_path / "any.json"
    path.write_text(json.dumps(policy))

    _ends(["access", str(path)], capsys)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cuts=st.lists(st.tuples(st.integers(0, 5_000), st.binary(max_size=3)), min_size=1, max_size=4), yaml=st.booleans()
)
def test_bytes_may_be_damaged(
    cuts: list[tuple[int, bytes]], yaml: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = json.dumps(_TEMPLATE).encode() if not yaml else (PROJECT / "registry.yaml").read_bytes()
    for at, other in cuts:
        content = content[:at] + other + content[at + 1 :]
    path = tmp_path / "damaged.template.yaml"
    path.write_bytes(content)

    _ends(["check", str(path), "--context", str(path)], capsys)
