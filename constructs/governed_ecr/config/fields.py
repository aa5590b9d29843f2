"""The small parts of registry.yaml, each checked by the model's own functions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema
from pydantic.config import JsonDict

from ..model import names
from ..model.errors import GovernedEcrError, Problem
from ..model.tags import tag_problems

_KEYS: Final = ["registry", "aws/ecr"]


class Part(BaseModel):
    """A mapping of the file: unknown keys are errors, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)


class RefusedError(ValueError):
    """How the model's problems pass through pydantic."""

    @classmethod
    def of(cls, error: GovernedEcrError, *, within: str = "") -> RefusedError:
        """The model's refusal less the name that the model has for the whole value: the file has its own."""
        places = (problem.place.removeprefix(within).removeprefix(".") for problem in error.problems)
        return cls(tuple(replace(problem, place=place) for problem, place in zip(error.problems, places, strict=True)))

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def checked(check: Callable[[str, str], list[Problem]]) -> AfterValidator:
    """Field validation by one of the model's ``*_problems`` functions."""

    def validate(value: str) -> str:
        problems = check(value, "")
        if problems:
            raise RefusedError(tuple(problems))
        return value

    return AfterValidator(validate)


def spelled(
    pattern: re.Pattern[str], *, example: str | None = None, longest: int | None = None, or_root: bool = False
) -> Any:
    """What the JSON Schema says of a field that ``checked`` checks."""
    root = f"{names.ROOT}|" if or_root else ""
    said: JsonDict = {"pattern": f"^(?:{root}{pattern.pattern})$"}
    if longest:
        said["maxLength"] = longest
    if example:
        said["examples"] = [example]
    return Field(json_schema_extra=said)


def _pattern_problems(value: str, place: str) -> list[Problem]:
    """Whether any name matches: with letters for its wildcards, a pattern has to be one."""
    name = re.sub(r"\[[^\]]+\]|\?", "a", value).replace("*", "aa", 1).replace("*", "a")
    if not names.repository_name_problems(name):
        return []
    allowed = "Allowed: repository names, '*' for any characters, '?' for one (payments/*)."
    return [Problem(place, f"{value!r} matches no repository name.", allowed)]


def _key_problems(value: str, place: str) -> list[Problem]:
    if value in _KEYS or not names.kms_key_arn_problems(value):
        return []
    allowed = f"Allowed: {', '.join(_KEYS)}, or a key's ARN (arn:aws:kms:REGION:ACCOUNT:key/ID; no alias)."
    return [Problem(place, f"{value!r} is not a KMS key.", allowed)]


def _tags(value: dict[str, str]) -> dict[str, str]:
    problems = tag_problems(value, "")
    if problems:
        raise RefusedError(tuple(problems))
    return value


Account = Annotated[str, checked(names.account_problems), spelled(names.ACCOUNT, example="111111111111")]
Region = Annotated[str, checked(names.region_problems), spelled(names.REGION, example="eu-west-1")]
RepositoryName = Annotated[
    str, checked(names.repository_name_problems), spelled(names.REPOSITORY_NAME, example="team/app")
]
CachePrefix = Annotated[
    str,
    checked(names.cache_prefix_problems),
    spelled(names.REPOSITORY_NAME, example="docker-hub", longest=30, or_root=True),
]
TemplatePrefix = Annotated[str, checked(names.template_prefix_problems), spelled(names.NAME_PREFIX, or_root=True)]
ReplicationPrefix = Annotated[str, checked(names.replication_prefix_problems), spelled(names.REPLICATION_PREFIX)]
RepositoryPattern = Annotated[str, checked(_pattern_problems), Field(examples=["payments/*"])]
OrganizationId = Annotated[
    str, checked(names.organization_problems), spelled(names.ORGANIZATION, example="o-a1b2c3d4e5")
]
OrganizationPath = Annotated[str, checked(names.organization_path_problems), spelled(names.ORGANIZATION_PATH)]
KmsKey = Annotated[
    str,
    checked(_key_problems),
    WithJsonSchema({"anyOf": [{"enum": _KEYS}, {"type": "string", "pattern": f"^{names.KMS_KEY_ARN.pattern}$"}]}),
]
Tags = Annotated[dict[str, str], AfterValidator(_tags)]
Days = Annotated[int, Field(ge=1)]
