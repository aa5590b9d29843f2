"""The policies of a resource before and after a change, and how to speak of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ..access.question import PolicyKind, Proof, Trust
from ..access.witness import Witness
from ..rules.identifiers import identifiers
from ..rules.policies import AttachedPolicy, request_to
from ..rules.rule import Severity
from ..state.policy import Policy
from ..state.registry import Resource
from .change import Change, ChangeKind
from .requests import listed, verb, who
from .words import name_of, sentence

ALONE = "AWS::ECR::RegistryPolicy"
"""There is one such policy of a registry, which is about all of it."""


@dataclass(frozen=True, eq=False)
class Compared:
    """old, new: the policies, in the same form. attached: one of them as its template has it."""

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

    @cached_property
    def proven_with(self) -> Trust:
        """The trust for proofs: of the trusted accounts, those that are named. The others are like any other."""
        if self.trust.accounts is None:
            return self.trust
        named = identifiers([str(self.old), str(self.new)])
        return replace(self.trust, accounts=self.trust.accounts & named)

    @property
    def what(self) -> str:
        """What the policy is about."""
        if self.resource.type == ALONE:
            return "this registry"
        template = self.resource.type == "AWS::ECR::RepositoryCreationTemplate"
        return f"repositories that {name_of(self.resource)} makes" if template else name_of(self.resource)

    def by_requester(self, proofs: Iterable[Proof], policy: Policy) -> Iterator[Told]:
        """What open proofs show, by who it is; the gravest stands for all of the same requester."""
        found: dict[str, list[Proof]] = {}
        for proof in proofs:
            if proof.witness is not None:
                found.setdefault(who(proof.witness, policy, self.trust), []).append(proof)
        for requester, of_requester in found.items():
            does = listed(verb(proof.witness, self.kind) for proof in of_requester if proof.witness)
            gravest = of_requester[-1]
            shown = request_to(self.resource, gravest.witness)
            if shown is not None:
                yield Told(requester, f"{does} {self.what}", shown, gravest.statement)

    def change(
        self,
        kind: ChangeKind,
        severity: Severity,
        message: str,
        place: tuple[str | int, ...],
        witness: Witness | None = None,
    ) -> Change:
        """A change of these policies."""
        return Change(kind, severity, self.resource, sentence(message), place, witness=witness)


@dataclass(frozen=True, slots=True)
class Told:
    """Who, what they do to what, a request that shows it, and the statement that lets it in."""

    who: str
    does: str
    witness: Witness
    statement: int | None
