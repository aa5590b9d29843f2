"""What the base had is counted; what is new is said."""

from __future__ import annotations

import random
from typing import Any

from governed_ecr.review.review import Review
from tests.review.comparing import STRANGE, TRUSTED, compare, repository
from tests.review.pieces import IN_ORGANIZATION, LAMBDA, ORG, PUSH, allow, mutable, root, shared

OPEN = allow()
FOREIGN = allow(root(STRANGE))


def new(found: Review) -> list[str]:
    return [finding.rule.id for finding in found.findings]


def test_what_was_known_is_counted() -> None:
    found = compare(mutable("MUTABLE"), mutable("MUTABLE"))
    assert (new(found), found.known_findings, found.verdict) == ([], 1, "clean")


def test_what_is_new_is_said() -> None:
    found = compare(mutable("IMMUTABLE"), mutable("MUTABLE"))
    assert (new(found), found.known_findings) == (["TagImmutability"], 0)


def test_what_is_mended_is_neither() -> None:
    found = compare(mutable("MUTABLE"), mutable("IMMUTABLE"))
    assert (new(found), found.known_findings) == ([], 0)


def test_statements_in_another_order() -> None:
    statements = [ORG, OPEN, FOREIGN, LAMBDA]
    known = compare(shared(*statements), shared(*statements)).known_findings
    assert known >= 2
    random.Random(4).shuffle(statements)
    found = compare(shared(ORG, OPEN, FOREIGN, LAMBDA), shared(*statements))
    assert (found.items, found.known_findings) == ([], known)


def test_one_more_of_the_same() -> None:
    found = compare(shared(ORG, FOREIGN), shared(ORG, FOREIGN, allow(root("888888888888"))))
    assert len(new(found)) == 1
    assert "888888888888" in found.findings[0].found.message
    assert found.known_findings == 1


def test_a_resource_under_another_id() -> None:
    found = compare(mutable("MUTABLE"), {"Renamed": mutable("MUTABLE")["Repo"]})
    assert (new(found), found.known_findings) == ([], 1)


def test_another_resource_with_the_same_fault() -> None:
    more: dict[str, Any] = {"New": repository("team/new", ImageTagMutability="MUTABLE")}
    found = compare(mutable("MUTABLE"), {**mutable("MUTABLE"), **more})
    assert (new(found), found.known_findings) == (["TagImmutability"], 1)
    assert found.findings[0].resource.logical_id == "New"


def test_a_worse_rule_at_the_same_statement() -> None:
    before, after = allow(root(TRUSTED), PUSH), allow("*", PUSH, IN_ORGANIZATION)
    assert new(compare(shared(before), shared(after))) != []
