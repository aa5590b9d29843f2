"""The package's public names: complete, typed, and loaded when they are used."""

import subprocess
import sys
from importlib import import_module

import pytest

import governed_ecr


@pytest.mark.parametrize("name", governed_ecr.__all__)
def test_every_name_is_there(name):
    assert getattr(governed_ecr, name).__name__ == name


def test_every_name_has_a_home_that_defines_it():
    assert sorted(governed_ecr._HOMES) == sorted(governed_ecr.__all__) == governed_ecr.__all__
    for name, home in governed_ecr._HOMES.items():
        assert getattr(import_module(f"governed_ecr.{home}"), name).__module__ == f"governed_ecr.{home}"


def test_the_names_that_type_checkers_see_are_the_same():
    """``if TYPE_CHECKING`` is all that they read."""
    import ast
    import inspect

    tree = ast.parse(inspect.getsource(governed_ecr))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    seen = {alias.name: node.module for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert seen == governed_ecr._HOMES


def test_dir_shows_them():
    assert set(governed_ecr.__all__) <= set(dir(governed_ecr))


def test_another_name_is_an_error():
    with pytest.raises(AttributeError, match="has no attribute 'GovernedRepo'"):
        governed_ecr.GovernedRepo  # noqa: B018


def test_values_come_without_cdk():
    """Reading a registry file or a policy must not start Node."""
    code = (
        "import sys, governed_ecr as g; g.LifecyclePolicy; g.Share; g.GovernedEcrError; "
        "sys.exit(any(name in sys.modules for name in ('aws_cdk', 'jsii')))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, env={"PYTHONPATH": ":".join(sys.path)})
    assert done.returncode == 0
