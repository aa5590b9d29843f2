"""Whole deployments before and after: stacks, stages, environments, worlds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from governed_ecr.review.review import Review, Side, review
from governed_ecr.state.read import read_registries
from tests.review.comparing import FACTS, NOW, OWN, repository, told
from tests.review.pieces import destination, expiring, mutable, replicating, route, rule, shared

HUB, REPLICA, MEMBER = f"{OWN}/us-east-1", f"{OWN}/eu-west-1", "222222222222/us-east-1"
Stacks = Mapping[str, tuple[str, dict[str, Any]]]
"""By their names: the environment and the resources."""


def assembly(folder: Path, stacks: Stacks, **names: str) -> Path:
    """A cloud assembly, as ``cdk synth`` writes it. names: of the stacks that are not called like their artifacts."""
    folder.mkdir(parents=True)
    artifacts = {}
    for name, (environment, resources) in stacks.items():
        (folder / f"{name}.template.json").write_text(json.dumps({"Resources": resources}), encoding="utf-8")
        artifacts[name] = {
            "type": "aws:cloudformation:stack",
            "environment": f"aws://{environment}",
            "properties": {"templateFile": f"{name}.template.json", "stackName": names.get(name, name)},
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

    def test_a_stack_name_changes(self, tmp_path: Path) -> None:
        base, head = assembly(tmp_path / "base", self.BASE), assembly(tmp_path / "head", self.BASE, A="prod-a")
        found = compared(base, head)
        assert told(found) == ["error logical-id-change Repo"]
        assert "moves from stack A to stack prod-a" in found.changes[0].message

    def test_the_name_of_the_only_stack_changes(self, tmp_path: Path) -> None:
        only = {"A": self.BASE["A"]}
        base, head = assembly(tmp_path / "base", only), assembly(tmp_path / "head", only, A="prod-a")
        assert told(compared(base, head)) == ["error logical-id-change Repo"]

    def test_an_artifact_is_renamed_and_its_stack_is_not(self, tmp_path: Path) -> None:
        head = {"A2": self.BASE["A"], "B": self.BASE["B"]}
        found = compared(assembly(tmp_path / "base", self.BASE), assembly(tmp_path / "head", head, A2="A"))
        assert (found.items, found.benign_changes) == ([], 0)

    def test_stacks_of_one_name_in_two_regions(self, tmp_path: Path) -> None:
        stacks = {"Hub": (HUB, repo("team/a")), "Replica": (REPLICA, repo("team/a"))}
        names = dict.fromkeys(stacks, "images")
        head = {**stacks, "Replica": (REPLICA, repo("team/a", ImageTagMutability="MUTABLE"))}
        found = compared(assembly(tmp_path / "base", stacks, **names), assembly(tmp_path / "head", head, **names))
        assert told(found) == ["error protection-weakened Repo"]
        assert [finding.resource.template for finding in found.findings] == [found.changes[0].resource.template]

    def test_the_only_repository_moves_to_a_stack_that_had_none(self, tmp_path: Path) -> None:
        topic: dict[str, Any] = {"Topic": {"Type": "AWS::SNS::Topic"}}
        base = {"A": (HUB, repo("team/a")), "B": (HUB, topic)}
        found = changed(tmp_path, base, {"A": (HUB, topic), "B": (HUB, repo("team/a"))})
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

    def test_a_stage_is_renamed(self, tmp_path: Path) -> None:
        stacks = {"App": (HUB, repo("team/app"))}
        base, head = staged(tmp_path / "base", {"Prod": stacks}), staged(tmp_path / "head", {"Live": stacks})
        assert told(compared(base, head)) == []

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

    def test_the_only_repository_moves_to_another_file(self, tmp_path: Path) -> None:
        topic = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
        for at, of in (("base", "a.json"), ("head", "b.json")):
            (tmp_path / at).mkdir()
            for name in ("a.json", "b.json"):
                body = {"Resources": repo("team/app")} if name == of else topic
                (tmp_path / at / name).write_text(json.dumps(body), encoding="utf-8")
        assert told(compared(tmp_path / "base", tmp_path / "head")) == ["error logical-id-change Repo"]

    def test_a_file_and_a_folder_that_has_it(self, tmp_path: Path) -> None:
        one, folder = tmp_path / "app.json", tmp_path / "head"
        folder.mkdir()
        one.write_text(json.dumps({"Resources": shared()}), encoding="utf-8")
        (folder / "app.json").write_text(json.dumps({"Resources": shared()}), encoding="utf-8")
        (folder / "more.json").write_text(json.dumps({"Resources": repo("team/more")}), encoding="utf-8")
        assert told(compared(one, folder)) == []
