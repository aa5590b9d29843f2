"""Who can newly get in, who cannot any more, and which Deny is gone: proven, with a witness."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..access.question import Trust
from ..rules.policies import AttachedPolicy, policy_of, request_to
from ..rules.rule import Severity
from ..state.policy import Policy
from ..state.registry import RegistryState, Resource
from .change import Change, ChangeKind
from .compared import ALONE, Compared
from .denials import lost_denials, refused
from .narrowing import narrowed
from .pairing import Pair, same
from .proofs import difference
from .statements import canonical, portable
from .words import name_of, sentence

_NOTHING: Final = Policy(())
_NO_ORGANIZATION: Final = "o-0000000000"
"""Nobody's."""


def exposure_changes(pair: Pair, base: RegistryState, head: RegistryState) -> Iterator[Change]:
    """What changes for those who are granted something.

    A new repository with a policy is what rules judge; a new registry policy is a change for all that it is about.
    """
    if pair.head is None or (pair.base is None and pair.head.type != ALONE):
        return
    before = policy_of(pair.base, base) if pair.base else None
    after = policy_of(pair.head, head)
    attached = after or before
    if attached is None or (before and after and before.value == after.value):
        return
    if any(one is not None and one.reading.policy is None for one in (before, after)):
        yield from _untold(pair.head, before, after)
        return
    policies = Compared(pair.head, attached, _policy(before), _policy(after))
    if canonical(policies.old) == canonical(policies.new) and policies.old.unresolved == policies.new.unresolved:
        return
    yield from _widened(policies)
    yield from _denied_no_more(policies)
    yield from narrowed(policies)


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


def _widened(policies: Compared) -> Iterator[Change]:
    attached = policies.attached
    # An account that is trusted is somebody new all the same, also where a service acts for it.
    nobody = Trust(policies.trust.account, _NO_ORGANIZATION, frozenset())
    new = difference(policies.old, policies.new, policies.kind, nobody)
    unless = ", unless a grant that is not known before the deployment lets them in already" if new.aside else ""
    for told in policies.by_requester(new.open, policies.new):
        place = attached.path if told.statement is None else attached.place(told.statement)
        message = f"{told.who} may now {told.does}{unless}: {told.witness}."
        yield policies.change(ChangeKind.ACCESS_WIDENED, Severity.ERROR, message, place, told.witness)
    for settle in new.unsettled:
        message = f"others may newly have access to {policies.what}; not proven either way: {settle}."
        yield policies.change(ChangeKind.ACCESS_WIDENED, Severity.WARNING, message, attached.path)


def _denied_no_more(policies: Compared) -> Iterator[Change]:
    for lost in lost_denials(policies.old, policies.new, policies.kind, policies.proven_with):
        name = f'"{lost.statement.sid}"' if lost.statement.sid else f"number {lost.statement.index}"
        request = request_to(policies.resource, lost.witness)
        gone = f"{policies.what} loses its Deny {name}"
        if lost.is_still_there:
            gone = f"Deny {name} of {policies.what} no longer covers all that it did"
        what = f"no other refuses now that {request}" if request else f"the rest decides on {refused(lost.statement)}"
        place = policies.attached.path
        yield policies.change(ChangeKind.DENY_REMOVED, Severity.ERROR, f"{gone}: {what}.", place, request)
