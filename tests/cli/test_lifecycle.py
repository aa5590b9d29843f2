"""``governed-ecr lifecycle`` from files to an exit code."""

from __future__ import annotations

import gc
import io
import json
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from governed_ecr.cli import main

PROJECT = Path(__file__).resolve().parents[2]
SCHEMAS = PROJECT / "docs" / "schemas"


def _schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return schema


SCHEMA = _schema("lifecycle-1.json")
OF_VALIDATE, OF_EXPLAIN = _schema("lifecycle-validate-1.json"), _schema("lifecycle-explain-1.json")
UNTAGGED = {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14}
POLICY = {"rules": [{"rulePriority": 1, "selection": UNTAGGED, "action": {"type": "expire"}}]}
INDEX = {"manifests": [{"digest": "sha256:member"}]}
IMAGES: dict[str, list[dict[str, Any]]] = {
    "imageDetails": [
        {"digest": "sha256:old", "tags": [], "pushed": "2026-01-01T00:00:00Z"},
        {"digest": "sha256:new", "tags": [], "pushed": "2026-05-25T00:00:00Z"},
        {"digest": "sha256:member", "tags": [], "pushed": "2026-01-01T00:00:00Z"},
        {"digest": "sha256:index", "tags": ["v1", "\x1b[31m"], "pushed": "2026-01-01T00:00:00Z"},
    ]
}
for _each in IMAGES["imageDetails"]:
    _each["imageDigest"] = _each.pop("digest")
    _each["imageTags"] = _each.pop("tags")
    _each["imagePushedAt"] = _each.pop("pushed")
    _each["imageSizeInBytes"] = 1_500_000
    _each["registryId"] = "111111111111"
    _each["repositoryName"] = "team/app"
IMAGES["imageDetails"][3]["imageManifest"] = json.dumps(INDEX)
AT = ("--at", "2026-06-01")


class Files:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, content: Any) -> str:
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    def simulate(self, *more: str, policy: Any = POLICY, images: Any = IMAGES) -> int:
        inputs = ("--policy", self.write("policy.json", policy), "--images", self.write("images.json", images))
        return main.run(["lifecycle", "simulate", *inputs, *more])


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def _document(files: Files, capsys: pytest.CaptureFixture[str], *more: str, **inputs: Any) -> dict[str, Any]:
    assert files.simulate("--format", "json", *AT, *more, **inputs) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    return document


