"""Whole deployments before and after: stacks, stages, environments, worlds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any, ClassVar

from governed_ecr.review.review import Review, Side, review
from governed_ecr.state.read import read_registries
from tests.review.comparing import FACTS, NOW, OWN, repository, side, told
from tests.review.pieces import destination, expiring, mutable, replicating, route, rule, shared

HUB, REPLICA, MEMBER = f"{OWN}/us-east-1", f"{OWN}/eu-west-1", "222222222222/us-east-1"
Stacks = Mapping[str, tuple[str, dict[str, Any]]]
"""By their names: the environment and the resources."""


def assembly(folder: Path, stacks: Stacks) -> Path:
    """A cloud assembly, as ``cdk synth`` writes it."""
    folder.mkdir(parents=True)
    artifacts = {}
    for name, (environment, resources) in stacks.items():
        (folder / f"{name}.template.json").write_text(json.dumps({"Resources": resources}), encoding="utf-8")
        artifacts[name] = {
            "type": "aws:cloudformation:stack",
            "environment": f"aws://{environment}",
            "properties": {"templateFile": f"{name}.template.json"},
        }
    manifest = {"version": "48.0.0", "artifacts": artifacts}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def staged(folder: Path, stages: Mapping[str, Stacks]) -> Path:
    """An assembly of stages, each an assembly in a folder of its own."""
    folder.mkdir(parents=True)
    artifacts = {}
    for stage, stacks in stages.items():
        assembly(folder / f"assembly-{stage}", stacks)
        properties = {"directoryName": f"assembly-{stage}", "displayName": stage}
        artifacts[f"assembly-{stage}"] = {"type": "cdk:cloud-assembly", "properties": properties}
    manifest = {"version": "48.0.0", "artifacts": artifacts}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def compared(base: Path, head: Path) -> Review:
    return review(
        Side(read_registries([base], FACTS), str(base)), Side(read_registries([head], FACTS), str(head)), now=NOW
    )


def changed(tmp_path: Path, base: Stacks, head: Stacks) -> Review:
    return compared(assembly(tmp_path / "base", base), assembly(tmp_path / "head", head))


def repo(name: str, **properties: Any) -> dict[str, Any]:
    return {"Repo": repository(name, **properties)}


class TestStacks:
    BASE: ClassVar[Stacks] = {"A": (HUB, repo("team/a")), "B": (HUB, repo("team/b"))}

    def test_the_same(self, tmp_path: Path) -> None:
        found = changed(tmp_path, self.BASE, self.BASE)
        assert (found.items, found.benign_changes) == ([], 0)

    def test_a_new_one(self, tmp_path: Path) -> None:
        found = changed(tmp_path, self.BASE, {**self.BASE, "C": (HUB, repo("team/c"))})
        assert (told(found), found.benign_changes) == ([], 1)

    def test_one_less(self, tmp_path: Path) -> None:
        found = changed(tmp_path, self.BASE, {"A": self.BASE["A"]})
        assert told(found) == ["error removal Repo"]
        assert "team/b" in found.changes[0].message

    def test_the_first_ever(self, tmp_path: Path) -> None:
        assert told(changed(tmp_path, {}, self.BASE)) == []

    def test_another_name(self, tmp_path: Path) -> None:
        found = changed(tmp_path, self.BASE, {"A": self.BASE["A"], "Renamed": self.BASE["B"]})
        assert told(found) == ["error logical-id-change Repo"]

    def test_a_repository_moves(self, tmp_path: Path) -> None:
        both = {"Repo": repository("team/a"), "Other": repository("team/b")}
        found = changed(tmp_path, self.BASE, {"A": (HUB, both), "B": (HUB, {"Rest": repository("team/c")})})
        assert told(found) == ["error logical-id-change Other"]

    def test_the_repository_that_moves_keeps_what_was_known(self, tmp_path: Path) -> None:
        def stacks(*of: str) -> Stacks:
            return {
                name: (HUB, mutable("MUTABLE") if name in of else {"Rest": repository(f"x/{name.lower()}")})
                for name in ("A", "B")
            }

        found = changed(tmp_path, stacks("A"), stacks("B"))
        assert found.findings == ()
        assert found.known_findings == 1

    def test_a_first_account_and_region_for_the_same_stack(self, tmp_path: Path) -> None:
        base = {"A": ("unknown-account/unknown-region", repo("team/a"))}
        assert told(changed(tmp_path, base, {"A": (HUB, repo("team/a"))})) == []


class TestEnvironments:
    def test_the_same_name_in_two_is_not_the_same_repository(self, tmp_path: Path) -> None:
        base = {"Hub": (HUB, repo("team/app")), "Replica": (REPLICA, repo("x/y"))}
        head = {"Hub": (HUB, repo("x/y")), "Replica": (REPLICA, repo("team/app"))}
        assert told(changed(tmp_path, base, head)) == ["error replacement Repo", "error replacement Repo"]

    def test_a_stack_for_another_region(self, tmp_path: Path) -> None:
        found = changed(tmp_path, {"A": (HUB, repo("team/app"))}, {"A": (REPLICA, repo("team/app"))})
        assert told(found) == ["error removal Repo"]

    def test_each_change_is_said_where_it_is(self, tmp_path: Path) -> None:
        base = {name: (there, expiring(rule(500))) for name, there in (("Hub", HUB), ("Member", MEMBER))}
        found = changed(tmp_path, base, {**base, "Member": (MEMBER, expiring(rule(5)))})
        assert [(change.kind, Path(change.resource.template).name) for change in found.changes] == [
            ("lifecycle-tightened", "Member.template.json")
        ]

    def test_the_own_account_is_that_of_the_registry(self, tmp_path: Path) -> None:
        base = {"Member": (MEMBER, replicating(route(destination(account=OWN))))}
        (change,) = changed(tmp_path, base, {"Member": (MEMBER, replicating())}).changes
        assert change.message.startswith(f"Account {OWN} in eu-west-1")


class TestStages:
    def test_each_stage_is_compared_with_itself(self, tmp_path: Path) -> None:
        stages = {"Dev": {"App": (HUB, repo("dev/app"))}, "Prod": {"App": (HUB, repo("prod/app"))}}
        head = {**stages, "Prod": {"App": (HUB, repo("prod/app", ImageTagMutability="MUTABLE"))}}
        found = compared(staged(tmp_path / "base", stages), staged(tmp_path / "head", head))
        assert told(found) == ["error protection-weakened Repo"]
        assert "assembly-Prod" in found.changes[0].resource.template

    def test_folders_of_assemblies(self, tmp_path: Path) -> None:
        for at, name in (("base", "team/two"), ("head", "team/renamed")):
            assembly(tmp_path / at / "one", {"App": (HUB, repo("team/one"))})
            assembly(tmp_path / at / "two", {"App": (HUB, repo(name))})
        assert told(compared(tmp_path / "base", tmp_path / "head")) == ["error replacement Repo"]


class TestTemplates:
    def test_the_only_one_may_be_called_otherwise(self, tmp_path: Path) -> None:
        for name in ("old.json", "new.json"):
            (tmp_path / name).write_text(json.dumps({"Resources": shared()}), encoding="utf-8")
        assert told(compared(tmp_path / "old.json", tmp_path / "new.json")) == []

    def test_a_file_and_a_folder_that_has_it(self, tmp_path: Path) -> None:
        one, folder = tmp_path / "app.json", tmp_path / "head"
        folder.mkdir()
        one.write_text(json.dumps({"Resources": shared()}), encoding="utf-8")
        (folder / "app.json").write_text(json.dumps({"Resources": shared()}), encoding="utf-8")
        (folder / "more.json").write_text(json.dumps({"Resources": repo("team/more")}), encoding="utf-8")
        assert told(compared(one, folder)) == []


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
