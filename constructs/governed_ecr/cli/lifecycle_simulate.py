"""``governed-ecr lifecycle simulate``: what a lifecycle policy does to the images that there are."""

from __future__ import annotations

import gc
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from ..lifecycle.decision import later
from ..lifecycle.document import document
from ..lifecycle.inventory import CHARACTERS, read_inventory
from ..lifecycle.policy_file import read_policy
from ..lifecycle.simulation import simulate
from ..lifecycle.table import table
from ..model.errors import GovernedEcrError, Problem
from ..report.printable import printable
from . import exits
from .files import placing, read_text
from .options import add_output, named
from .output import write

FORMATS: Final = ("text", "json")
EPILOG: Final = """\
examples:
  aws ecr describe-images --repository-name team/app --filter imageStatus=ANY --output json > images.json
  governed-ecr lifecycle simulate --policy policy.json --images images.json
  governed-ecr lifecycle simulate --policy policy.json --images images.json --until 2027-01-01 --format json

exit codes: 0 simulated, 2 unusable input
"""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--policy",
        required=True,
        type=named,
        metavar="FILE",
        help="the policy's JSON, or what get-lifecycle-policy prints",
    )
    parser.add_argument(
        "--images",
        required=True,
        type=named,
        metavar="FILE",
        help="what describe-images prints, of one repository or many; - for stdin",
    )
    parser.add_argument("--at", type=_time, metavar="TIME", help="when the policy is evaluated (default: now)")
    parser.add_argument("--until", type=_end, metavar="DATE", help="also say what goes when, until the end of that day")
    add_output(parser, FORMATS)


def run(options: Namespace) -> int:
    collecting = gc.isenabled()
    # Nothing here makes circles, and looking for them among millions of objects takes longer than all the rest.
    gc.disable()
    try:
        return _simulate(options)
    finally:
        if collecting:
            gc.enable()


def _simulate(options: Namespace) -> int:
    at = options.at or datetime.now(UTC)
    if options.until and options.until <= at:
        raise GovernedEcrError(
            [Problem("--until", f"{options.until.isoformat()}.", f"Allowed: after {at.isoformat()}.")]
        )
    policy_text = read_text(options.policy)
    with placing(options.policy):
        policy = read_policy(policy_text)
    images_text = read_text(options.images, CHARACTERS)
    with placing(options.images):
        listings = read_inventory(images_text)
    simulations = simulate(policy, listings, at, options.until)
    if options.format == "json":
        write("".join(document(simulations)), options.output)
    else:
        write("".join(f"{printable(line)}\n" for line in table(simulations)), options.output)
    return exits.CLEAN


def _end(text: str) -> datetime:
    """The end of a date, or a time."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return _time(text)
    beginning = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return later(beginning, timedelta(days=1)) or datetime.max.replace(tzinfo=UTC)


def _time(text: str) -> datetime:
    """A date (its beginning) or a time; without an offset in UTC."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ArgumentTypeError(f"{text!r} is no date or time (2026-01-31, 2026-01-31T10:00:00Z)") from None
