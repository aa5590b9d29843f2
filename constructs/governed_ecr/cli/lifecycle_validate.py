"""``governed-ecr lifecycle validate``: what ECR would refuse in a lifecycle policy."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Final

from ..lifecycle.policy_answers import problems_json
from ..lifecycle.policy_file import policy_json, policy_of
from ..model.errors import GovernedEcrError, Problem
from ..report.printable import printable
from . import exits
from .files import called, placed, placing, read_text
from .options import add_output, named
from .output import write

FORMATS: Final = ("text", "json")
EPILOG: Final = """\
examples:
  governed-ecr lifecycle validate policy.json
  aws ecr get-lifecycle-policy --repository-name team/app | governed-ecr lifecycle validate -

exit codes: 0 ECR takes it, 1 ECR would refuse it, 2 unusable input
"""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "policy", type=named, metavar="FILE", help="the policy's JSON, or what get-lifecycle-policy prints; - for stdin"
    )
    add_output(parser, FORMATS)


def run(options: Namespace) -> int:
    problems = _problems(read_text(options.policy), options.policy)
    write(_written(problems, options.policy, options.format), options.output)
    return exits.FOUND if problems else exits.CLEAN


def _problems(text: str, file: str) -> Sequence[Problem]:
    with placing(file):
        policy = policy_json(text)
    try:
        policy_of(policy)
    except GovernedEcrError as error:
        return error.problems
    return ()


def _written(problems: Sequence[Problem], file: str, form: str) -> str:
    if form == "json":
        return problems_json(problems)
    lines = [printable(str(placed(problem, file))) for problem in problems]
    return "\n".join(lines or [f"{printable(called(file))}: ECR takes this policy."]) + "\n"