@pytest.mark.parametrize("schema", [SCHEMA, OF_VALIDATE, OF_EXPLAIN])
def test_the_schemas_are_some(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("policy", [POLICY, {"rules": ["x", {}]}, {"rules": []}, []])
def test_what_validate_writes_is_as_its_schema_says(
    files: Files, policy: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    main.run(["lifecycle", "validate", files.write("p.json", policy), "--format", "json"])
    jsonschema.Draft202012Validator(OF_VALIDATE).validate(json.loads(capsys.readouterr().out))


@pytest.mark.parametrize("selection", [UNTAGGED, {**UNTAGGED, "tagStatus": "any"}])
def test_what_explain_writes_is_as_its_schema_says(
    files: Files, selection: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = {"rules": [{**POLICY["rules"][0], "selection": selection}]}
    assert main.run(["lifecycle", "explain", files.write("p.json", policy), "--format", "json"]) == 0
    jsonschema.Draft202012Validator(OF_EXPLAIN).validate(json.loads(capsys.readouterr().out))


def test_json(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    document = _document(files, capsys)
    assert set(document) == {"version", "repositories"}
    (repository,) = document["repositories"]
    assert (document["version"], repository["repository"], repository["registry"]) == (1, "team/app", "111111111111")
    outcomes = [(each["digest"], each["outcome"], each["rule"], each["cause"]) for each in repository["images"]]
    assert outcomes == [
        ("sha256:old", "expire", 1, "rule"),
        ("sha256:new", "keep", 1, "too-young"),
        ("sha256:member", "keep", None, "live-index"),
        ("sha256:index", "keep", None, "no-rule"),
    ]
    assert repository["images"][3]["tags"] == ["v1", "\x1b[31m"]
    assert repository["images"][1]["due"] == "2026-06-08T00:00:00Z"
    assert repository["images"][1]["latest"] == "2026-06-09T00:00:00Z"
    assert repository["totals"] == {
        "keep": {"images": 3, "bytes": 4_500_000},
        "expire": {"images": 1, "bytes": 1_500_000},
        "archive": {"images": 0, "bytes": 0},
        "undetermined": {"images": 0, "bytes": 0},
    }
    assert "forecast" not in repository


def test_the_forecast_in_json(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    forecast = _document(files, capsys, "--until", "2026-07-01")["repositories"][0]["forecast"]
    assert forecast["until"] == "2026-07-02T00:00:00Z"
    assert [(day["day"], day["expire"]["images"], day["left"]["images"]) for day in forecast["days"]] == [
        ("2026-06-01", 1, 3),
        ("2026-06-08", 1, 2),
    ]
    assert [event["digest"] for event in forecast["events"]] == ["sha256:old", "sha256:new"]


def test_the_forecast_ends_with_its_last_day(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    for until, days in (("2026-06-07", 1), ("2026-06-08", 2), ("2026-06-08T00:00:00", 1), ("9999-12-31", 2)):
        forecast = _document(files, capsys, "--until", until)["repositories"][0]["forecast"]
        assert len(forecast["days"]) == days, until
    assert files.simulate("--until", datetime.now(UTC).date().isoformat()) == 0
    assert files.simulate(*AT, "--until", "2026-06-08") == 0
    assert "until the end of 2026-06-08, if nothing" in capsys.readouterr().out


def test_several_repositories_and_notes(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    index = "application/vnd.oci.image.index.v1+json"
    images = {
        "a": [
            {"imageDigest": "sha256:i", "imagePushedAt": 0, "imageManifestMediaType": index},
            {"imageDigest": "sha256:later", "imagePushedAt": "2026-12-01T00:00:00Z"},
        ],
        "b": [],
    }
    first, second = _document(files, capsys, images=images)["repositories"]
    assert [note.partition(":")[0] for note in first["notes"]] == [
        "1 index without imageManifest",
        "1 image pushed after the time of the simulation.",
    ]
    assert (second["repository"], second["images"]) == ("b", [])


def test_text(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    assert files.simulate(*AT, "--until", "2026-07-01") == 0
    out = capsys.readouterr().out
    assert out.startswith("team/app: expire 1 (1.5 MB), keep 3 (4.5 MB)\n")
    assert "Rule 1: pushed more than 14 days ago." in out
    assert "2026-06-08" in out
    assert "\x1b" not in out


def test_text_of_very_much_is_short(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    images = [
        {
            "repositoryName": f"r{number % 60}",
            "imageDigest": f"sha256:{number}",
            "imagePushedAt": number,
            "imageSizeInBytes": 10**12,
        }
        for number in range(6000)
    ]
    assert files.simulate(images=images) == 0
    out = capsys.readouterr().out
    assert "  ... and 80 more\n" in out
    assert "... and 10 more repositories" in out
    assert out.endswith("60 repositories: expire 6,000 (6.0 PB)\n")


def test_the_policy_may_be_what_the_aws_cli_prints(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    printed = {"registryId": "111111111111", "repositoryName": "a", "lifecyclePolicyText": json.dumps(POLICY)}
    assert _document(files, capsys, policy=printed) == _document(files, capsys)


def test_images_from_stdin_and_output_to_a_file(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(json.dumps(IMAGES).encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    policy, output = files.write("policy.json", POLICY), tmp_path / "out.json"
    arguments = ["--policy", policy, "--images", "-", "--format", "json", "--output", str(output)]
    assert main.run(["lifecycle", "simulate", *arguments]) == 0
    assert json.loads(output.read_text())["version"] == 1
    assert capsys.readouterr().out == ""


def test_an_endless_device_is_refused_at_once(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--policy", files.write("policy.json", POLICY), "--images", "/dev/zero"]
    assert main.run(["lifecycle", "simulate", *arguments]) == 2
    assert capsys.readouterr().err.startswith("governed-ecr: /dev/zero: Neither a file nor a pipe.")


def test_stdin_that_is_no_text_is_given_up_early(
    files: Files, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with open("/dev/zero") as endless:
        monkeypatch.setattr(sys, "stdin", endless)
        assert main.run(["lifecycle", "simulate", "--policy", files.write("p.json", POLICY), "--images", "-"]) == 2
    assert "A NUL byte" in capsys.readouterr().err


def test_images_from_a_pipe(files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(json.dumps(IMAGES),))
    writer.start()
    assert main.run(["lifecycle", "simulate", "--policy", files.write("p.json", POLICY), "--images", str(pipe)]) == 0
    writer.join()
    assert capsys.readouterr().out.startswith("team/app: ")


def test_the_largest_sizes_are_counted(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    largest = 2**63 - 1
    images = [{"imageDigest": f"d{n}", "imagePushedAt": 0, "imageSizeInBytes": largest} for n in range(5)]
    totals = _document(files, capsys, images=images)["repositories"][0]["totals"]
    assert totals["expire"]["bytes"] == 5 * largest
    assert files.simulate(images=images) == 0


def test_very_many_problems_are_told_with_one_honest_line(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    assert files.simulate(images=[{"imageDigest": 1, "imagePushedAt": "x"}] * 200) == 2
    err = capsys.readouterr().err.splitlines()
    assert len(err) == 101
    assert err[-1].endswith("images.json: There may be more; reading stopped here. Mend these first.")


def test_all_problems_have_their_places(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    assert files.simulate(images={"imageDetails": [{"imageDigest": 1}, {"imageTags": []}]}) == 2
    err = capsys.readouterr().err
    for place in ("[0].imageDigest", "[0].imagePushedAt", "[1].imageDigest", "[1].imagePushedAt"):
        assert f"images.json: imageDetails{place}: " in err


@pytest.mark.parametrize("policy", ["", "{", "[]", {}, {"rules": []}, {"lifecyclePolicyText": "{"}, "[" * 100_000])
def test_a_policy_that_ecr_refuses_is_not_simulated(
    files: Files, policy: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert files.simulate(policy=policy) == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert "policy.json: " in written.err
    assert "Traceback" not in written.err


@pytest.mark.parametrize(
    "more", [("--at", "soon"), ("--until", "2020-01-01", *AT), ("--format", "xml"), ("--at", "9" * 99)]
)
def test_bad_options(files: Files, more: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert files.simulate(*more) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_the_garbage_collector_works_again(files: Files) -> None:
    assert files.simulate(images="{") == 2
    assert gc.isenabled()


def test_validate_finds_nothing(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["lifecycle", "validate", files.write("p.json", POLICY)]) == 0
    assert "ECR takes this policy" in capsys.readouterr().out
    assert main.run(["lifecycle", "validate", files.write("p.json", POLICY), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"version": 1, "problems": []}


def test_validate_finds_everything_by_rule(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    pulled = {**UNTAGGED, "countType": "sinceImagePulled", "tagPatternList": ["a*"]}
    rules = [
        POLICY["rules"][0],
        {"selection": {**UNTAGGED, "countNumber": 0}, "action": {"type": "expire"}},
        {"rulePriority": 1, "selection": pulled, "action": {"type": "expire"}},
        "x",
    ]
    policy = files.write("p.json", {"rules": rules})
    assert main.run(["lifecycle", "validate", policy, "--format", "json"]) == 1
    places = {problem["place"] for problem in json.loads(capsys.readouterr().out)["problems"]}
    assert {
        "rules[1].rulePriority",
        "rules[1].selection.countNumber",
        "rules[2].rulePriority",
        "rules[2].selection.tagPatternList",
        "rules[2].action.type",
        "rules[3]",
    } <= places
    assert main.run(["lifecycle", "validate", policy]) == 1
    assert capsys.readouterr().out.startswith(f"{policy}: rules[")


def test_validate_tells_rule_by_rule(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    tagged = {**UNTAGGED, "tagStatus": "tagged", "tagPatternList": ["a*"], "tagPrefixList": ["a"], "countNumber": 0}
    rules = [
        *POLICY["rules"],
        {"rulePriority": 1, "selection": tagged, "action": {"type": "expire"}, "extra": True},
        {"selection": {**UNTAGGED, "countNumber": None}, "action": {"type": "expire"}},
    ]
    assert main.run(["lifecycle", "validate", files.write("p.json", {"rules": rules}), "--format", "json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [(problem["place"], problem["what"].split()[0]) for problem in problems] == [
        ("rules[0].rulePriority", "1"),
        ("rules[1].extra", "true."),
        ("rules[1].selection", "tagStatus"),
        ("rules[1].selection.countNumber", "0."),
        ("rules[1].rulePriority", "1"),
        ("rules[2].selection.countNumber", "null."),
        ("rules[2].rulePriority", "Missing."),
        ("rules[2].selection.tagStatus", "A"),
    ]


def test_validate_counts_the_text_as_it_is_sent(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["lifecycle", "validate", files.write("p.json", json.dumps(POLICY) + " " * 31_000)]) == 1
    assert "Allowed: 30,720" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"), [("", "Not JSON: "), ("{", "Not JSON: "), ("[" * 100_000, "Nested too deeply.")]
)
def test_validate_and_explain_need_json(files: Files, text: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("validate", "explain"):
        assert main.run(["lifecycle", command, files.write("p.json", text)]) == 2
        assert f"p.json: {said}" in capsys.readouterr().err


def test_explain(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    policy = files.write("p.json", POLICY)
    assert main.run(["lifecycle", "explain", policy]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Rule 1: expire untagged images that were pushed more than 14 days ago.\n")
    assert "\nMind: ECR does not know what runs" in out
    assert main.run(["lifecycle", "explain", policy, "--format", "json", "--release", "lts*"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [each["trap"] for each in document["warnings"]] == ["running-images"]
    assert len(document["sentences"]) == 2
    assert main.run(["lifecycle", "explain", files.write("p.json", {"rules": []})]) == 2


def test_simulate_imports_nothing_slow(files: Files) -> None:
    slow = ("rich", "pydantic", "yaml", "z3", "aws_cdk", "jsii", "boto3", "jinja2")
    arguments = [
        "lifecycle",
        "simulate",
        "--policy",
        files.write("p.json", POLICY),
        "--images",
        files.write("i.json", IMAGES),
    ]
    code = f"""
import sys
from governed_ecr.cli.main import run
assert run({arguments!r}) == 0
print([name for name in {slow!r} if name in sys.modules])
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.endswith("[]\n")
