"""``governed-ecr check`` from files to an exit code."""

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
SCHEMA = json.loads((PROJECT / "docs" / "schemas" / "check-1.json").read_text(encoding="utf-8"))
SARIF = json.loads((PROJECT / "tests" / "report" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))

REPOSITORY = """\
Resources:
  Repo:
    Type: AWS::ECR::Repository
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      RepositoryName: app
      ImageTagMutability: {mutability}
      ImageScanningConfiguration: {{ScanOnPush: true}}
      LifecyclePolicy:
        LifecyclePolicyText: >-
          {{"rules": [{{"rulePriority": 1, "selection": {{"tagStatus": "untagged", "countType": "sinceImagePushed",
          "countUnit": "days", "countNumber": 14}}, "action": {{"type": "expire"}}}}]}}
"""


@pytest.fixture
def good(tmp_path: Path) -> str:
    (tmp_path / "good.yaml").write_text(REPOSITORY.format(mutability="IMMUTABLE"))
    return str(tmp_path / "good.yaml")


@pytest.fixture
def bad(tmp_path: Path) -> str:
    (tmp_path / "bad.yaml").write_text(REPOSITORY.format(mutability="MUTABLE"))
    return str(tmp_path / "bad.yaml")


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main.run(["check", *arguments])
    written = capsys.readouterr()
    assert written.err == ""
    return code, written.out


def _findings(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    document = json.loads(_run(capsys, "--format", "json", *arguments)[1])
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    findings: list[dict[str, Any]] = document["findings"]
    return findings


def test_a_clean_template(good: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = _run(capsys, good)

    assert code == 0
    assert out.startswith("No findings in 1 template; 1 resource, ")


def test_a_finding(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = _run(capsys, bad)

    assert code == 1
    assert "error    TagImmutability  Resources.Repo.Properties.ImageTagMutability, line 8\n" in out
    assert "\n1 error in 1 template; 1 resource, " in out


def test_json_has_the_same(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = _findings(capsys, bad)

    assert (found["rule"], found["template"], found["line"]) == ("TagImmutability", bad, 8)


def test_sarif_has_the_same(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = _run(capsys, bad, "--format", "sarif")

    log = json.loads(out)
    jsonschema.Draft4Validator(SARIF).validate(log)
    (result,) = log["runs"][0]["results"]
    assert code == 1
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": Path(bad).as_uri()},
        "region": {"startLine": 8},
    }


def test_markdown_has_the_same(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = _run(capsys, bad, "--format", "markdown")

    assert code == 1
    assert "#### error: TagImmutability" in out
    assert f"- `{bad}:8`, `Resources.Repo.Properties.ImageTagMutability`: " in out


def test_several_paths_and_folders(good: str, bad: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one_by_one = _findings(capsys, good, bad)
    folder = _findings(capsys, str(tmp_path))

    assert [each["template"] for each in one_by_one] == [each["template"] for each in folder] == [bad]


def test_options_may_stand_anywhere(good: str, bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(capsys, good, "--fail-on", "never", bad)[0] == 0


def test_stdin(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    template = REPOSITORY.format(mutability="MUTABLE").encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(template)))

    code, out = _run(capsys, "-")

    assert code == 1
    assert out.startswith("stdin\n")
    assert "ImageTagMutability\n" in out


def test_stdin_is_called_so_in_sarif(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    template = REPOSITORY.format(mutability="MUTABLE").encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(template)))

    _, out = _run(capsys, "-", "--format", "sarif")

    (location, *_) = json.loads(out)["runs"][0]["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "stdin"


BUCKET = '{"Resources": {"Bucket": {"Type": "AWS::S3::Bucket"}}}'


@pytest.mark.parametrize("template", [BUCKET, '{"Resources": {}}', "Resources: {}\n"])
def test_a_template_without_resources_of_a_registry_was_read(
    template: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "template.yaml"
    path.write_text(template)
    (tmp_path / "other.json").write_text('{"Resources": 5}')
    (tmp_path / "broken.json").write_text('{"Resources": ')

    for given in (path, tmp_path):
        code, out = _run(capsys, str(given))
        assert code == 0
        assert out.startswith("No findings in 1 template; 0 resources, ")


def test_stdin_stands_alone(good: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["check", "-", good]) == 2
    assert capsys.readouterr().err == "governed-ecr: stdin: It stands alone. Give - or paths, not both.\n"


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [
        *(("error", fail_on, 1) for fail_on in ("error", "warning", "note")),
        *(("warning", fail_on, code) for fail_on, code in (("error", 0), ("warning", 1), ("note", 1))),
        ("error", "never", 0),
    ],
)
def test_what_fails(
    severity: str, fail_on: str, code: int, good: str, bad: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if severity == "warning":
        text = REPOSITORY.format(mutability="IMMUTABLE")
        (tmp_path / "bad.yaml").write_text(text[: text.index("      LifecyclePolicy:")])

    assert {each["severity"] for each in _findings(capsys, bad)} == {severity}
    assert _run(capsys, bad, "--fail-on", fail_on)[0] == code


def test_facts_count(good: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text('{"require_kms": true}')

    assert _run(capsys, good)[0] == 0
    assert _run(capsys, good, "--context", str(facts))[0] == 1


def test_a_file_instead_of_stdout(bad: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = _run(capsys, bad, "--output", str(tmp_path / "out"))

    assert (code, out) == (1, "")
    assert "TagImmutability" in (tmp_path / "out").read_text()


def test_all_that_is_unusable_is_said(good: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_text("[")
    (tmp_path / "b.json").write_text("{}")

    assert main.run(["check", good, str(tmp_path / "a.json"), str(tmp_path / "b.json"), str(tmp_path / "c.json")]) == 2

    written = capsys.readouterr()
    assert written.out == ""
    assert [line.split(": ")[1] for line in written.err.splitlines()] == [
        str(tmp_path / f"{name}.json") for name in "abc"
    ]


@pytest.mark.parametrize("folder", ["bad", "good"])
def test_every_form_tells_a_whole_folder(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = str(PROJECT / "tests" / "corpus" / folder)
    findings = _findings(capsys, corpus)
    log = json.loads(_run(capsys, corpus, "--format", "sarif")[1])
    text = _run(capsys, corpus)[1]
    markdown = _run(capsys, corpus, "--format", "markdown")[1]

    jsonschema.Draft4Validator(SARIF).validate(log)
    (run,) = log["runs"]
    assert [each["ruleId"] for each in run["results"]] == [each["rule"] for each in findings]
    assert len({each["partialFingerprints"]["place/v1"] for each in run["results"]}) == len(
        {(each["rule"], each["template"], each["path"]) for each in findings}
    )
    assert text.count("\n         Mend: ") == len(findings)
    assert markdown.count("\n| ") - 1 == len({each["rule"] for each in findings})
    assert len(markdown) <= 60_000
    assert all("line" in each for each in findings)
