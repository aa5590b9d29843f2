"""Who cannot get in any more: consumers that break, and strangers who are shut out at last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from ..access.question import Proof, Verdict
from ..access.witness import Witness
from ..rules.identifiers import account_of
from ..rules.possible import may_reach_beyond_names
from ..rules.rule import Severity
from ..state.action_patterns import names
from ..state.policy import Condition, Effect, Policy, Principals, Statement
from .change import Change, ChangeKind
from .compared import Compared, Told
from .proofs import difference, newly
from .requests import SAID, is_named, is_service, is_stranger, of_organization, question_of, those_like
from .statements import canonical, denials

_NOTHING: Final = Policy(())
_ORGANIZATION: Final = frozenset({"aws:PrincipalOrgID", "aws:PrincipalOrgPaths"})
_ALL: Final = Statement(-1, Effect.DENY, Principals(everyone=True), None, ("*",), None, None, None)
_PULLING: Final[Mapping[str, str]] = {"lambda": "function:", "codebuild": "project/"}
"""The resources that these services pull images for."""
_PART: Final = ", except as a part of the organization that still may"


def narrowed(policies: Compared) -> Iterator[Change]:
    """What is taken away. Unknown answers are no news here: nobody gets in by them."""
    strangers: list[Proof] = []
    old = policies.old
    others = _lost(policies, old)
    while shut_out := [one for one in others if one.witness and is_stranger(one.witness, policies.old, policies.trust)]:
        strangers += shut_out
        # Whoever else got in by these grants only was named by none.
        open_to_all = {one.statement for one in shut_out}
        left = tuple(one for one in old.statements if one.index not in open_to_all)
        if len(left) == len(old.statements):
            others = [one for one in others if one not in shut_out]
            break
        old = Policy(left, old.unresolved)
        others = _lost(policies, old)
    for told in policies.by_requester(others, policies.old):
        yield _change(policies, told, *_judged(told, policies))
    if strangers:
        (first, *_) = policies.by_requester(strangers[:1], policies.old)
        yield _change(policies, first, Severity.NOTE, "")


def _lost(policies: Compared, old: Policy) -> list[Proof]:
    return list(difference(policies.new, old, policies.kind, policies.proven_with, own_services=True).open)


def _change(policies: Compared, told: Told, severity: Severity, still: str) -> Change:
    message = f"{told.who} may no longer {told.does}{still}; until now, {told.witness}."
    return policies.change(ChangeKind.ACCESS_NARROWED, severity, message, policies.attached.path, told.witness)


def _judged(told: Told, policies: Compared) -> tuple[Severity, str]:
    """How grave it is, and for which part of them it goes on."""
    if is_service(told.witness):
        return _service(told, policies)
    return _principal(told, policies)


def _principal(told: Told, policies: Compared) -> tuple[Severity, str]:
    request = told.witness
    scope = those_like(request, policies.old)
    if scope is None or is_named(request, policies.old):
        return Severity.WARNING, ""
    of_many = of_organization(request, policies.trust)
    before = canonical(policies.old)

    def may_go_on(one: Statement) -> bool:
        if of_many:
            return _is_scoped(one, request.action)
        if not _may_be_about(one, account_of(request.principal)):
            return False
        # For an account, only a grant that takes the place of its own counts, or its own under a new Deny.
        return one.index == told.statement if canonical(Policy((one,))) <= before else True

    grants = tuple(one for one in policies.new.statements if one.effect is Effect.ALLOW and may_go_on(one))
    if not grants:
        return Severity.WARNING, ""
    outside = replace(scope, operator=scope.operator.replace("String", "StringNot"), quantifier=_for_all(scope))
    still = Policy((*grants, *denials(policies.new), replace(_ALL, conditions=(outside,))), policies.new.unresolved)
    found = [
        proof.witness
        for proof in newly(_NOTHING, still, policies.kind, policies.proven_with)
        if proof.verdict is Verdict.OPEN and proof.witness and _asks_the_same(proof.witness, request, policies)
    ]
    for witness in found:
        if not of_many and is_named(witness, policies.new):
            others = " and others that are named" if _named_in(grants, witness) > 1 else ""
            return Severity.WARNING, f", except {witness.principal}{others}"
        if (of_many or _is_trusted(request, policies)) and _of_organization_only(witness, request):
            return Severity.NOTE, _PART
    return Severity.WARNING, ""


def _service(told: Told, policies: Compared) -> tuple[Severity, str]:
    """A service that has to say more of what it acts for than before, but can always say it, goes on."""
    for condition, still in _sources(told.witness, policies):
        saying = replace(_ALL, conditions=(condition,))
        old = Policy((*policies.old.statements, saying), policies.old.unresolved)
        lost = newly(policies.new, old, policies.kind, policies.proven_with, own_services=True)
        if all(one.witness and not _is_same_service(one.witness, told.witness, policies) for one in lost):
            return Severity.NOTE, still
    return Severity.WARNING, ""


def _sources(request: Witness, policies: Compared) -> Iterator[tuple[Condition, str]]:
    """What a service may say of an account's resources, as the condition that refuses all others; and in words."""
    account = dict(request.context).get("aws:SourceAccount")
    if not isinstance(account, str):
        return
    _, partition, _, region, *_ = request.resource.split(":")
    service, _, _ = request.principal.partition(".")
    zone = "*" if region.startswith("$") else region
    own = f"arn:{partition}:{service}:{zone}:{account}:{_PULLING.get(service, '')}*"
    yield Condition("ArnNotLike", "aws:SourceArn", (own,)), f", except for {own}"
    if policies.trust.organization:
        yield Condition("StringNotEquals", "aws:SourceOrgID", (policies.trust.organization,)), _PART


def _is_same_service(one: Witness, other: Witness, policies: Compared) -> bool:
    return one.principal == other.principal and _asks_the_same(one, other, policies)


def _named_in(grants: Iterable[Statement], request: Witness) -> int:
    """How many principals of its account grants name."""
    named = {one for grant in grants if grant.principals for one in grant.principals.aws}
    return sum(account_of(one) == account_of(request.principal) for one in named)


def _is_trusted(request: Witness, policies: Compared) -> bool:
    """Whether an account is one that may well be of the organization."""
    accounts = policies.trust.accounts
    return accounts is None or account_of(request.principal) in accounts


def _for_all(scope: Condition) -> str:
    return "ForAllValues" if scope.key == "aws:PrincipalOrgPaths" else ""


def _asks_the_same(one: Witness, other: Witness, policies: Compared) -> bool:
    return question_of(one, policies.kind) is question_of(other, policies.kind)


def _of_organization_only(request: Witness, lost: Witness) -> bool:
    """Whether it needs to be of an organization, and nothing else that the lost one did not need."""
    more = set(request.context) - set(lost.context)
    return any(key in _ORGANIZATION for key, _ in request.context) and all(key in SAID for key, _ in more)


def _may_be_about(statement: Statement, account: str | None) -> bool:
    """Whether a statement may be about principals of an account."""
    named = statement.principals.aws if statement.principals else ()
    return may_reach_beyond_names(statement) or any(account_of(one) == account for one in named)


def _is_scoped(statement: Statement, action: str) -> bool:
    """Whether a statement grants an action within the organization."""
    return any(names(pattern, action) for pattern in statement.actions or ()) and any(
        condition.key in _ORGANIZATION for condition in statement.conditions
    )
