"""What --context takes."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from governed_ecr.cli.facts import read_context
from governed_ecr.model.errors import GovernedEcrError
from governed_ecr.state.context import Context

PROJECT = Path(__file__).resolve().parents[2]
FACTS = {
    "account": "111111111111",
    "region": "us-east-1",
    "org_id": "o-a1b2c3d4e5",
    "trusted_accounts": ["222222222222"],
    "require_kms": True,
    "require_cmk": False,
    "release_patterns": ["v*"],
}
WANTED = Context(
    account="111111111111",
    region="us-east-1",
    organization="o-a1b2c3d4e5",
    trusted_accounts=frozenset({"222222222222"}),
    require_kms=True,
    release_patterns=("v*",),
)


def _refused(name: str) -> list[str]:
    with pytest.raises(GovernedEcrError) as refused:
        read_context(name)
    return str(refused.value).splitlines()


def test_without_a_file_nothing_is_known() -> None:
    assert read_context(None) == Context()


def test_json_and_yaml_and_a_byte_order_mark(tmp_path: Path) -> None:
    import yaml

    for name, text in (("a", json.dumps(FACTS)), ("b", yaml.safe_dump(FACTS)), ("c", "\ufeff" + json.dumps(FACTS))):
        (tmp_path / name).write_text(text, encoding="utf-8")

        assert read_context(str(tmp_path / name)) == WANTED


def test_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(FACTS).encode())))

    assert read_context("-") == WANTED


def test_what_is_wrong_with_stdin_is_said_of_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("[", "[1]", "account: 1", "hub: {}"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        assert all(problem.startswith("stdin:") for problem in _refused("-"))


def test_the_registry_file_states_them() -> None:
    found = read_context(str(PROJECT / "registry.yaml"))

    assert (found.account, found.organization) == ("111111111111", "o-a1b2c3d4e5")
    assert found.trusted_accounts == frozenset({"111111111111", "222222222222", "333333333333"})


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text("account: 12\norg_id: x\nunits: []\ntrusted_accounts: [a]\n")

    problems = _refused(str(path))

    assert [problem.split(": ")[1] for problem in problems] == ["units", "account", "org_id", "trusted_accounts[0]"]
    assert all(problem.startswith(f"{path}: ") for problem in problems)


def test_a_faulty_registry_file_is_refused_as_one(tmp_path: Path) -> None:
    path = tmp_path / "registry.yaml"
    path.write_text("organization: {id: o-a1b2c3d4e5}\n")

    assert _refused(str(path)) == [f"{path}:1: hub: Missing. This key is required."]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[1, 2]", "Not a mapping."),
        (b"", "The file is empty."),
        (b"\xff\xfe", "Not UTF-8 text."),
        (b"a: [", "line 2"),
        (b"a: &a [*a]", ""),
        (b"[" * 100_000, "Nested too deeply."),
        (b"a: " + b"x" * 10_000_001, "More than 10,000,000 bytes."),
    ],
)
def test_what_is_no_context(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "facts"
    path.write_bytes(content)

    (problem,) = _refused(str(path))

    assert said in problem


def test_what_is_no_file(tmp_path: Path) -> None:
    assert _refused(str(tmp_path)) == [f"{tmp_path}: Is a directory. Name a file that can be read."]
    assert "No such file" in _refused(str(tmp_path / "none"))[0]
    assert "null" in _refused("a\0b")[0]
