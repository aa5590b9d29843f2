"""``governed-ecr lifecycle explain``: what a lifecycle policy does, in words."""

from __future__ import annotations

import textwrap
from argparse import ArgumentParser, Namespace
from typing import Final

from ..lifecycle.explain import explain
from ..lifecycle.policy_answers import explanation_json
from ..lifecycle.policy_file import read_policy
from ..lifecycle.traps import RELEASES, traps
from ..report.printable import printable
from . import exits
from .files import placing, read_text
from .options import add_output, named
from .output import write

FORMATS: Final = ("text", "json")
EPILOG: Final = """\
examples:
  governed-ecr lifecycle explain policy.json
  governed-ecr lifecycle explain policy.json --release 'v*' --release 'stable-*'

exit codes: 0 explained, 2 unusable input, or a policy that ECR would refuse
"""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "policy", type=named, metavar="FILE", help="the policy's JSON, or what get-lifecycle-policy prints; - for stdin"
    )
    parser.add_argument(
        "--release", action="append", metavar="PATTERN", help=f"tags of releases (default: {', '.join(RELEASES)})"
    )
    add_output(parser, FORMATS)


def run(options: Namespace) -> int:
    text = read_text(options.policy)
    with placing(options.policy):
        policy = read_policy(text)
    sentences = explain(policy)
    warnings = traps(policy, options.release or RELEASES)
    if options.format == "json":
        write(explanation_json(sentences, warnings), options.output)
    else:
        lines = [*sentences, "", *(f"Mind: {each.message}" for each in warnings)]
        written = "\n".join(_wrapped(printable(line)) for line in lines).rstrip()
        write(f"{written}\n", options.output)
    return exits.CLEAN


def _wrapped(line: str) -> str:
    return textwrap.fill(line, 100, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
