"""ci/review.sh, in a repository of its own, with an `npx` that makes an assembly of what is checked out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.ci.checkouts import IMMUTABLE, MUTABLE, Checkout


def test_a_dangerous_change(checkout: Checkout) -> None:
    checkout.commit(registry=MUTABLE)

    done = checkout.run()

    assert done.code == 0, done.out
    report = json.loads((done.report / "review.json").read_text(encoding="utf-8"))
    assert done.outputs == {
        "exit-code": "1",
        "verdict": "error",
        "changes": str(len(report["changes"])),
        "findings": str(len(report["findings"])),
        **{f"{name}-file": f"{done.report}/review.{name}" for name in ("sarif", "html", "json")},
        "comment-file": f"{done.report}/comment.md",
    }
    assert [change["kind"] for change in report["changes"]] == ["protection-weakened"]
    assert report["changes"][0]["template"] == "cdk.out/Registry.template.json"
    assert "could not" not in done.comment
    assert sorted(path.name for path in done.report.iterdir()) == [
        "comment.md",
        "review.html",
        "review.json",
        "review.sarif",
    ]
    assert checkout.git("worktree", "list").count("\n") == 0, "it leaves nothing behind"
    assert checkout.git("status", "--porcelain") == ""


def test_a_harmless_change(checkout: Checkout) -> None:
    checkout.commit(registry=IMMUTABLE.replace(" ", ""))

    done = checkout.run()

    assert (done.code, done.outputs["exit-code"], done.outputs["verdict"]) == (0, "0", "clean")


def test_what_others_merged_meanwhile_is_not_told(checkout: Checkout) -> None:
    """The base is where the change began, not where its branch is now."""
    checkout.commit(other=IMMUTABLE)
    origin = Checkout(checkout.folder.parent / "origin", checkout.tools)
    origin.commit(registry=MUTABLE)
    checkout.git("fetch", "--quiet", "origin")

    assert checkout.run().outputs["verdict"] == "clean"


@pytest.mark.parametrize("base", ["main", "commit"])
def test_a_base_that_a_shallow_checkout_lacks_is_fetched(checkout: Checkout, base: str, tmp_path: Path) -> None:
    origin = Checkout(checkout.folder.parent / "origin", checkout.tools)
    first = origin.git("rev-parse", "HEAD")
    origin.git("checkout", "--quiet", "-b", "change")
    origin.commit(registry=MUTABLE)
    url = (origin.folder).as_uri()
    subprocess.run(["git", "clone", "--quiet", "--depth=1", "--no-tags", url, tmp_path / "shallow"], check=True)
    shallow = Checkout(tmp_path / "shallow", checkout.tools)

    done = shallow.run(BASE=first if base == "commit" else base)

    assert (done.code, done.outputs["verdict"], done.outputs["changes"]) == (0, "error", "1"), done.out


def test_a_base_that_cannot_be_synthesized_is_an_empty_registry_and_that_is_said(checkout: Checkout) -> None:
    base = Checkout(checkout.folder.parent / "origin", checkout.tools)
    base.commit(registry=None, other="{}")
    checkout.git("fetch", "--quiet", "origin")
    checkout.git("checkout", "--quiet", "origin/main")
    checkout.commit(registry=IMMUTABLE)

    done = checkout.run()

    assert done.code == 0, done.out
    assert done.outputs["exit-code"] in ("0", "1")
    assert done.outputs["verdict"] != "unknown"
    first, second, *_ = done.comment.splitlines()
    assert first == "> [!WARNING]"
    assert second.endswith("it counts as an empty registry, and nothing that it loses is told.")
    assert "::warning title=governed-ecr::The base" in done.out


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"BASE": "nowhere"}, "The base nowhere is no commit that this checkout has or may fetch"),
        ({"BASE": "--upload-pack=touch x"}, "is no commit"),
        ({"BASE": ""}, "There is no base"),
        ({"SYNTH": "exit 3", "BASE_ASSEMBLY": "registry.json"}, "The head could not be synthesized."),
        ({"ASSEMBLY": "elsewhere"}, "The head could not be synthesized."),
        ({"DIRECTORY": "nowhere"}, "The head could not be synthesized."),
        ({"CONTEXT": "nowhere.yaml"}, "The review itself failed, with exit code 2."),
        (
            {"GITHUB_EVENT_NAME": "pull_request_target"},
            "pull_request_target gives the code of a pull request your secrets",
        ),
    ],
)
def test_without_a_review_there_is_a_comment_that_says_so(checkout: Checkout, environment, said: str) -> None:
    checkout.commit(registry=MUTABLE)

    done = checkout.run(**environment)

    assert done.code == 0
    assert f"::error title=governed-ecr::{said}" in done.out or said in done.out
    assert said in done.comment
    assert done.comment.startswith("### No review\n")
    assert done.outputs == {
        "exit-code": "2",
        "verdict": "unknown",
        "changes": "0",
        "findings": "0",
        "comment-file": f"{done.report}/comment.md",
    }


def test_an_older_report_does_not_stay(checkout: Checkout) -> None:
    (checkout.tools / "report").mkdir()
    (checkout.tools / "report" / "review.sarif").write_text("old")
    done = checkout.run(BASE="")
    assert [path.name for path in done.report.iterdir()] == ["comment.md"]


def test_assemblies_that_were_made_before(checkout: Checkout) -> None:
    """Nothing is synthesized, so that even pull_request_target is safe."""
    checkout.commit(before=IMMUTABLE, after=MUTABLE)

    done = checkout.run(
        SYNTH="exit 1",
        BASE="",
        BASE_ASSEMBLY="before.json",
        HEAD_ASSEMBLY="./after.json",
        GITHUB_EVENT_NAME="pull_request_target",
        FAIL_ON="never",
    )

    assert [done.outputs[name] for name in ("verdict", "changes", "exit-code")] == ["error", "1", "0"]


def test_templates_that_the_repository_itself_has(checkout: Checkout) -> None:
    checkout.commit(registry=MUTABLE)
    done = checkout.run(SYNTH="", ASSEMBLY="registry.json")
    assert (done.outputs["verdict"], done.outputs["changes"]) == ("error", "1")
    assert (checkout.folder / "registry.json").exists()


def test_an_app_in_a_folder_with_files_that_options_name(checkout: Checkout) -> None:
    (checkout.folder / "infra app").mkdir()
    shutil.copy(checkout.folder / "registry.json", checkout.folder / "infra app")
    checkout.commit()
    base = checkout.git("rev-parse", "HEAD")
    (checkout.folder / "infra app" / "registry.json").write_text(MUTABLE)
    accepted = {"change": "protection-weakened", "resource": "App", "reason": "A try.", "expires": "2999-12-31"}
    finding = {**accepted, "rule": "TagImmutability"}
    del finding["change"]
    checkout.commit(
        acknowledged=json.dumps({"acknowledgements": [accepted, finding]}),
        facts=json.dumps({"account": "111111111111", "region": "us-east-1"}),
        images=json.dumps({"imageDetails": []}),
    )

    done = checkout.run(
        BASE=base,
        DIRECTORY="infra app",
        ACKNOWLEDGEMENTS="acknowledged.json",
        CONTEXT="facts.json",
        IMAGES="images.json",
    )

    assert done.outputs["verdict"] == "clean", done.out
    report = json.loads((done.report / "review.json").read_text(encoding="utf-8"))
    assert [each["reason"] for each in report["acknowledged"]] == ["A try."] * 2


def test_what_the_base_had_is_found_under_the_same_name_in_every_run(checkout: Checkout) -> None:
    checkout.commit(registry='{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}')

    report = json.loads((checkout.run().report / "review.json").read_text(encoding="utf-8"))

    (removal,) = report["changes"]
    assert (removal["kind"], removal["template"]) == ("removal", ".governed-ecr-base/Registry.template.json")
    assert not os.path.lexists(checkout.folder / ".governed-ecr-base")
