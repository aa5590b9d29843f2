"""What a team has accepted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from governed_ecr.model.errors import GovernedEcrError
from governed_ecr.review.acknowledgements import Acknowledgement, acknowledgements_of
from governed_ecr.review.review import Review
from tests.review.comparing import compare, repository, told
from tests.review.pieces import mutable, shared

RULES = ("TagImmutability", "NoLifecyclePolicy")
LATER, EARLIER = date(2027, 3, 31), date(2026, 11, 24)
ENTRY = {"change": "removal", "resource": "Repo", "reason": "moved to another account", "expires": "2027-03-31"}


def accepting(resource: str = "Repo", *, expires: date = LATER, **what: str) -> tuple[Acknowledgement, ...]:
    return (Acknowledgement(resource, "decided", expires, **what),)


def weakened(*entries: Acknowledgement) -> Review:
    return compare(mutable("IMMUTABLE"), mutable("MUTABLE"), acknowledgements=entries)


def rules(found: Review) -> list[str]:
    return [f"{finding.severity} {finding.rule.id}" for finding in found.findings]


class TestAccepting:
    def test_a_change(self) -> None:
        found = weakened(*accepting(change="protection-weakened"))
        assert (told(found), rules(found)) == ([], ["error TagImmutability"])
        assert [accepted.by.reason for accepted in found.accepted] == ["decided"]

    def test_a_finding(self) -> None:
        found = weakened(*accepting(rule="TagImmutability"))
        assert (told(found), rules(found)) == (["error protection-weakened Repo"], [])

    def test_both(self) -> None:
        found = weakened(*accepting(rule="TagImmutability"), *accepting(change="protection-weakened"))
        assert (found.items, found.verdict, len(found.accepted)) == ([], "clean", 2)

    @pytest.mark.parametrize("name", ["Repo", "team/app", "team/*", "*"])
    def test_by_the_names_of_a_resource(self, name: str) -> None:
        assert told(weakened(*accepting(name, change="protection-weakened"))) == []

    @pytest.mark.parametrize("name", ["repo", "Rep", "team", "app", "team/*/x"])
    def test_not_by_another_name(self, name: str) -> None:
        assert told(weakened(*accepting(name, change="protection-weakened"))) == ["error protection-weakened Repo"]

    def test_a_construct_path(self) -> None:
        def at(mode: str) -> dict[str, Any]:
            return {"Repo": {**mutable(mode)["Repo"], "Metadata": {"aws:cdk:path": "Stack/Registry/Repo/Resource"}}}

        entry = accepting("Stack/Registry/*", change="protection-weakened")
        assert told(compare(at("IMMUTABLE"), at("MUTABLE"), acknowledgements=entry)) == []

    def test_a_removal_by_the_name_it_had(self) -> None:
        entry = accepting("team/app", change="removal")
        other = {"Other": repository("team/other")}
        assert compare({**shared(), **other}, other, acknowledgements=entry).items == []


class TestDates:
    def test_the_last_day_counts(self) -> None:
        today = date(2026, 11, 25)
        assert told(weakened(*accepting(change="protection-weakened", expires=today))) == []

    def test_an_expired_one_accepts_nothing_and_is_a_finding(self) -> None:
        found = weakened(*accepting(change="protection-weakened", expires=EARLIER))
        assert told(found) == ["error protection-weakened Repo"]
        assert rules(found) == ["error TagImmutability", "warning AcknowledgementExpired"]
        assert "2026-11-24" in found.findings[-1].found.message

    def test_an_unused_one_is_a_note(self) -> None:
        found = weakened(*accepting("Other", change="removal"))
        assert rules(found)[-1] == "note AcknowledgementUnused"
        finding = found.findings[-1]
        assert (finding.resource.template, finding.place) == (".governed-ecr.yaml", "acknowledgements[0]")

    def test_of_two_alike_one_is_unused(self) -> None:
        entries = (*accepting(change="protection-weakened"), *accepting("*", change="protection-weakened"))
        assert rules(weakened(*entries))[-1] == "note AcknowledgementUnused"


class TestReading:
    def test_entries(self) -> None:
        listed = [ENTRY, {"rule": "TagImmutability", "resource": "*", "reason": "x", "expires": LATER}]
        one, other = acknowledgements_of({"acknowledgements": listed}, rules=RULES)
        assert one == Acknowledgement("Repo", "moved to another account", LATER, change="removal")
        assert other == Acknowledgement("*", "x", LATER, rule="TagImmutability")

    @pytest.mark.parametrize("data", [None, {"acknowledgements": []}])
    def test_nothing(self, data: Any) -> None:
        assert acknowledgements_of(data, rules=RULES) == ()

    @pytest.mark.parametrize("data", [[], "text", 1, {}, {"acknowledgements": {}}, {"acknowledgements": [], "more": 1}])
    def test_what_is_no_file_of_acknowledgements(self, data: Any) -> None:
        with pytest.raises(GovernedEcrError):
            acknowledgements_of(data, rules=RULES)

    @pytest.mark.parametrize(
        ("changed", "place"),
        [
            ({"rule": "TagImmutability"}, "acknowledgements[1]"),
            ({"change": None}, "acknowledgements[1].change"),
            ({"change": "explosion"}, "acknowledgements[1].change"),
            ({"change": ["removal"]}, "acknowledgements[1].change"),
            ({"change": {}}, "acknowledgements[1].change"),
            ({"resource": ""}, "acknowledgements[1].resource"),
            ({"resource": 7}, "acknowledgements[1].resource"),
            ({"reason": " "}, "acknowledgements[1].reason"),
            ({"reason": None}, "acknowledgements[1].reason"),
            ({"expires": "soon"}, "acknowledgements[1].expires"),
            ({"expires": 20270331}, "acknowledgements[1].expires"),
            ({"expires": None}, "acknowledgements[1].expires"),
            ({"expires": []}, "acknowledgements[1].expires"),
            ({"expire": "2027-01-01"}, "acknowledgements[1].expire"),
        ],
    )
    def test_every_fault_has_its_place(self, changed: Mapping[str, Any], place: str) -> None:
        with pytest.raises(GovernedEcrError) as caught:
            acknowledgements_of({"acknowledgements": [ENTRY, {**ENTRY, **changed}]}, rules=RULES)
        assert [problem.place for problem in caught.value.problems] == [place]

    @pytest.mark.parametrize("rule", ["tagimmutability", "", None, 3, ["TagImmutability"], {"a": 1}])
    def test_a_rule_that_is_none(self, rule: Any) -> None:
        entry = {"rule": rule, "resource": "*", "reason": "x", "expires": LATER}
        with pytest.raises(GovernedEcrError, match=r"acknowledgements\[0\].rule"):
            acknowledgements_of({"acknowledgements": [entry]}, rules=RULES)

    def test_all_faults_are_said_at_once(self) -> None:
        with pytest.raises(GovernedEcrError) as caught:
            acknowledgements_of({"acknowledgements": [{}, "text", None]}, rules=RULES)
        assert {problem.place for problem in caught.value.problems} == {
            "acknowledgements[0]",
            "acknowledgements[0].resource",
            "acknowledgements[0].reason",
            "acknowledgements[0].expires",
            "acknowledgements[1]",
            "acknowledgements[2]",
        }

    def test_a_time_of_day_is_its_day(self) -> None:
        entry = {**ENTRY, "expires": datetime(2027, 3, 31, 12, tzinfo=UTC)}
        (found,) = acknowledgements_of({"acknowledgements": [entry]}, rules=RULES)
        assert found.expires == LATER
