"""``governed-ecr review``: what a change does, from the templates before and after it."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from ..model.errors import GovernedEcrError, Problem, refuse
from ..review.acknowledgements import FILE
from ..review.inventory import Inventory
from ..review.review import Review, Side, review
from ..state.context import Context
from ..state.read import read_registries
from . import exits
from .accepted import read_acknowledgements
from .facts import read_context
from .files import placing, read_text
from .options import add_context, add_fail_on, add_output, fails, named
from .output import colour, write

_FORECAST: Final = timedelta(days=365)
FORMATS: Final = ("text", "markdown", "json", "sarif", "html")
EPILOG: Final = """\
examples:
  governed-ecr review main/cdk.out cdk.out --context registry.yaml
  governed-ecr review base.json head.json --images images.json --format markdown
  governed-ecr review base/ head/ --output-to sarif=ecr.sarif --output-to html=ecr.html

exit codes: 0 nothing at or above --fail-on, 1 consequences or findings, 2 unusable input
"""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("base", type=named, metavar="BASE", help="before: a template, a cloud assembly, or a folder")
    parser.add_argument("head", type=named, metavar="HEAD", help="after: the same")
    add_context(parser)
    parser.add_argument("--images", type=named, metavar="FILE", help="what describe-images prints, of any repositories")
    parser.add_argument(
        "--acknowledgements", type=named, metavar="FILE", help=f"what your team accepts (default: {FILE})"
    )
    parser.add_argument("--link", metavar="URL", help="where the whole report is, for what Markdown has no room for")
    add_output(parser, FORMATS)
    parser.add_argument(
        "--output-to",
        action="append",
        default=[],
        type=_target,
        metavar="FORMAT=FILE",
        help="write another format too; may be repeated",
    )
    add_fail_on(parser)


def run(options: Namespace) -> int:
    _distinct([options.output, *(file for _, file in options.output_to)])
    context = read_context(options.context)
    now = datetime.now(UTC)
    base, head = _sides((options.base, options.head), context)
    inventory = _inventory(options.images, now)
    found = review(
        base,
        head,
        inventory=inventory,
        acknowledgements=read_acknowledgements(options.acknowledgements),
        now=now,
    )
    for form, file in ((options.format, options.output), *options.output_to):
        write(_written(form, found, base, head, inventory, file, options), file)
    failed = fails((item.severity for item in found.items), options.fail_on)
    return exits.FOUND if failed else exits.CLEAN


def _sides(paths: Sequence[str], context: Context) -> list[Side]:
    """What was read from each path; all problems of all of them together."""
    sides: list[Side] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            sides.append(Side(read_registries([path], context), path))
        except GovernedEcrError as error:
            problems += error.problems
    if problems:
        raise GovernedEcrError(problems)
    return sides


def _inventory(name: str | None, now: datetime) -> Inventory:
    if name is None:
        return Inventory.none(now)
    from ..lifecycle.inventory import CHARACTERS, read_inventory

    text = read_text(name, CHARACTERS)
    with placing(name):
        return Inventory.listed(read_inventory(text), now)


def _written(
    form: str, found: Review, base: Side, head: Side, inventory: Inventory, file: Path | None, options: Namespace
) -> str:
    match form:
        case "json":
            from ..review.json import json
            from .lines import lines

            return json(found, lines(found.items))
        case "markdown":
            from ..review.markdown import markdown

            return markdown(found, base.states, head.states, link=options.link)
        case "html":
            from ..review.forecasts import forecasts
            from ..review.html import html

            until = inventory.at + _FORECAST
            return html(found, base.states, head.states, forecast=forecasts(head.states, inventory, until))
        case "sarif":
            from ..review.sarif import sarif
            from ..version import VERSION
            from .lines import lines, origins

            return sarif(found, VERSION, lines(found.items), origins(found.items, options.context))
        case _:
            from ..review.text import text
            from .lines import lines

            return text(found, lines(found.items), colour=colour(file))


def _distinct(files: Sequence[Path | None]) -> None:
    """Refuse to write one file over another."""
    named = [file for file in files if file]
    again = [file for at, file in enumerate(named) if file.absolute() in [each.absolute() for each in named[:at]]]
    refuse(Problem(str(file), "Two formats in one file.", "Name a file for each.") for file in dict.fromkeys(again))


def _target(text: str) -> tuple[str, Path]:
    form, _, file = text.partition("=")
    if form not in FORMATS or not file:
        raise ArgumentTypeError(f"{text!r} is no FORMAT=FILE, where FORMAT is one of {', '.join(FORMATS)}")
    return form, Path(file)
