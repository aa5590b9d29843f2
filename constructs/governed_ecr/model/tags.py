"""AWS resource tags as AWS::ECR::Repository takes them."""

from __future__ import annotations

from collections.abc import Mapping

from . import limits
from .errors import Problem
from .late_bound import is_late_bound


def tag_problems(tags: Mapping[str, str], place: str = "tags") -> list[Problem]:
    """docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecr-repository-tag.html"""
    problems = []
    if len(tags) > limits.TAGS:
        problems.append(Problem(place, f"{len(tags)} tags.", f"Allowed: at most {limits.TAGS}."))
    for key, value in tags.items():
        if not is_late_bound(key) and (not 1 <= len(key) <= limits.TAG_KEY_CHARACTERS or key.startswith("aws:")):
            problems.append(
                Problem(
                    f"{place}[{key!r}]",
                    "This tag key is not allowed.",
                    f"Allowed: 1-{limits.TAG_KEY_CHARACTERS} characters, not beginning with 'aws:'.",
                )
            )
        if not is_late_bound(value) and not 1 <= len(value) <= limits.TAG_VALUE_CHARACTERS:
            problems.append(
                Problem(
                    f"{place}[{key!r}]",
                    f"A tag value of {len(value)} characters.",
                    f"Allowed: 1-{limits.TAG_VALUE_CHARACTERS} characters (CloudFormation refuses an empty one).",
                )
            )
    return problems
