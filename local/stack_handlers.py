"""What the CloudFormation handlers of this folder share: their values and their failures."""

from json import loads
from typing import Any

Properties = dict[str, Any]
Made = tuple[str, dict[str, str]]  # physical id, attributes


class HandlerError(Exception):
    """Why a resource could not be made, in CloudFormation's words."""

    def __init__(self, type_name: str, physical_id: str, problem: str, code: str) -> None:
        super().__init__(
            f"Resource of type '{type_name}' with identifier '{physical_id}' {problem}. (HandlerErrorCode: {code})"
        )


def already_exists(type_name: str, physical_id: str) -> HandlerError:
    return HandlerError(type_name, physical_id, "already exists", "AlreadyExists")


def not_found(type_name: str, physical_id: str) -> HandlerError:
    return HandlerError(type_name, physical_id, "was not found", "NotFound")


def as_declared(current: Properties, declared: Properties) -> Properties:
    """Current properties with a policy as an object where the template has it as one; ECR keeps its text."""
    return {
        name: loads(value) if isinstance(declared.get(name), dict) and isinstance(value, str) else value
        for name, value in current.items()
    }
