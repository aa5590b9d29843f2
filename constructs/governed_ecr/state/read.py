"""Registries from templates, cloud assemblies and folders of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from ..model.errors import GovernedEcrError, Problem
from .context import Context
from .folder import templates_in
from .registries import registries
from .registry import Environment, RegistryState
from .template import Template
from .template_text import DEPTH, checked, is_deep


@dataclass(frozen=True, slots=True)
class Sources:
    """The templates of paths: those of each cloud assembly, and all others."""

    assemblies: tuple[tuple[Template, ...], ...]
    loose: tuple[Template, ...]

    @property
    def names(self) -> frozenset[str]:
        """What messages call the templates."""
        return frozenset(template.name for template in (*chain.from_iterable(self.assemblies), *self.loose))


def read_registries(paths: Sequence[Path | str], context: Context) -> tuple[RegistryState, ...]:
    """The registries that the paths describe: ``registries_of`` what ``read_sources`` reads."""
    return registries_of(read_sources(paths, context), context)


def read_sources(paths: Sequence[Path | str], context: Context) -> Sources:
    """The templates that the paths name.

    Each path is a template (JSON or YAML), a cloud assembly (a folder with a manifest.json), or a folder with any of
    these.

    Raises:
        GovernedEcrError: with everything that could not be read in any of the paths.
    """
    problems: list[Problem] = []
    assemblies: dict[Path, tuple[Template, ...]] = {}
    loose: dict[Path, Template] = {}
    environment = Environment(context.account, context.region)
    if not paths:
        problems.append(Problem("", "Nothing to read.", "Give a template, a cloud assembly, or a folder of them."))
    if "" in paths:
        problems.append(Problem("''", "An empty path.", "Name the current folder '.'."))
    for given in dict.fromkeys(Path(path) for path in paths if path != ""):
        try:
            found = templates_in(given, environment)
        except GovernedEcrError as error:
            problems += error.problems
        else:
            assemblies |= found.assemblies
            loose |= found.templates
    if problems:
        raise GovernedEcrError(dict.fromkeys(problems))
    return Sources(tuple(assemblies.values()), tuple(loose.values()))


def registries_of(sources: Sources, context: Context) -> tuple[RegistryState, ...]:
    """The registries that the templates describe.

    Each assembly is a deployment of its own; all other templates together take their account and Region from the
    context. Of each account and Region there is the default state first, then one for each other world that the
    templates' conditions allow.
    """
    states = [state for assembly in sources.assemblies for state in _resolved(assembly, context, together=True)]
    if sources.loose:
        states += _resolved(sources.loose, context, together=len(sources.loose) == 1)
    return tuple(states)


def registries_of_templates(
    templates: Mapping[str, Mapping[str, Any]], context: Context, environment: Environment | None = None
) -> tuple[RegistryState, ...]:
    """The registries of template bodies, by the names that messages give them.

    With an environment they are stacks that are deployed there side by side. Without one they are loose templates,
    which take the context's account and Region.

    Raises:
        GovernedEcrError: for bodies that are no templates.
    """
    problems: list[Problem] = []
    for name, body in templates.items():
        try:
            checked(body, name)
        except GovernedEcrError as error:
            problems += error.problems
        if is_deep(body):
            problems.append(Problem(name, f"Nested more than {DEPTH} levels deep.", "Flatten it."))
    if problems:
        raise GovernedEcrError(problems)
    there = environment or Environment()
    there = Environment(there.account or context.account, there.region or context.region)
    loose = tuple(Template(name, body, there) for name, body in templates.items())
    return _resolved(loose, context, together=environment is not None or len(loose) == 1)


def _resolved(templates: tuple[Template, ...], context: Context, *, together: bool) -> tuple[RegistryState, ...]:
    try:
        return registries(templates, context, of_one_deployment=together)
    except RecursionError:
        names = ", ".join(template.name for template in templates[:3])
        what = "References that lead through too many others."
        raise GovernedEcrError([Problem(names, what, "Shorten the chain.")]) from None
