"""What keeps the layout working, and the repository to itself."""

import json
import re
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]


def _tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=PROJECT, check=True, capture_output=True, text=True)
    return [PROJECT / name for name in listed.stdout.splitlines()]


def test_the_source_root_holds_the_package_and_nothing_else() -> None:
    """A module or __init__.py here would make `import constructs` find this folder instead of the PyPI package."""
    inside = {path.name for path in (PROJECT / "constructs").iterdir() if path.name != "__pycache__"}
    assert inside == {"governed_ecr"}


def test_no_test_folder_is_a_package() -> None:
    assert not list((PROJECT / "tests").rglob("__init__.py"))
    assert not (PROJECT / "tests" / "constructs").exists()


def test_lock_files_name_no_download_address() -> None:
    for lock in _tracked("requirements-*.txt", "*package-lock.json"):
        text = lock.read_text(encoding="utf-8")
        assert not re.search(r'"resolved"|--index-url|--find-links|@ (https?|file):', text), lock


def test_modules_stay_small() -> None:
    for module in _tracked("*.py"):
        if "tests" not in module.relative_to(PROJECT).parts:
            assert len(module.read_text(encoding="utf-8").splitlines()) <= 250, module


def test_the_guide_to_the_registry_file_knows_every_key() -> None:
    guide = (PROJECT / "docs" / "registry-file.md").read_text(encoding="utf-8")
    schema = json.loads((PROJECT / "registry.schema.json").read_text(encoding="utf-8"))
    models = [schema, *schema["$defs"].values()]
    keys = {key for model in models for key in model.get("properties", {})} - {"$schema"}

    assert {key for key in keys if not re.search(rf"\b{key}\b", guide)} == set()
