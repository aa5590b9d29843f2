"""The texts of a policy as patterns: wildcards, policy variables, and parts that only a deployment knows.

docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ..model import names
from ..state.policy import Text
from ..state.unknown import Reference, Unknown
from .glob import Pattern, Token, Wild
from .truth import Doubt, Fact, Truth

ACCOUNT = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")
ORGANIZATION = re.compile(rf"(?<![a-z0-9-]){names.ORGANIZATION.pattern}(?![a-z0-9*?$-])")
UNIT = re.compile(r"ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}(?![a-z0-9*?])")
_ESCAPES = {"${*}": "*", "${?}": "?", "${$}": "$"}
_VARIABLE = re.compile(r"\$\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Own:
    """What the policy's own place is taken for where a text refers to it."""

    account: str
    region: str
    partition: str = "aws"
    organization: str | None = None

    def value(self, key: str) -> str | None:
        """What a condition key says about the own resource, if it is known."""
        return {"aws:resourceaccount": self.account, "aws:resourceorgid": self.organization}.get(key.lower())


class How(frozenset[str]):
    """How an operator reads a text: with ``wildcards``, part by part (``arn``), without ``case``."""


EXACT, LIKE, NOCASE = How(), How({"wildcards"}), How({"nocase"})
ARN = How({"wildcards", "arn"})


@dataclass(frozen=True, slots=True)
class Comparand:
    """A text to compare with. pattern: what it can match at most; facts: what it depends on besides;
    variables: the condition keys whose values it takes; whole_variable: it is nothing but the value of that key."""

    pattern: Pattern
    facts: frozenset[Fact] = frozenset()
    variables: tuple[str, ...] = ()
    whole_variable: str = ""

    def matches(self, text: str, key: str = "") -> Truth:
        """Whether it matches the value of ``key``."""
        if self.whole_variable and self.whole_variable.lower() == key.lower():
            return True
        if not self.pattern.matches(text):
            return False
        facts = self.facts | {Fact(f"the value of ${{{name}}}") for name in self.variables}
        return Doubt(facts) if facts else True


@lru_cache(maxsize=20_000)
def comparand(text: Text, how: How, own: Own) -> Comparand:
    """A text as an operator reads it."""
    tokens: list[Token] = []
    facts: set[Fact] = set()
    variables: list[str] = []
    for part in _parts(text, own):
        if not isinstance(part, str):
            fact, run = part
            facts.add(fact)
            tokens.append(run)
            continue
        position = 0
        for found in _VARIABLE.finditer(part):
            tokens.extend(_tokens(part[position : found.start()], how))
            position = found.end()
            name = found[0][2:-1].split(",")[0].strip()
            if found[0] in _ESCAPES:
                tokens.append(_ESCAPES[found[0]])
            elif (known := own.value(name)) is not None:
                tokens.extend(known)
            elif name.lower() == "aws:resourceorgid":
                facts.add(Fact("the organization's id"))
                tokens.append(Wild.RUN)
            else:
                variables.append(name)
                tokens.append(Wild.RUN)
        tokens.extend(_tokens(part[position:], how))
    whole = variables[0] if tokens == [Wild.RUN] and len(variables) == 1 and not facts and "," not in str(text) else ""
    if tokens == [Wild.RUN] and facts and "wildcards" not in how:
        # "Equal to a value that the deployment knows" names somebody, whoever it is.
        facts = {replace(fact, named=True) for fact in facts}
    if "arn" in how:
        if tokens.count(":") >= 5:
            tokens = _by_part(tokens)
        elif not facts and not variables:  # else what is not known has the other parts
            tokens = [Wild.RUN]
            facts.add(Fact(f"what AWS makes of the ARN {text}", undocumented=True))
    return Comparand(Pattern(tuple(tokens), "nocase" in how), frozenset(facts), tuple(variables), whole)


def _tokens(text: str, how: How) -> Iterator[Token]:
    for character in text:
        if "wildcards" in how and character in "*?":
            yield Wild.RUN if character == "*" else Wild.ONE
        else:
            yield character


def _by_part(tokens: list[Token]) -> list[Token]:
    """Wildcards in the first five parts of an ARN do not cross colons."""
    inside = {Wild.RUN: Wild.RUN_IN_PART, Wild.ONE: Wild.ONE_IN_PART}
    colons = [at for at, sign in enumerate(tokens) if sign == ":"]
    rest = colons[4] if len(colons) > 4 else len(tokens)
    return [inside.get(sign, sign) if isinstance(sign, Wild) and at < rest else sign for at, sign in enumerate(tokens)]


_Unseen = tuple[Fact, Wild]
"""A part that is not known, and what it can be at most."""


def _parts(text: Text, own: Own) -> Iterator[str | _Unseen]:
    """The known parts of a text, with what is known of the own account put in, and the facts between them."""
    if not isinstance(text, Unknown):
        yield text
        return
    for part in text.parts:
        if isinstance(part, str):
            yield part
        else:
            yield from _of_reference(part, own)


def _of_reference(reference: Reference, own: Own) -> Iterator[str | _Unseen]:
    known = {"AWS::AccountId": own.account, "AWS::Region": own.region, "AWS::Partition": own.partition}
    if reference.expression in known:
        yield known[reference.expression]
    elif reference.expression == "AWS::URLSuffix":
        yield "amazonaws.com.cn" if own.partition == "aws-cn" else "amazonaws.com"
    elif reference.logical_id and reference.attribute.endswith("Arn"):
        # The ARN of a resource of the same template: it lies in the own account, whatever its name.
        fact = Fact(reference.expression)
        yield f"arn:{own.partition}:"
        yield fact, Wild.RUN_IN_PART
        yield ":"
        yield fact, Wild.RUN_IN_PART
        yield f":{own.account}:"
        yield fact, Wild.RUN
    else:
        yield Fact(reference.expression), Wild.RUN
