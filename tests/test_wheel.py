"""The wheel, as an application team gets it: installed into an empty virtual environment, used by another CDK app."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(PROJECT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    roots = {name.split("/")[0] for name in names}

    assert roots == {"governed_ecr", f"governed_ecr-{wheel.name.split('-')[1]}.dist-info"}
    assert "governed_ecr/py.typed" in names
    assert "governed_ecr/model/lifecycle.py" in names


def test_it_works_in_an_app_of_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    pins = tmp_path / "pins.txt"
    pins.write_text("\n".join(line.split(" ")[0] for line in _locked()), encoding="utf-8")
    install: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--constraint", pins, wheel]
    subprocess.run(install, check=True, capture_output=True)

    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    example = PROJECT / "examples" / "app-team" / "app.py"
    subprocess.run(
        [python, example], check=True, capture_output=True, cwd=tmp_path, env={**environment, "CDK_OUTDIR": "out"}
    )

    template = json.loads((tmp_path / "out" / "Shop.template.json").read_text(encoding="utf-8"))
    (repository,) = (r for r in template["Resources"].values() if r["Type"] == "AWS::ECR::Repository")
    assert repository["DeletionPolicy"] == "Retain"
    assert repository["Properties"]["RepositoryName"] == "shop/web"


def _locked() -> list[str]:
    lines = (PROJECT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if "==" in line and not line.startswith(" ")]
