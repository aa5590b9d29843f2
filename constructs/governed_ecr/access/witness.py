"""One concrete request that a policy lets through, in AWS's terms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

EXAMPLE_NAME: Final = "app"
"""What a repository is called in a request where its policy leaves the name open."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A request. principal: an ARN, a service's name, or ``anonymous``; context: the condition keys it carries."""

    principal: str
    action: str
    resource: str
    context: tuple[tuple[str, str | tuple[str, ...]], ...] = ()

    def of_repository(self, name: str) -> Witness:
        """The same request to the repository of this name, where the policy leaves the name open."""
        head, example, rest = self.resource.partition(f":repository/{EXAMPLE_NAME}")
        return replace(self, resource=f"{head}:repository/{name}") if example and not rest else self

    def to_dict(self) -> dict[str, Any]:
        """As JSON output has it."""
        context = {key: value if isinstance(value, str) else list(value) for key, value in self.context}
        return {"principal": self.principal, "action": self.action, "resource": self.resource, "context": context}

    def __str__(self) -> str:
        keys = ", ".join(
            f"{key}={value if isinstance(value, str) else '[' + ', '.join(value) + ']'}" for key, value in self.context
        )
        return f"{self.principal} may call {self.action} on {self.resource}" + (f" with {keys}" if keys else "")
