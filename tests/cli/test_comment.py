"""governed-ecr comment, before a fake GitHub and a fake GitLab on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from governed_ecr.cli import main
from tests.forge.server import TOKEN, Forge, Reply, Server, serving

MARKER = "<!-- governed-ecr: review -->"


@pytest.fixture
def forge() -> Forge:
    return Forge()


@pytest.fixture
def server(forge: Forge) -> Iterator[Server]:
    with serving(lambda request: forge(request)) as server:
        yield server


@pytest.fixture
def text(tmp_path: Path) -> str:
    path = tmp_path / "review.md"
    path.write_text("### Verdict\n", encoding="utf-8")
    return str(path)


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the tests run, they do not know of it."""
    for name in ("GITHUB_ACTIONS", "GITHUB_EVENT_PATH", "GITHUB_TOKEN", "GITHUB_STEP_SUMMARY", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def github(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """What GitHub Actions sets for pull request 7; returns the file of the run's summary."""
    event, summary = tmp_path / "event.json", tmp_path / "summary.md"
    event.write_text(json.dumps({"pull_request": {"number": 7, "title": "`rm -rf /`"}}), encoding="utf-8")
    summary.touch()
    for name, value in {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_API_URL": server.url,
        "GITHUB_GRAPHQL_URL": f"{server.url}/graphql",
        "GITHUB_REPOSITORY": "team/app",
        "GITHUB_TOKEN": TOKEN,
    }.items():
        monkeypatch.setenv(name, value)
    return summary


@pytest.fixture
def gitlab(server: Server, monkeypatch: pytest.MonkeyPatch, forge: Forge) -> None:
    """What GitLab sets for merge request 7 of project 42."""
    forge.me = "project_42_bot"
    for name, value in {
        "GITLAB_CI": "true",
        "CI_API_V4_URL": server.url,
        "CI_PROJECT_ID": "42",
        "CI_MERGE_REQUEST_IID": "7",
        "CI_MERGE_REQUEST_PROJECT_ID": "42",
        "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "42",
        "CI_MERGE_REQUEST_PROJECT_URL": "https://gitlab/team/app",
        "GITLAB_TOKEN": f"{TOKEN}\n",
    }.items():
        monkeypatch.setenv(name, value)


class TestGitHub:
    def test_one_comment_for_all_pushes(self, github: Path, forge: Forge, text: str, capsys) -> None:
        assert main.run(["comment", text]) == 0
        Path(text).write_text("### Other verdict\n", encoding="utf-8")
        assert main.run(["comment", text]) == 0

        assert forge.bodies == [f"{MARKER}\n### Other verdict\n"]
        assert capsys.readouterr().out == (
            "Created the comment https://forge/comment/1.\nUpdated the comment https://forge/comment/1.\n"
        )
        assert github.read_text() == ""

    def test_names(self, github: Path, forge: Forge, text: str) -> None:
        for name in ("a", "b", "a"):
            assert main.run(["comment", text, "--name", name]) == 0
        assert [body.split("\n")[0] for body in forge.bodies] == [
            "<!-- governed-ecr: a -->",
            "<!-- governed-ecr: b -->",
        ]

    def test_it_is_found_on_later_pages(self, github: Path, forge: Forge, server: Server, text: str) -> None:
        for number in range(250):
            forge.add(f"{MARKER}\nold" if number == 230 else f"talk {number}", "someone" if number % 2 else None)

        assert main.run(["comment", text]) == 0

        assert forge.bodies[230] == f"{MARKER}\n### Verdict\n"
        assert len(forge.bodies) == 250
        assert [request.query.get("page") for request in server.requests if request.method == "GET"] == ["1", "2", "3"]

    def test_nobody_elses_comment_is_touched(self, github: Path, forge: Forge, text: str) -> None:
        forge.add(f"{MARKER}\nfake", "mallory")
        forge.add(f"{MARKER}\nfake", "other-app[bot]")

        assert main.run(["comment", text]) == 0

        assert forge.bodies == [f"{MARKER}\nfake", f"{MARKER}\nfake", f"{MARKER}\n### Verdict\n"]

    def test_a_pull_request_of_a_fork(self, github: Path, forge: Forge, text: str, capsys) -> None:
        forge.may_write = False

        assert main.run(["comment", text]) == 0

        shown = capsys.readouterr()
        assert shown.out.startswith("::notice title=governed-ecr::No comment. http://127.0.0.1")
        assert "Resource not accessible by integration" in shown.out
        assert shown.out.endswith("It is in the run's summary.\n")
        assert github.read_text() == "### Verdict\n\n"

    def test_a_push(self, github: Path, forge: Forge, server: Server, text: str, monkeypatch, tmp_path, capsys) -> None:
        (tmp_path / "push.json").write_text('{"ref": "refs/heads/main"}')

        assert main.run(["comment", text, "--event", str(tmp_path / "push.json")]) == 0

        assert "This run is for no pull request." in capsys.readouterr().out
        assert github.read_text() == "### Verdict\n\n"
        assert not server.requests

    @pytest.mark.parametrize(
        ("event", "options"),
        [({"issue": {"number": 7, "pull_request": {"url": "..."}}}, []), ({"workflow_run": {}}, ["--number", "7"])],
    )
    def test_other_events(self, github: Path, forge: Forge, text: str, tmp_path: Path, event, options) -> None:
        path = tmp_path / "other.json"
        path.write_text(json.dumps(event))
        assert main.run(["comment", text, "--event", str(path), *options]) == 0
        assert forge.bodies == [f"{MARKER}\n### Verdict\n"]

    def test_an_issue_is_no_pull_request(self, github: Path, forge: Forge, text: str, tmp_path: Path) -> None:
        path = tmp_path / "issue.json"
        path.write_text('{"issue": {"number": 7}}')
        assert main.run(["comment", text, "--event", str(path)]) == 0
        assert not forge.bodies

    def test_a_bad_token_is_an_error_and_the_review_is_not_lost(
        self, github: Path, text: str, monkeypatch: pytest.MonkeyPatch, capsys
    ) -> None:
        monkeypatch.setenv("GITHUB_TOKEN", "wrong-secret")

        assert main.run(["comment", text]) == 2

        shown = capsys.readouterr()
        assert shown.err.endswith("answered 401: Bad credentials. The token is not valid, or has expired.\n")
        assert shown.err.count("\n") == 1
        assert "wrong-secret" not in shown.err + shown.out
        assert github.read_text() == "### Verdict\n\n"

    @pytest.mark.parametrize(
        ("name", "value", "said"),
        [
            ("GITHUB_TOKEN", "", "GITHUB_TOKEN: Not set."),
            ("GITHUB_REPOSITORY", "app?", "GITHUB_REPOSITORY: 'app?'."),
            ("GITHUB_EVENT_PATH", "nowhere.json", "nowhere.json: No such file or directory."),
            ("GITHUB_STEP_SUMMARY", "/nowhere/summary", ""),
        ],
    )
    def test_a_wrong_environment(self, github: Path, text: str, name, value, said, monkeypatch, capsys) -> None:
        monkeypatch.setenv(name, value)
        assert main.run(["comment", text]) == (2 if said else 0)
        assert said in capsys.readouterr().err

    @pytest.mark.parametrize("data", [{"data": None, "errors": []}, [], None, {"data": {"viewer": {"login": 5}}}])
    def test_an_api_that_does_not_know_who_asks(self, github, forge: Forge, text, data, monkeypatch, capsys) -> None:
        with serving(lambda _: Reply(data)) as odd:
            monkeypatch.setenv("GITHUB_GRAPHQL_URL", f"{odd.url}/graphql")
            assert main.run(["comment", text]) == 2
        assert "It does not say whose the token is." in capsys.readouterr().err
        assert not forge.bodies

    def test_entries_of_a_listing_that_are_none(self, github: Path, forge: Forge, text: str) -> None:
        for odd in ({"user": None}, {"body": None}, {"id": "1"}):
            forge.add(MARKER)
            forge.comments[-1].update(odd)
        assert main.run(["comment", text]) == 0
        assert len(forge.bodies) == 4


class TestGitLab:
    def test_one_note_for_all_pushes(self, gitlab: None, forge: Forge, text: str, server: Server, capsys) -> None:
        forge.add(f"{MARKER}\nfake", "mallory")
        forge.add(f"{MARKER}\ntold by GitLab", system=True)

        for _ in range(2):
            assert main.run(["comment", text]) == 0

        assert forge.bodies[2:] == [f"{MARKER}\n### Verdict\n"]
        assert server.methods() == ["GET", "GET", "POST", "GET", "GET", "PUT"]
        assert "Updated the comment https://gitlab/team/app/-/merge_requests/7#note_3." in capsys.readouterr().out

    def test_a_fork_has_no_token(self, gitlab: None, server: Server, text: str, monkeypatch, capsys) -> None:
        monkeypatch.delenv("GITLAB_TOKEN")
        monkeypatch.setenv("CI_MERGE_REQUEST_SOURCE_PROJECT_ID", "43")
        assert main.run(["comment", text]) == 0
        assert capsys.readouterr().out == "No comment. This pipeline is for a fork, which has no GITLAB_TOKEN.\n"
        assert not server.requests

    def test_a_branch(self, gitlab: None, server: Server, text: str, monkeypatch, capsys) -> None:
        monkeypatch.delenv("CI_MERGE_REQUEST_IID")
        assert main.run(["comment", text]) == 0
        assert capsys.readouterr().out == "No comment. This pipeline is for no merge request.\n"
        assert not server.requests

    def test_a_token_that_may_not(self, gitlab: None, forge: Forge, text: str, capsys) -> None:
        forge.may_write = False
        assert main.run(["comment", text]) == 0
        assert "answered 403" in capsys.readouterr().out

    def test_what_is_missing(self, gitlab: None, text: str, monkeypatch, capsys) -> None:
        monkeypatch.delenv("GITLAB_TOKEN")
        monkeypatch.delenv("CI_API_V4_URL")
        assert main.run(["comment", text]) == 2
        lines = capsys.readouterr().err.splitlines()
        assert [line.split(" ")[1] for line in lines] == ["CI_API_V4_URL:", "GITLAB_TOKEN:"]


def test_somewhere_else(text: str, capsys) -> None:
    assert main.run(["comment", text]) == 2
    assert "Neither GITHUB_ACTIONS nor GITLAB_CI is set." in capsys.readouterr().err


def test_nothing_to_say(github: Path, tmp_path: Path, server: Server, capsys) -> None:
    assert main.run(["comment", str(tmp_path / "none.md")]) == 2
    assert not server.requests


def test_a_name_that_is_none(github: Path, text: str, server: Server, capsys) -> None:
    assert main.run(["comment", text, "--name", "a -->"]) == 2
    assert not server.requests
