"""Who can newly get in, who cannot any more, and which Deny is gone: proven, with a witness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from ..access.question import PolicyKind, Proof, Trust
from ..access.witness import Witness
from ..rules.identifiers import identifiers
from ..rules.policies import AttachedPolicy, policy_of, request_to
from ..rules.rule import Severity
from ..state.action_patterns import names
from ..state.policy import Effect, Policy, Statement
from ..state.registry import RegistryState, Resource
from .change import Change, ChangeKind
from .denials import lost_denials
from .pairing import Pair, same
from .proofs import difference
from .requests import listed, of_organization, verb, who
from .statements import canonical, portable
from .words import name_of, sentence

_NOTHING: Final = Policy(())
_ALONE: Final = "AWS::ECR::RegistryPolicy"
_ORGANIZATION: Final = frozenset({"aws:PrincipalOrgID", "aws:PrincipalOrgPaths"})


@dataclass(frozen=True, slots=True)
class _Policies:
    """The policies of a resource before and after, and how to speak of it."""

    resource: Resource
    attached: AttachedPolicy
    old: Policy
    new: Policy

    @property
    def kind(self) -> PolicyKind:
        return self.attached.kind

    @property
    def trust(self) -> Trust:
        return self.attached.trust

    @property
    def proven_with(self) -> Trust:
        """The trust for proofs: of the trusted accounts, those that are named. The others are like any other."""
        if self.trust.accounts is None:
            return self.trust
        named = identifiers([str(self.old), str(self.new)])
        return replace(self.trust, accounts=self.trust.accounts & named)

    @property
    def what(self) -> str:
        """What the policy is about."""
        if self.resource.type == _ALONE:
            return "this registry"
        template = self.resource.type == "AWS::ECR::RepositoryCreationTemplate"
        return f"repositories that {name_of(self.resource)} makes" if template else name_of(self.resource)


def exposure_changes(pair: Pair, base: RegistryState, head: RegistryState) -> Iterator[Change]:
    """What changes for those who are granted something.

    A new repository with a policy is what rules judge; a new registry policy is a change for all that it is about.
    """
    if pair.head is None or (pair.base is None and pair.head.type != _ALONE):
        return
    before = policy_of(pair.base, base) if pair.base else None
    after = policy_of(pair.head, head)
    attached = after or before
    if attached is None or (before and after and before.value == after.value):
        return
    if any(one is not None and one.reading.policy is None for one in (before, after)):
        yield from _untold(pair.head, before, after)
        return
    policies = _Policies(pair.head, attached, _policy(before), _policy(after))
    if canonical(policies.old) == canonical(policies.new) and policies.old.unresolved == policies.new.unresolved:
        return
    yield from _widened(policies)
    yield from _denied_no_more(policies)
    yield from _narrowed(policies)


def _untold(resource: Resource, before: AttachedPolicy | None, after: AttachedPolicy | None) -> Iterator[Change]:
    """A policy that cannot be read, before or after."""
    if not same(before and before.value, after and after.value):
        message = (
            f"{name_of(resource)} has another policy, and whom it lets in cannot be told: this one, or the old one, "
            "is not known before the deployment, or AWS would refuse it."
        )
        path = next((one.path for one in (after, before) if one), ())
        yield Change(ChangeKind.ACCESS_WIDENED, Severity.WARNING, resource, sentence(message), path)


def _policy(attached: AttachedPolicy | None) -> Policy:
    return portable(attached.reading.policy or _NOTHING) if attached else _NOTHING


def _widened(policies: _Policies) -> Iterator[Change]:
    attached = policies.attached
    new = difference(policies.old, policies.new, policies.kind, policies.proven_with)
    for told, proof in _by_requester(new.open, policies, policies.new):
        place = attached.path if proof.statement is None else attached.place(proof.statement)
        unless = ", unless a grant that is not known before the deployment lets them in already" if new.aside else ""
        message = f"{told[0]} may now {told[1]}{unless}: {proof.witness}."
        yield _change(policies, ChangeKind.ACCESS_WIDENED, Severity.ERROR, message, place, proof.witness)
    for settle in new.unsettled:
        message = f"others may newly have access to {policies.what}; not proven either way: {settle}."
        yield _change(policies, ChangeKind.ACCESS_WIDENED, Severity.WARNING, message, attached.path)


def _denied_no_more(policies: _Policies) -> Iterator[Change]:
    for statement, proof in lost_denials(policies.old, policies.new, policies.kind, policies.proven_with):
        name = f'"{statement.sid}"' if statement.sid else f"number {statement.index}"
        request = request_to(policies.resource, proof.witness) if proof else None
        lost = f"no other refuses now that {request}" if request else "what it refused is decided by the rest"
        message = f"{policies.what} loses its Deny {name}: {lost}."
        yield _change(policies, ChangeKind.DENY_REMOVED, Severity.ERROR, message, policies.attached.path, request)


def _narrowed(policies: _Policies) -> Iterator[Change]:
    """What is taken away. Unknown answers are no news here: nobody gets in by them."""
    lost = difference(policies.new, policies.old, policies.kind, policies.proven_with, own_services=True)
    for told, proof in _by_requester(lost.open, policies, policies.old):
        if proof.witness is None:
            continue
        goes_on = _goes_on(proof.witness, policies)
        still = ", except as a part of the organization that still may" if goes_on else ""
        message = f"{told[0]} may no longer {told[1]}{still}; until now, {proof.witness}."
        severity = Severity.NOTE if goes_on else Severity.WARNING
        place = policies.attached.path
        yield _change(policies, ChangeKind.ACCESS_NARROWED, severity, message, place, proof.witness)


def _by_requester(
    proofs: Iterable[Proof], policies: _Policies, policy: Policy
) -> Iterator[tuple[tuple[str, str], Proof]]:
    """Who, and what they do to what, of the open proofs; the gravest stands for all of the same requester."""
    found: dict[str, list[Proof]] = {}
    for proof in proofs:
        if proof.witness is not None:
            found.setdefault(who(proof.witness, policy, policies.trust), []).append(proof)
    for requester, of_requester in found.items():
        verbs = listed(verb(proof.witness, policies.kind) for proof in of_requester if proof.witness)
        gravest = of_requester[-1]
        shown = replace(gravest, witness=request_to(policies.resource, gravest.witness))
        yield (requester, f"{verbs} {policies.what}"), shown


def _goes_on(request: Witness, policies: _Policies) -> bool:
    """Whether what is taken away goes on for a part of the organization, so that it narrows and ends nothing.

    For an account that was named, only a grant to the organization that takes the place of its own counts.
    """
    before = canonical(policies.old)
    scoped = [one for one in policies.new.statements if _is_scoped(one, request.action)]
    if of_organization(request, policies.trust):
        return bool(scoped)
    accounts = policies.trust.accounts
    account = request.principal.split(":")[4] if request.principal.count(":") >= 5 else ""
    trusted = bool(account) and (accounts is None or account in accounts)
    return trusted and any(not canonical(Policy((one,))) <= before for one in scoped)


def _is_scoped(statement: Statement, action: str) -> bool:
    """Whether a statement grants an action within the organization."""
    return (
        statement.effect is Effect.ALLOW
        and any(names(pattern, action) for pattern in statement.actions or ())
        and any(condition.key in _ORGANIZATION for condition in statement.conditions)
    )


def _change(
    policies: _Policies,
    kind: ChangeKind,
    severity: Severity,
    message: str,
    place: tuple[str | int, ...],
    witness: Witness | None = None,
) -> Change:
    return Change(kind, severity, policies.resource, sentence(message), place, witness=witness)
