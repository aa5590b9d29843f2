"""``governed-ecr review`` from files to an exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from governed_ecr.cli import main

PROJECT = Path(__file__).resolve().parents[2]
CHANGES = PROJECT / "tests" / "corpus" / "changes"
SARIF = json.loads((PROJECT / "tests" / "report" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))


def _schema(name: str) -> Any:
    return json.loads((PROJECT / "docs" / "schemas" / name).read_text(encoding="utf-8"))


REGISTRY: Registry[Any] = Registry().with_resource("check-1.json", Resource.from_contents(_schema("check-1.json")))
VALIDATOR = jsonschema.Draft202012Validator(_schema("review-1.json"), registry=REGISTRY)


def _pair(name: str) -> tuple[str, str]:
    return str(CHANGES / f"{name}.base.json"), str(CHANGES / f"{name}.head.json")


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main.run(["review", *arguments])
    written = capsys.readouterr()
    assert written.err == ""
    return code, written.out


def _document(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    document = json.loads(_run(capsys, *arguments, "--format", "json")[1])
    VALIDATOR.validate(document)
    return document


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no file of acknowledgements is."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def facts(tmp_path: Path) -> str:
    file = tmp_path / "facts.json"
    known = {"account": "111111111111", "region": "us-east-1", "org_id": "o-a1b2c3d4e5"}
    file.write_text(json.dumps({**known, "trusted_accounts": ["222222222222"]}))
    return str(file)


class TestExitCode:
    def test_by_the_worst(self, capsys: pytest.CaptureFixture[str], facts: str) -> None:
        dangerous, benign = _pair("x01-encryption-change"), _pair("b01-tag")
        assert _run(capsys, *dangerous, "--context", facts)[0] == 1
        assert _run(capsys, *dangerous, "--context", facts, "--fail-on", "never")[0] == 0
        assert _run(capsys, *benign, "--context", facts, "--fail-on", "note")[0] == 0

    def test_what_cannot_be_read(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main.run(["review", "missing.json", _pair("b01-tag")[1]]) == 2
        (said,) = capsys.readouterr().err.splitlines()
        assert said.startswith("governed-ecr: missing.json: ")

    def test_options_that_are_wrong(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main.run(["review", *_pair("b01-tag"), "--output-to", "pdf=x"]) == 2
        assert "pdf=x" in capsys.readouterr().err


class TestJson:
    def test_a_dangerous_change(self, capsys: pytest.CaptureFixture[str], facts: str) -> None:
        document = _document(capsys, *_pair("x07-sharing-widened"), "--context", facts)
        change = document["changes"][0]
        assert (document["version"], document["verdict"]) == (1, "error")
        assert (change["kind"], change["severity"], change["resource"]) == ("access-widened", "error", "Repo")
        assert change["witness"]["context"] == {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}

    def test_a_benign_change(self, capsys: pytest.CaptureFixture[str], facts: str) -> None:
        document = _document(capsys, *_pair("b01-tag"), "--context", facts)
        assert document == {
            "version": 1,
            "verdict": "clean",
            "changes": [],
            "findings": [],
            "known_findings": 0,
            "benign_changes": 1,
            "acknowledged": [],
        }

    def test_images_of_the_inventory(self, capsys: pytest.CaptureFixture[str], facts: str, tmp_path: Path) -> None:
        image = {
            "repositoryName": "team/app",
            "imageDigest": f"sha256:{'0' * 64}",
            "imageTags": ["v1"],
            "imageSizeInBytes": 5_000,
            "imagePushedAt": "2026-01-01T00:00:00+00:00",
        }
        (tmp_path / "images.json").write_text(json.dumps({"imageDetails": [image]}))
        document = _document(
            capsys, *_pair("x05-removed-no-retain"), "--context", facts, "--images", str(tmp_path / "images.json")
        )
        assert document["changes"][0]["images"] == {"count": 1, "bytes": 5_000, "tags": ["v1"]}


class TestAcknowledgements:
    ENTRY = "acknowledgements:\n- {change: replacement, resource: team/*, reason: Planned., expires: 2999-01-01}\n"

    def test_the_file_of_the_current_folder(
        self, capsys: pytest.CaptureFixture[str], facts: str, tmp_path: Path
    ) -> None:
        (tmp_path / ".governed-ecr.yaml").write_text(self.ENTRY)
        document = _document(capsys, *_pair("x01-encryption-change"), "--context", facts)
        assert (document["verdict"], document["changes"]) == ("clean", [])
        assert document["acknowledged"][0] == {
            "kind": "replacement",
            "resource": "Repo",
            "template": _pair("x01-encryption-change")[1],
            "reason": "Planned.",
            "expires": "2999-01-01",
        }

    def test_one_that_expired(self, capsys: pytest.CaptureFixture[str], facts: str, tmp_path: Path) -> None:
        file = tmp_path / "accepted.yaml"
        file.write_text(self.ENTRY.replace("2999", "2001"))
        arguments = ("--context", facts, "--acknowledgements", str(file))
        document = _document(capsys, *_pair("x01-encryption-change"), *arguments)
        (finding,) = document["findings"]
        assert (finding["rule"], finding["template"]) == ("AcknowledgementExpired", str(file))
        assert (finding["path"], finding["line"]) == ("acknowledgements[0]", 2)
        assert len(document["changes"]) == 1

        log = json.loads(_run(capsys, *_pair("x01-encryption-change"), *arguments, "--format", "sarif")[1])
        location = log["runs"][0]["results"][-1]["locations"][0]["physicalLocation"]
        assert location == {"artifactLocation": {"uri": f"file://{file}"}, "region": {"startLine": 2}}

        _, text = _run(capsys, *_pair("x01-encryption-change"), *arguments)
        assert f"AcknowledgementExpired  {file}: acknowledgements[0], line 2" in text

    @pytest.mark.parametrize("rule", ["AcknowledgementExpired", "AcknowledgementUnused"])
    def test_what_is_found_about_the_file_itself_is_not_accepted(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path, rule: str
    ) -> None:
        entry = self.ENTRY.replace("change: replacement", f"rule: {rule}")
        (tmp_path / ".governed-ecr.yaml").write_text(entry)
        assert main.run(["review", *_pair("b01-tag")]) == 2
        assert f"{rule!r} is no rule" in capsys.readouterr().err

    def test_every_problem_of_the_file(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        (tmp_path / ".governed-ecr.yaml").write_text("acknowledgements: [{rule: Nonsense, reason: 3}, 7]\n")
        assert main.run(["review", *_pair("b01-tag")]) == 2
        said = capsys.readouterr().err
        assert said.count("governed-ecr: .governed-ecr.yaml: acknowledgements[0].") == 4
        assert "acknowledgements[1]: 7 is no entry" in said


class TestFormats:
    def test_text_names_the_template_and_the_line(self, capsys: pytest.CaptureFixture[str], facts: str) -> None:
        base, head = _pair("x09-immutable-to-mutable")
        _, out = _run(capsys, base, head, "--context", facts)
        place = f"{head}: Resources.Repo.Properties.ImageTagMutability, line "
        assert [line.count(place) for line in out.splitlines() if line.startswith("error")] == [1, 1]

    def test_json_has_the_line(self, capsys: pytest.CaptureFixture[str], facts: str) -> None:
        document = _document(capsys, *_pair("x09-immutable-to-mutable"), "--context", facts)
        (change,), (finding,) = document["changes"], document["findings"]
        lines = Path(change["template"]).read_text().splitlines()
        assert "ImageTagMutability" in lines[change["line"] - 1]
        assert finding["line"] == change["line"]

    def test_nothing(self, capsys: pytest.CaptureFixture[str], facts: str) -> None:
        base, _ = _pair("x09-immutable-to-mutable")
        assert _run(capsys, base, base, "--context", facts) == (0, "Nothing changes in any registry.\n")

    def test_several_at_once(self, capsys: pytest.CaptureFixture[str], facts: str, tmp_path: Path) -> None:
        targets = {form: tmp_path / f"review.{form}" for form in ("sarif", "markdown", "json")}
        to = [word for form, file in targets.items() for word in ("--output-to", f"{form}={file}")]
        code, out = _run(capsys, *_pair("x09-immutable-to-mutable"), "--context", facts, *to)

        assert (code, out.splitlines()[0]) == (1, "This change is dangerous: 1 consequence, 1 new finding.")
        jsonschema.Draft7Validator(SARIF).validate(json.loads(targets["sarif"].read_text()))
        VALIDATOR.validate(json.loads(targets["json"].read_text()))
        assert "dangerous" in targets["markdown"].read_text().lower()

    def test_sarif_points_at_registry_yaml(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        registry = tmp_path / "registry.yaml"
        registry.write_text(
            'organization: {id: o-a1b2c3d4e5}\nhub: {account: "111111111111", region: us-east-1}\n'
            "repositories:\n- names:\n  - team/app\n"
        )
        arguments = ("--context", str(registry), "--format", "sarif")
        log = json.loads(_run(capsys, *_pair("x09-immutable-to-mutable"), *arguments)[1])
        for result in log["runs"][0]["results"]:
            place = result["locations"][0]["physicalLocation"]
            assert place["artifactLocation"]["uri"].endswith("/registry.yaml")
            assert place["region"] == {"startLine": 5}
            related = result["relatedLocations"][0]["physicalLocation"]
            assert related["artifactLocation"]["uri"].endswith("x09-immutable-to-mutable.head.json")


def test_no_format_is_written_over_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "o"
    one, other = f"html={file}", f"json={file}"

    assert main.run(["review", "a", "b", "--output-to", one, "--output-to", other]) == 2
    assert capsys.readouterr().err == f"governed-ecr: {file}: Two formats in one file. Name a file for each.\n"
    assert main.run(["review", "a", "b", "--output", str(file), "--output-to", one]) == 2
    assert not file.exists()
