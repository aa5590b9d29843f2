"""The small parts of registry.yaml, each checked by the model's own functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ..model import names
from ..model.errors import Problem


class Part(BaseModel):
    """A mapping of the file: unknown keys are errors, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)


class RefusedError(ValueError):
    """How the model's problems pass through pydantic."""

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


Account = Annotated[str, checked(names.account_problems), Field(examples=["111111111111"])]
Region = Annotated[str, checked(names.region_problems), Field(examples=["eu-west-1"])]
RepositoryName = Annotated[str, checked(names.repository_name_problems), Field(examples=["team/app"])]
KmsKeyArn = Annotated[str, checked(names.kms_key_arn_problems)]
Days = Annotated[int, Field(ge=1)]
