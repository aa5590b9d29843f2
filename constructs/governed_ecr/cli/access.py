"""``governed-ecr access``: who can pull, push and administer by one policy."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any, Final

from ..access.answers import answers, kind_of
from ..access.question import PolicyKind, Trust, Verdict
from ..model.errors import GovernedEcrError
from ..report.answers import answers_json, answers_text
from ..state.policy_document import read_policy
from . import exits
from .facts import read_context
from .files import called, parse, placed, read_text
from .options import add_context, add_output, named
from .output import colour, write

KINDS: Final = {kind.value.replace(" ", "-"): kind for kind in PolicyKind}
EPILOG: Final = """\
examples:
  governed-ecr access policy.json --context registry.yaml
  aws ecr get-repository-policy --repository-name app | governed-ecr access -

exit codes: 0 everything is closed, 1 something is open or not proven, 2 unusable input
"""

_DOCUMENTS: Final = ("policyText", "Policy")
"""Where `aws ecr get-repository-policy`, `aws ecr get-registry-policy` and `aws kms get-key-policy` put the policy."""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "policy", type=named, metavar="POLICY", help="a policy document, or what the AWS CLI prints of one; - for stdin"
    )
    add_context(parser)
    parser.add_argument("--kind", choices=KINDS, help="what the policy is attached to (default: by its actions)")
    add_output(parser, ("text", "json"))


def run(options: Namespace) -> int:
    data = parse(read_text(options.policy), options.policy)
    document, account, attached_to = _document(data)
    reading = read_policy(document)
    if reading.policy is None or reading.problems:
        raise GovernedEcrError(placed(problem, options.policy) for problem in reading.problems)
    kind = KINDS[options.kind] if options.kind else attached_to or kind_of(reading.policy)
    found = answers(reading.policy, kind, Trust.of(read_context(options.context), account))
    if options.format == "json":
        write(answers_json(found), options.output)
    else:
        subject = f"{called(options.policy)}: the policy of a {kind.value}"
        write(answers_text(found, subject, colour=colour(options.output)), options.output)
    return exits.CLEAN if all(each.proof.verdict is Verdict.CLOSED for each in found) else exits.FOUND


def _document(data: Any) -> tuple[Any, str | None, PolicyKind | None]:
    """The policy document, and the account that it is in and what it is attached to where the AWS CLI says so."""
    if isinstance(data, Mapping) and "Statement" not in data:
        registry = data.get("registryId")
        for member in _DOCUMENTS:
            if member in data:
                of_registry = member == "policyText" and "registryId" in data and "repositoryName" not in data
                account = registry if isinstance(registry, str) else None
                return data[member], account, PolicyKind.REGISTRY if of_registry else None
    return data, None, None
