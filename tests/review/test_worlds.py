"""Templates before and after, where parameters and conditions may make them otherwise than their defaults do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any, ClassVar

from governed_ecr.review.review import Review, Side, review
from governed_ecr.state.read import read_registries
from tests.review.comparing import FACTS, NOW, repository, side, told


class TestWorlds:
    TEMPLATE: ClassVar[Mapping[str, Any]] = {
        "Parameters": {"Env": {"Type": "String", "Default": "dev"}},
        "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Env"}, "prod"]}},
        "Resources": {
            "Repo": {**repository("prod/app"), "Condition": "IsProd"},
            "Other": repository("team/other", ImageTagMutability={"Fn::If": ["IsProd", "IMMUTABLE", "MUTABLE"]}),
        },
    }

    def _changed(self, *path: str, to: Any) -> Review:
        head = deepcopy(dict(self.TEMPLATE))
        (*way, last) = path
        inner = head
        for step in way:
            inner = inner[step]
        inner[last] = to
        return review(side({"t": self.TEMPLATE}), side({"t": head}), now=NOW)

    def test_nothing_changes(self) -> None:
        found = self._changed("Description", to="ECR")
        assert (found.items, found.benign_changes) == ([], 0)

    def test_what_is_there_in_another_world_only(self) -> None:
        found = self._changed("Resources", "Repo", "Properties", "RepositoryName", to="prod/renamed")
        assert told(found) == ["error replacement Repo"]
        assert found.changes[0].message.startswith("Where IsProd is true: Repository prod/app is replaced")

    def test_a_branch_of_another_world(self) -> None:
        mutability = {"Fn::If": ["IsProd", "MUTABLE", "MUTABLE"]}
        found = self._changed("Resources", "Other", "Properties", "ImageTagMutability", to=mutability)
        assert told(found) == ["error protection-weakened Other"]

    def test_what_is_so_in_all_worlds_is_said_once(self) -> None:
        found = self._changed("Resources", "Other", "Properties", "RepositoryName", to="team/renamed")
        assert told(found) == ["error replacement Other"]
        assert not found.changes[0].message.startswith("Where")

    def test_a_condition_more_takes_it_away_where_it_is_false(self) -> None:
        found = self._changed("Resources", "Other", "Condition", to="IsProd")
        assert told(found) == ["error removal Other"]
        assert "it stays where IsProd is true" in found.changes[0].message


IS_PROD: Mapping[str, Any] = {"Fn::Equals": [{"Ref": "Env"}, "prod"]}
OPEN: Mapping[str, Any] = {"Type": "String"}
BY_DEFAULT: Mapping[str, Any] = {"Type": "String", "Default": "prod"}


def template(
    repo: Mapping[str, Any],
    parameters: Mapping[str, Any] | None = None,
    conditions: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """One repository. By default there is a parameter Env, and IsProd where it is prod."""
    return {
        "Parameters": {"Env": OPEN} if parameters is None else parameters,
        "Conditions": {"IsProd": IS_PROD} if conditions is None else conditions,
        "Resources": {"Repo": repo},
    }


def changes(base: Mapping[str, Any], head: Mapping[str, Any]) -> list[str]:
    """The changes, as ``error removal Where IsProd is false``."""
    found = review(side({"base": base}), side({"head": head}), now=NOW)
    return [f"{one.severity} {one.kind} {one.message.partition(':')[0]}" for one in found.changes]


class TestWhatOnlyTheHeadLeavesOpen:
    PLAIN: ClassVar = repository()
    CONDITIONAL: ClassVar = {**repository(), "Condition": "IsProd"}

    def test_the_name(self) -> None:
        head = repository(RepositoryName={"Fn::If": ["IsProd", "team/app", "team/dev"]})
        assert changes(template(self.PLAIN), template(head)) == ["error replacement Where IsProd is false"]

    def test_the_resource(self) -> None:
        found = changes(template(self.PLAIN), template(self.CONDITIONAL))
        assert found == ["error removal Where IsProd is false"]

    def test_with_a_default_that_keeps_it(self) -> None:
        parameters = {"Env": BY_DEFAULT}
        found = changes(template(self.PLAIN, parameters), template(self.CONDITIONAL, parameters))
        assert found == ["error removal Where IsProd is false"]

    def test_by_a_new_parameter_with_a_default_that_keeps_it(self) -> None:
        """No stack has another value yet, so nothing goes unless somebody gives one."""
        found = changes(template(self.PLAIN, {}, {}), template(self.CONDITIONAL, {"Env": BY_DEFAULT}))
        assert found == ["warning removal Where IsProd is false"]

    def test_by_a_new_parameter_that_must_be_given(self) -> None:
        found = changes(template(self.PLAIN, {}, {}), template(self.CONDITIONAL))
        assert found == ["error removal Where IsProd is false"]

    def test_what_only_the_base_left_open(self) -> None:
        base = repository(ImageTagMutability={"Fn::If": ["IsProd", "MUTABLE", "IMMUTABLE"]})
        head = repository(ImageTagMutability="MUTABLE")
        assert changes(template(base), template(head)) == ["error protection-weakened Where IsProd is false"]

    def test_both_branches_as_it_was(self) -> None:
        head = repository(ImageTagMutability={"Fn::If": ["IsProd", "IMMUTABLE", "IMMUTABLE"]})
        assert changes(template(self.PLAIN), template(head)) == []

    def test_what_the_parameter_does_without_a_condition_is_no_change(self) -> None:
        name = {"Fn::Sub": "${Env}/app"}
        base = template(repository(RepositoryName=name), {"Env": BY_DEFAULT}, {})
        head = repository(RepositoryName=name, ImageTagMutability={"Fn::If": ["IsProd", "IMMUTABLE", "MUTABLE"]})
        found = changes(base, template(head, {"Env": BY_DEFAULT}))
        assert found == ["error protection-weakened Where IsProd is false"]


class TestWhatIsBenign:
    def test_it_is_counted_in_whatever_world_it_is(self) -> None:
        base = template(repository(ImageTagMutability={"Fn::If": ["IsProd", "IMMUTABLE", "MUTABLE"]}))
        head = template(repository(ImageTagMutability="IMMUTABLE"))
        found = review(side({"base": base}), side({"head": head}), now=NOW)
        assert (found.items, found.benign_changes) == ([], 1)

    def test_what_has_a_consequence_in_another_world_is_not(self) -> None:
        head = template({**repository(), "Condition": "IsProd"})
        found = review(side({"base": template(repository())}), side({"head": head}), now=NOW)
        assert (told(found), found.benign_changes) == (["error removal Repo"], 0)


class TestConditionsThatAreNotTheSame:
    BASE: ClassVar = {**repository(), "Condition": "IsProd"}
    IMMUTABLE: ClassVar = repository(ImageTagMutability={"Fn::If": ["IsProd", "IMMUTABLE", "MUTABLE"]})

    def test_another_value(self) -> None:
        conditions = {"IsProd": {"Fn::Equals": [{"Ref": "Env"}, "production"]}}
        found = changes(template(self.BASE), template(self.BASE, None, conditions))
        assert found == ["error removal Where IsProd is false"]

    def test_one_more_value(self) -> None:
        conditions = {"IsProd": {"Fn::Or": [IS_PROD, {"Fn::Equals": [{"Ref": "Env"}, "production"]}]}}
        assert changes(template(self.BASE), template(self.BASE, None, conditions)) == []

    def test_another_name(self) -> None:
        head = {**repository(), "Condition": "Production"}
        assert changes(template(self.BASE), template(head, None, {"Production": IS_PROD})) == []

    def test_the_opposite_with_the_branches_swapped(self) -> None:
        head = repository(ImageTagMutability={"Fn::If": ["NotProd", "MUTABLE", "IMMUTABLE"]})
        conditions = {"NotProd": {"Fn::Not": [IS_PROD]}}
        assert changes(template(self.IMMUTABLE), template(head, None, conditions)) == []

    def test_another_name_of_the_parameter(self) -> None:
        conditions = {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}}
        assert changes(template(self.BASE), template(self.BASE, {"Stage": OPEN}, conditions)) == []

    def test_the_first_value_that_a_side_is_compared_with_is_no_default(self) -> None:
        head = {**self.IMMUTABLE, "Condition": "IsStack"}
        conditions = {"IsProd": IS_PROD, "IsStack": {"Fn::Or": [IS_PROD, {"Fn::Equals": [{"Ref": "Env"}, "dev"]}]}}
        found = changes(template(self.IMMUTABLE), template(head, None, conditions))
        assert [each.partition(" Where")[0] for each in found] == ["error removal"]

    def test_a_comparison_written_otherwise(self) -> None:
        sides: list[Any] = [{"Fn::Sub": "x-${Env}"}, "x-prod"]
        join = ["x-prod", {"Fn::Join": ["-", ["x", {"Ref": "Env"}]]}]
        base, head = (template(self.BASE, None, {"IsProd": {"Fn::Equals": each}}) for each in (sides, join))
        assert changes(base, head) == []

    def test_a_comparison_that_no_parameter_alone_decides(self) -> None:
        conditions = {"IsProd": {"Fn::Equals": [{"Fn::Select": [0, {"Fn::Split": ["-", {"Ref": "Env"}]}]}, "prod"]}}
        base, head = (template(one, None, conditions) for one in (repository(), self.IMMUTABLE))
        assert changes(base, head) == ["error protection-weakened Where IsProd is false"]
        assert changes(head, head) == []


def test_the_worlds_of_templates_in_different_folders(tmp_path: Path) -> None:
    for at, other in (("base", "MUTABLE"), ("head", "IMMUTABLE")):
        (tmp_path / at).mkdir()
        for name, mutability in (("a", "IMMUTABLE" if at == "base" else "MUTABLE"), ("b", other)):
            repo = repository(f"team/{name}", ImageTagMutability={"Fn::If": ["IsProd", "IMMUTABLE", mutability]})
            (tmp_path / at / f"{name}.json").write_text(json.dumps(template(repo)), encoding="utf-8")
    base, head = (Side(read_registries([tmp_path / at], FACTS), str(tmp_path / at)) for at in ("base", "head"))
    found = review(base, head, now=NOW)
    assert told(found) == ["error protection-weakened Repo"]
    assert found.changes[0].resource.template.endswith("a.json")
