import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from governed_ecr.config.load import parse_registry
from governed_ecr.config.schema import registry_schema, schema_text
from governed_ecr.model.errors import GovernedEcrError
from tests.config.strategies import registries, written

ROOT = Path(__file__).parents[2]
VALIDATOR = jsonschema.Draft202012Validator(registry_schema())
HEAD = {"organization": {"id": "o-a1b2c3d4e5"}, "hub": {"account": "111111111111", "region": "us-east-1"}}


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(registry_schema())
    assert registry_schema()["title"] == "registry.yaml of governed-ecr"
    assert "$id" not in registry_schema()


def test_the_files_schema_is_current():
    current = (ROOT / "registry.schema.json").read_text() == schema_text()
    assert current, "Run: python -m governed_ecr.config.schema > registry.schema.json"


def test_the_module_prints_it():
    command = [sys.executable, "-m", "governed_ecr.config.schema"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "constructs")}
    printed = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    assert (printed.stdout, printed.stderr) == (schema_text(), "")


def test_the_example_is_valid():
    VALIDATOR.validate(yaml.safe_load((ROOT / "registry.yaml").read_text()))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(registries())
def test_what_is_accepted_is_valid(data):
    VALIDATOR.validate(data)


@pytest.mark.parametrize(
    "parts",
    [
        {"hub": {}},
        {"hub": {"account": "1", "region": "us-east-1"}},
        {"hub": {"account": "111111111111", "region": "Ireland"}},
        {"organization": {"id": "o-1"}},
        {"organization": {"id": "o-a1b2c3d4e5", "units": {"a": "*"}}},
        {"repository": []},
        {"repositories": [{"names": []}]},
        {"repositories": [{"names": ["Team/App"]}]},
        {"repositories": [{"names": ["a" * 257]}]},
        {"pull_through_caches": [{"upstream": "nowhere", "prefix": "ab"}]},
        {"pull_through_caches": [{"upstream": "k8s", "prefix": "a" * 31}]},
        {"creation_templates": [{"prefix": "ab//"}]},
        {"replication": [{"destinations": []}]},
        {"replication": [{"destinations": [{"region": "eu-west-1"}], "prefixes": ["a*"]}]},
        {"defaults": {"encryption": {"type": "KMS", "key": "alias/x"}}},
        {"defaults": {"lifecycle": {"preset": "cache", "days": 0}}},
        {"defaults": {"lifecycle": {"preset": "nothing"}}},
        {"defaults": {"lifecycle": {"rules": [{}], "preset": "cache"}}},
        {"defaults": {"tags": {"a": 1}}},
        {"scanning": {"type": "basic"}},
        {"repository_stacks": 201},
    ],
)
def test_what_is_invalid_is_refused_by_both(parts):
    assert not VALIDATOR.is_valid(HEAD | parts)
    with pytest.raises(GovernedEcrError):
        parse_registry(written(HEAD | parts))


@pytest.mark.parametrize("name", ["ROOT", "docker-hub", "a/b"])
def test_prefixes_of_the_schema_are_the_checks(name):
    cache = {"pull_through_caches": [{"upstream": "k8s", "prefix": name}]}
    VALIDATOR.validate(HEAD | cache)
    parse_registry(written(HEAD | cache))
