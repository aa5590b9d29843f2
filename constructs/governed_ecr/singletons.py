"""Things of which a registry - one account in one Region - has one, or one by name.

CloudFormation would overwrite the first with the second, or fail half-way through a deployment; here the second is an
error when the app is built, and it names both.
"""

from __future__ import annotations

from typing import Final
from weakref import WeakKeyDictionary

import aws_cdk as cdk
from constructs import Construct, IConstruct

from .model.errors import Problem, refuse

_claims: Final[WeakKeyDictionary[IConstruct, dict[tuple[str, str, str], str]]] = WeakKeyDictionary()


def claim(construct: Construct, what: str) -> None:
    """Note that ``construct`` is ``what`` in its environment; raises GovernedEcrError where another one is already.

    Stacks without an environment of their own deploy to one and the same, the command line's, so they count as one.
    """
    stack = cdk.Stack.of(construct)
    account, region = (_or_default(stack.account), _or_default(stack.region))
    claims = _claims.setdefault(construct.node.root, {})
    holder = claims.setdefault((account, region, what), construct.node.path)
    if holder != construct.node.path:
        refuse(
            [
                Problem(
                    construct.node.path,
                    f"A second {what} in account {account}, {region}; the first is {holder}.",
                    "A registry has one. Add to the first, or put this one into another environment.",
                )
            ]
        )


def _or_default(value: str) -> str:
    return "of the command line" if cdk.Token.is_unresolved(value) else value
