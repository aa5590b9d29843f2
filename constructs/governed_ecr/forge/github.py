"""A pull request of GitHub, as a discussion.

docs.github.com/rest/issues/comments
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..model.errors import GovernedEcrError, Problem
from .api import Api
from .sticky import Comment

API: Final = "https://api.github.com"
_REPOSITORY: Final = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class PullRequest:
    """repository: ``owner/name``. graphql: address of the API that alone can say whose an app's token is."""

    api: Api
    graphql: str
    repository: str
    number: int

    @property
    def longest(self) -> int:
        return 65_536

    def me(self) -> str:
        answer = self.api.send("POST", self.graphql, {"query": "query { viewer { login } }"})
        login = _at(answer.data, "data", "viewer", "login")
        if not isinstance(login, str):
            raise GovernedEcrError([Problem(self.graphql, "It does not say whose the token is.", "Give another one.")])
        return login

    def comments(self) -> Iterator[Comment]:
        for each in self.api.pages(self._comments):
            number, login, body = _at(each, "id"), _at(each, "user", "login"), _at(each, "body")
            if isinstance(number, int) and isinstance(login, str) and isinstance(body, str):
                yield Comment(number, login, body)

    def create(self, body: str) -> str:
        return _url(self.api.send("POST", self._comments, {"body": body}).data)

    def update(self, comment: Comment, body: str) -> str:
        path = f"/repos/{self.repository}/issues/comments/{comment.id}"
        return _url(self.api.send("PATCH", path, {"body": body}).data)

    @property
    def _comments(self) -> str:
        return f"/repos/{self.repository}/issues/{self.number}/comments"


def pull_request(environment: Mapping[str, str], event: Any, number: int | None = None) -> PullRequest | None:
    """The pull request that an event of GitHub Actions is about; None where it is about none.

    number: of another one. Raises GovernedEcrError where the environment lacks what GitHub Actions sets.
    """
    found = number or _at(event, "pull_request", "number") or _number_of_issue(event)
    if not isinstance(found, int) or isinstance(found, bool):
        return None
    repository, token = environment.get("GITHUB_REPOSITORY", ""), environment.get("GITHUB_TOKEN", "").strip()
    if not _REPOSITORY.fullmatch(repository):
        raise GovernedEcrError([Problem("GITHUB_REPOSITORY", f"{repository!r}.", "Allowed: OWNER/NAME.")])
    if not token:
        raise GovernedEcrError([Problem("GITHUB_TOKEN", "Not set.", "Set it to ${{ github.token }} in `env`.")])
    base = environment.get("GITHUB_API_URL") or API
    headers = {
        "Authorization": f"Bearer {token}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    graphql = environment.get("GITHUB_GRAPHQL_URL") or f"{base}/graphql"
    return PullRequest(Api(base, headers), graphql, repository, found)


def _number_of_issue(event: Any) -> Any:
    """Comments on pull requests come as events of issues."""
    return _at(event, "issue", "number") if _at(event, "issue", "pull_request") else None


def _url(data: Any) -> str:
    url = _at(data, "html_url")
    return url if isinstance(url, str) else ""


def _at(data: Any, *keys: str) -> Any:
    for key in keys:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data
