"""What a run of GitHub Actions or of GitLab CI/CD is for, as its environment says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model.errors import GovernedEcrError, Problem
from .github import pull_request
from .gitlab import is_from_fork, merge_request
from .sticky import Discussion


def discussion(environment: Mapping[str, str], event: Any = None, number: int | None = None) -> Discussion | str:
    """Where to comment, or why there is nowhere to.

    event: of GitHub, its data. number: of the pull request or merge request, where the run is not for it. Raises
    GovernedEcrError where the environment is of neither, or lacks what is needed.
    """
    if environment.get("GITLAB_CI"):
        if is_from_fork(environment) and not environment.get("GITLAB_TOKEN"):
            return "This pipeline is for a fork, which has no GITLAB_TOKEN."
        return merge_request(environment, number) or "This pipeline is for no merge request."
    if environment.get("GITHUB_ACTIONS") or event is not None:
        return pull_request(environment, event, number) or "This run is for no pull request."
    what = "Neither GITHUB_ACTIONS nor GITLAB_CI is set."
    raise GovernedEcrError([Problem("", what, "Run it in GitHub Actions or GitLab CI/CD, or name an event.")])
