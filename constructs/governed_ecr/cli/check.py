"""``governed-ecr check``: the rules put to templates, cloud assemblies and folders of them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..report.report import Report
from ..rules import ALL_RULES
from ..rules.check import check
from ..rules.rule import Severity
from ..state.read import read_registries
from . import exits
from .facts import read_context
from .output import colour, write


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    MARKDOWN = "markdown"


class FailOn(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


def command(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Templates (JSON, YAML), cloud assemblies, folders.")
    ],
    context: Annotated[
        str | None, typer.Option(metavar="FILE", help="Facts about your organization, or registry.yaml.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.TEXT,
    fail_on: Annotated[FailOn, typer.Option(help="The least severity that exits with 1.")] = FailOn.ERROR,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write there instead of to stdout.")] = None,
) -> None:
    """Check what templates would make of a registry.

    \b
    governed-ecr check cdk.out --context registry.yaml
    governed-ecr check template.yaml --format sarif --output ecr.sarif
    governed-ecr check cdk.out --fail-on warning

    Exit codes: 0 clean, 1 findings, 2 unusable input.
    """
    states = read_registries(paths, read_context(context))
    report = Report.of(states, check(states), ALL_RULES)
    write(_written(report, form, output), output)
    raise typer.Exit(_code(report, fail_on))


def _written(report: Report, form: Format, output: Path | None) -> str:
    match form:
        case Format.TEXT:
            from ..report.text import text

            return text(report, colour=colour(output))
        case Format.JSON:
            from ..report.json import json

            return json(report)
        case Format.MARKDOWN:
            from ..report.markdown import markdown

            return markdown(report)
        case Format.SARIF:
            from ..report.sarif import sarif
            from .version import version

            return sarif(report, version())


def _code(report: Report, fail_on: FailOn) -> int:
    order = [FailOn.ERROR, FailOn.WARNING, FailOn.NOTE]
    failing = order[: order.index(fail_on) + 1] if fail_on in order else []
    return exits.FOUND if any(report.count(Severity(each.value)) for each in failing) else exits.CLEAN
