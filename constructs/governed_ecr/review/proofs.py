"""What one policy allows and another does not, where parts of both are known only to the deployment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ..access.alike import alike
from ..access.prove import newly_allowed
from ..access.question import PolicyKind, Proof, Trust, Verdict
from ..state.policy import Policy
from .statements import canonical, without_unknown

Proofs: TypeAlias = tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """proofs: as newly_allowed gives them. aside: apart from grants that both have and nobody can tell whom they let
    in, which may cover it."""

    proofs: Proofs
    aside: bool = False

    @property
    def open(self) -> Iterator[Proof]:
        return (proof for proof in self.proofs if proof.verdict is Verdict.OPEN)

    @property
    def unsettled(self) -> Iterator[str]:
        """What would settle the answers that are missing, each once."""
        return iter(dict.fromkeys(proof.missing for proof in self.proofs if proof.verdict is Verdict.UNKNOWN))


def newly(without: Policy, having: Policy, kind: PolicyKind, trust: Trust, *, own_services: bool = False) -> Proofs:
    """As newly_allowed; pairs of policies that differ in nothing but which accounts they name are proven once."""
    both = Policy((*without.statements, *having.statements))
    simpler = alike(both, trust)
    if simpler is not None:
        at = len(without.statements)
        one = Policy(simpler.policy.statements[:at], without.unresolved)
        other = Policy(simpler.policy.statements[at:], having.unresolved)
        proofs = newly_allowed(one, other, kind, simpler.trust, own_services=own_services)
        restored = [simpler.proof(proof) for proof in proofs]
        if None not in restored:
            return tuple(filter(None, restored))
    return newly_allowed(without, having, kind, trust, own_services=own_services)


def difference(
    without: Policy, having: Policy, kind: PolicyKind, trust: Trust, *, own_services: bool = False
) -> Difference:
    """What ``having`` allows and ``without`` does not."""
    found = Difference(newly(without, having, kind, trust, own_services=own_services))
    staying = canonical(without) & canonical(having)
    if not staying or not any(found.unsettled):
        return found
    one, other = (without_unknown(policy, staying) for policy in (without, having))
    again = Difference(newly(one, other, kind, trust, own_services=own_services), aside=True)
    return again if any(again.open) else found
