"""``governed-ecr check``: the rules put to templates, cloud assemblies and folders of these."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from ..model.errors import GovernedEcrError, Problem
from ..report.report import Report
from ..rules import ALL_RULES
from ..rules.check import check
from ..state.context import Context
from ..state.read import read_sources, registries_of, registries_of_templates
from ..state.registry import RegistryState
from ..state.template_text import read_template
from . import exits
from .facts import read_context
from .files import STDIN, read_text
from .lines import lines, origins
from .options import add_context, add_fail_on, add_output, fails, named
from .output import colour, write

FORMATS: Final = ("text", "json", "sarif", "markdown")
EPILOG: Final = """\
examples:
  governed-ecr check cdk.out --context registry.yaml
  governed-ecr check template.yaml --format sarif --output ecr.sarif
  governed-ecr check templates/ --fail-on warning

exit codes: 0 clean, 1 findings at or above --fail-on, 2 unusable input
"""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="+", type=named, metavar="PATH", help="a template, a cloud assembly or a folder; - for stdin"
    )
    add_context(parser)
    add_output(parser, FORMATS)
    add_fail_on(parser)


def run(options: Namespace) -> int:
    states, templates = _registries(options.paths, read_context(options.context))
    findings = check(states)
    report = Report.of(states, findings, ALL_RULES, lines(findings), templates)
    write(_written(report, options.format, options.output, options.context), options.output)
    found = fails((finding.severity for finding in report.findings), options.fail_on)
    return exits.FOUND if found else exits.CLEAN


def _registries(paths: Sequence[str], context: Context) -> tuple[tuple[RegistryState, ...], Iterable[str]]:
    """The registries, and the names of all templates that were read."""
    if "-" in paths:
        if len(paths) > 1:
            raise GovernedEcrError([Problem(STDIN, "It stands alone.", "Give - or paths, not both.")])
        return registries_of_templates({STDIN: read_template(read_text("-"), STDIN)}, context), [STDIN]
    sources = read_sources(paths, context)
    return registries_of(sources, context), sources.names


def _written(report: Report, form: str, output: Path | None, context: str | None) -> str:
    match form:
        case "json":
            from ..report.json import json

            return json(report)
        case "sarif":
            from ..report.sarif import sarif
            from ..version import VERSION

            return sarif(report, VERSION, origins(report.findings, context))
        case "markdown":
            from ..report.markdown import markdown

            return markdown(report)
        case _:
            from ..report.text import text

            return text(report, colour=colour(output))
