"""Templates that are deployed side by side, so that they can read each other's outputs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from .choice import Choice
from .registry import Environment
from .resolver import Resolver
from .unknown import Value

AnyResolver = TypeVar("AnyResolver", bound=Resolver)


class Evaluation(Generic[AnyResolver]):
    """The scopes of the templates of one deployment.

    used: the choices that what was resolved since it was last emptied rests on.
    """

    def __init__(self) -> None:
        self.used: set[Choice] = set()
        self.roots: list[AnyResolver] = []
        self._exports: dict[tuple[Environment, str], tuple[AnyResolver, str]] | None = None

    def scopes(self) -> Iterator[AnyResolver]:
        """All scopes, those of nested stacks after the one that holds them."""
        waiting = self.roots[::-1]
        while waiting:
            scope = waiting.pop()
            yield scope
            waiting += list(scope.nested())[::-1]

    def export(self, environment: Environment, name: str) -> tuple[AnyResolver, str] | None:
        """The scope and the output that exports this name in an account and Region."""
        if self._exports is None:
            self._exports = {}
            outer, self.used = self.used, set()
            for scope in self.scopes():
                for output, body in scope.template.section("Outputs").items():
                    export = body.get("Export") if isinstance(body, dict) else None
                    exported = scope.resolve(export.get("Name")) if isinstance(export, dict) else None
                    if isinstance(exported, str):
                        self._exports[scope.template.environment, exported] = (scope, output)
            self.used = outer
        return self._exports.get((environment, name))

    def stack(self, name: str, region: Value, account: str | None) -> AnyResolver | None:
        """The only stack of this name that is, or may be, in a Region, and in an account where that is given."""
        found = []
        for scope in self.roots:
            there = scope.template.environment
            if scope.template.stack == name and there.region in (region, None) and account in (there.account, None):
                found.append(scope)
        return found[0] if len(found) == 1 else None
