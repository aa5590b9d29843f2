"""A merge request of GitLab, as a discussion.

docs.gitlab.com/api/notes/#merge-requests
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ..model.errors import GovernedEcrError, Problem
from .api import Api
from .sticky import Comment


@dataclass(frozen=True, slots=True)
class MergeRequest:
    """project: its id. iid: the merge request's number in the project. web: the merge request's page."""

    api: Api
    project: str
    iid: int
    web: str = ""

    @property
    def longest(self) -> int:
        return 1_000_000

    def me(self) -> str:
        found = self.api.get("/user").data
        username = found.get("username") if isinstance(found, Mapping) else None
        if not isinstance(username, str):
            raise GovernedEcrError([Problem("/user", "It does not say whose the token is.", "Give another one.")])
        return username

    def comments(self) -> Iterator[Comment]:
        for each in self.api.pages(self._notes):
            comment = _comment(each)
            if comment is not None:
                yield comment

    def create(self, body: str) -> str:
        return self._url(self.api.send("POST", self._notes, {"body": body}).data)

    def update(self, comment: Comment, body: str) -> str:
        return self._url(self.api.send("PUT", f"{self._notes}/{comment.id}", {"body": body}).data)

    @property
    def _notes(self) -> str:
        return f"/projects/{quote(self.project, safe='')}/merge_requests/{self.iid}/notes"

    def _url(self, note: Any) -> str:
        number = note.get("id") if isinstance(note, Mapping) else None
        return f"{self.web}#note_{number}" if self.web and number else self.web


def merge_request(environment: Mapping[str, str], iid: int | None = None) -> MergeRequest | None:
    """The merge request that a pipeline is for; None where it is for none.

    iid: of another one. Raises GovernedEcrError where the environment lacks what GitLab sets, or the token.
    """
    number = str(iid or environment.get("CI_MERGE_REQUEST_IID") or "")
    if not number.isdecimal():
        return None
    base, token = environment.get("CI_API_V4_URL", ""), environment.get("GITLAB_TOKEN", "").strip()
    project = environment.get("CI_MERGE_REQUEST_PROJECT_ID") or environment.get("CI_PROJECT_ID", "")
    values = {"CI_API_V4_URL": base, "CI_PROJECT_ID": project, "GITLAB_TOKEN": token}
    mend = "GitLab sets CI_...; GITLAB_TOKEN is a project access token with scope api, as a masked variable."
    missing = [Problem(name, "Not set.", mend) for name, value in values.items() if not value]
    if missing:
        raise GovernedEcrError(missing)
    site = environment.get("CI_MERGE_REQUEST_PROJECT_URL", "")
    web = f"{site}/-/merge_requests/{number}" if site else ""
    return MergeRequest(Api(base, {"PRIVATE-TOKEN": token}), project, int(number), web)


def is_from_fork(environment: Mapping[str, str]) -> bool:
    """Whether the pipeline runs for a fork's branch, where variables of the project are not set."""
    source, target = (environment.get(f"CI_MERGE_REQUEST_{side}PROJECT_ID") for side in ("SOURCE_", ""))
    return bool(source and target and source != target)


def _comment(note: Any) -> Comment | None:
    """A note of a person or of a program; None for what GitLab itself tells."""
    if not isinstance(note, Mapping) or note.get("system"):
        return None
    author = note.get("author")
    username = author.get("username") if isinstance(author, Mapping) else None
    number, body = note.get("id"), note.get("body")
    if isinstance(number, int) and isinstance(username, str) and isinstance(body, str):
        return Comment(number, username, body)
    return None
