"""The name of a repository is one that ECR takes."""

from __future__ import annotations

from collections.abc import Iterable

from ...model.names import repository_name_problems
from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    name = resource.get("RepositoryName")
    if isinstance(name, str):
        for problem in repository_name_problems(name):
            yield Found(f"{problem.what} {problem.mend}", ("Properties", "RepositoryName"))


REPOSITORY_NAME = Rule(
    id="RepositoryName",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::Repository",),
    summary="The name of the repository is not one that ECR takes.",
    why="ECR refuses the repository, and the deployment fails.",
    mend="Write 2-256 lower-case letters and digits, joined by '.', '_', '__', '-' or '/'.",
    source="docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html",
    check=_check,
)
