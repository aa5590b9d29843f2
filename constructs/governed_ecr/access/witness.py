"""One concrete request that a policy lets through, in AWS's terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Witness:
    """A request. principal: an ARN, a service's name, or ``anonymous``; context: the condition keys it carries."""

    principal: str
    action: str
    resource: str
    context: tuple[tuple[str, str | tuple[str, ...]], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON output has it."""
        context = {key: value if isinstance(value, str) else list(value) for key, value in self.context}
        return {"principal": self.principal, "action": self.action, "resource": self.resource, "context": context}

    def __str__(self) -> str:
        keys = ", ".join(
            f"{key}={value if isinstance(value, str) else '[' + ', '.join(value) + ']'}" for key, value in self.context
        )
        return f"{self.principal} may call {self.action} on {self.resource}" + (f" with {keys}" if keys else "")
