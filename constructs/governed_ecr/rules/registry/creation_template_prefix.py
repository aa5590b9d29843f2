"""The prefix of a creation template is one that ECR takes."""

from __future__ import annotations

from collections.abc import Iterable

from ...model.names import template_prefix_problems
from ...state.creation_templates import CREATION_TEMPLATE
from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity, found_of


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    prefix = resource.get("Prefix")
    if isinstance(prefix, str):
        for problem in template_prefix_problems(prefix):
            yield found_of(problem, ("Properties", "Prefix"))


CREATION_TEMPLATE_PREFIX = Rule(
    id="CreationTemplatePrefix",
    severity=Severity.ERROR,
    applies_to=(CREATION_TEMPLATE,),
    summary="The prefix of the creation template is not one that ECR takes.",
    why="ECR refuses the template, and the deployment fails.",
    mend="Write ROOT, or what the repositories' names begin with, without wildcards (team/builds).",
    source="docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepositoryCreationTemplate.html",
    check=_check,
)
