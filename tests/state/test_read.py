"""Paths become registries."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governed_ecr.model.errors import GovernedEcrError
from governed_ecr.state.context import Context
from governed_ecr.state.read import read_registries, registries_of_templates
from governed_ecr.state.registry import Environment, RegistryState

TEMPLATE = {
    "Resources": {"R": {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": {"Ref": "AWS::Region"}}}}
}
CONTEXT = Context("111111111111", "us-east-1")


def write(path: Path, content: Any = TEMPLATE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def templates(*paths: Path) -> list[str]:
    return [found.template for state in read_registries(paths, CONTEXT) for found in state.resources]


def problems(*paths: Path | str) -> list[str]:
    with pytest.raises(GovernedEcrError) as error:
        read_registries(paths, CONTEXT)
    return [str(problem) for problem in error.value.problems]


def test_one_template_is_one_deployment(tmp_path: Path) -> None:
    path = write(tmp_path / "t.json")
    (state,) = read_registries([path], CONTEXT)
    assert state.of_one_deployment
    assert state.environment == Environment("111111111111", "us-east-1")
    assert state.context is CONTEXT
    assert state.resources[0].get("RepositoryName") == "us-east-1"
    assert state.resources[0].template == str(path)


def test_several_templates_are_not(tmp_path: Path) -> None:
    paths = [
        write(tmp_path / "a.json"),
        write(tmp_path / "b.yaml", "Resources:\n  R:\n    Type: AWS::ECR::Repository\n"),
    ]
    (state,) = read_registries(paths, CONTEXT)
    assert not state.of_one_deployment
    assert [found.template for found in state.resources] == [str(path) for path in paths]


def test_a_folder_s_templates(tmp_path: Path) -> None:
    expected = [
        write(tmp_path / "a.template"),
        write(tmp_path / "b.yml", "Resources:\n  R: {Type: 'AWS::ECR::Repository'}"),
        write(tmp_path / "below" / "c.JSON"),
    ]
    write(tmp_path / "package.json", {"name": "x"})
    write(tmp_path / "broken.json", "{")
    write(tmp_path / "empty.json", "")
    write(tmp_path / "mkdocs.yml", "a: !!python/name:x")
    write(tmp_path / "list.json", '["AWS::ECR", "Resources"]')
    write(tmp_path / "notes.md")
    write(tmp_path / ".hidden" / "d.json")
    write(tmp_path / "node_modules" / "e.json")
    write(tmp_path / "web" / "manifest.json", {"name": "a web page"})
    assert templates(tmp_path) == [str(path) for path in expected]


def test_a_folder_with_an_assembly(tmp_path: Path) -> None:
    loose = write(tmp_path / "loose.json")
    stack = {
        "type": "aws:cloudformation:stack",
        "environment": "aws://222222222222/eu-west-1",
        "properties": {"templateFile": "s.json"},
    }
    write(tmp_path / "cdk" / "manifest.json", {"version": "1", "artifacts": {"S": stack}})
    inner = write(tmp_path / "cdk" / "s.json")
    write(tmp_path / "cdk" / "other.json")
    found = read_registries([tmp_path, tmp_path / "cdk"], CONTEXT)
    assert [(state.environment.account, [r.template for r in state.resources]) for state in found] == [
        ("222222222222", [str(inner)]),
        ("111111111111", [str(loose)]),
    ]
    assert all(state.of_one_deployment for state in found)


def test_no_file_is_read_twice(tmp_path: Path) -> None:
    path = write(tmp_path / "t.json")
    (tmp_path / "link.json").symlink_to(path)
    assert len(templates(path, path, tmp_path, tmp_path / "link.json")) == 1


def test_links_that_go_round_end(tmp_path: Path) -> None:
    write(tmp_path / "t.json")
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "self.json").symlink_to(tmp_path / "self.json")
    assert len(templates(tmp_path)) == 1


def test_all_problems_of_all_paths(tmp_path: Path) -> None:
    one, two = write(tmp_path / "1.json", "{}"), write(tmp_path / "2.json", "[")
    found = problems(one, two, tmp_path / "3.json", tmp_path / "4")
    assert [text.split(": ")[0] for text in found] == [
        str(tmp_path / name) for name in ("1.json", "2.json", "3.json", "4")
    ]


def test_a_broken_template_in_a_folder_is_told(tmp_path: Path) -> None:
    write(tmp_path / "t.json")
    broken = write(tmp_path / "u.json", json.dumps(TEMPLATE)[:-3])
    (found,) = problems(tmp_path)
    assert found.startswith(f"{broken}: No JSON")


def test_nothing_to_read(tmp_path: Path) -> None:
    assert "No template" in problems(tmp_path)[0]
    assert "Nothing to read" in problems()[0]


def test_bodies_in_memory() -> None:
    (state,) = registries_of_templates({"a": TEMPLATE, "b": TEMPLATE}, CONTEXT)
    assert not state.of_one_deployment
    (state,) = registries_of_templates({"a": TEMPLATE, "b": TEMPLATE}, CONTEXT, Environment(region="eu-west-1"))
    assert state.of_one_deployment
    assert state.environment == Environment("111111111111", "eu-west-1")
    with pytest.raises(GovernedEcrError) as error:
        registries_of_templates({"a": {}, "b": {"Resources": 1}, "c": TEMPLATE}, CONTEXT)
    assert [problem.place for problem in error.value.problems] == ["a", "b"]


def test_a_long_chain_of_references_ends_in_a_problem() -> None:
    chain = {f"C{number}": {"Condition": f"C{number + 1}"} for number in range(3000)}
    repository = {"Type": "AWS::ECR::Repository", "Condition": "C0"}
    with pytest.raises(GovernedEcrError, match="too many others"):
        registries_of_templates({"t": {"Resources": {"R": repository}, "Conditions": chain}}, CONTEXT)


_NAMES = st.sampled_from(
    [
        *("Ref", "Fn::Sub", "Fn::If", "Fn::Join", "Fn::GetAtt", "Fn::Select", "Fn::Split", "Fn::FindInMap", "Path"),
        *("Fn::Equals", "Fn::And", "Fn::Not", "Condition", "Fn::ImportValue", "Fn::ToJsonString", "A", "B", "Type"),
        *("Fn::GetStackOutput", "StackName", "OutputName", "Default", "AllowedValues", "Parameters", "Fn::ForEach::A"),
        "Fn::Transform",
    ]
)
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(0, 3)
    | st.floats(allow_nan=False)
    | st.sampled_from(
        ["A", "B", "A.Arn", "", "${A}", "${A.Arn}-${B}", "${!A}", "AWS::NoValue", "AWS::Region", "{{resolve:ssm:x}}"]
    )
)
_JSON = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=2), max_leaves=12
)
_SECTION = st.dictionaries(st.sampled_from(["A", "B"]), _JSON, max_size=2) | _JSON
_RESOURCE = st.fixed_dictionaries(
    {
        "Type": st.sampled_from(["AWS::ECR::Repository", "AWS::IAM::Role", "AWS::CloudFormation::Stack"]),
        "Properties": st.dictionaries(st.sampled_from(["RepositoryName", "Path", "X"]), _JSON, max_size=3),
    },
    optional={"Condition": _JSON, "DeletionPolicy": _JSON, "Metadata": _JSON},
)
_TEMPLATES = st.fixed_dictionaries(
    {"Resources": st.dictionaries(st.sampled_from(["A", "B", "C"]), _RESOURCE, max_size=3) | _JSON},
    optional={"Parameters": _SECTION, "Conditions": _SECTION, "Mappings": _SECTION, "Outputs": _SECTION},
)


@settings(max_examples=300, deadline=None)
@given(_TEMPLATES | _JSON)
def test_any_json_is_a_registry_or_a_problem(body: Any) -> None:
    found: tuple[RegistryState, ...] = ()
    with contextlib.suppress(GovernedEcrError):
        found = registries_of_templates({"t.json": body}, Context())
    assert all(isinstance(resource.properties, dict) for state in found for resource in state.resources)


def test_many_repositories_are_read_in_linear_time(tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        one = {**TEMPLATE["Resources"]["R"], "DeletionPolicy": "Retain"}
        path = write(tmp_path / f"{count}.json", {"Resources": {f"R{number}": one for number in range(count)}})
        best = 60.0
        for _ in range(3):
            start = time.perf_counter()
            read_registries([path], CONTEXT)
            best = min(best, time.perf_counter() - start)
        return best

    assert seconds(4000) < 40 * seconds(400) + 0.5


def test_an_empty_path_is_not_the_current_folder() -> None:
    with pytest.raises(GovernedEcrError, match=r"^'': An empty path\."):
        read_registries([""], Context())
