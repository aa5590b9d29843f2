"""How the program starts and ends, whatever happens in between."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from governed_ecr.cli import check, main
from governed_ecr.model.errors import GovernedEcrError, Problem

PROGRAM = [sys.executable, "-m", "governed_ecr.cli.main"]
CLEAN = '{"Resources": {}}'


@pytest.fixture
def template(tmp_path: Path) -> str:
    path = tmp_path / "template.json"
    path.write_text(CLEAN)
    return str(path)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Lets reading templates fail with an error."""

    def fail(error: BaseException) -> None:
        def read(*_: object) -> None:
            raise error

        monkeypatch.setattr(check, "read_sources", read)

    return fail


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["--version"]) == 0
    assert capsys.readouterr().out == f"governed-ecr {version('governed-ecr')}\n"


def test_the_version_starts_nothing_slow() -> None:
    slow = ("rich", "pydantic", "yaml", "z3", "aws_cdk", "jsii", "governed_ecr.rules", "governed_ecr.state")
    code = f"""
import sys
from governed_ecr.cli.main import run
run(["--version"])
print([name for name in {slow!r} if name in sys.modules])
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.endswith("[]\n")


def test_a_check_without_policies_imports_neither_rich_nor_pydantic_nor_a_prover(template: str) -> None:
    slow = ("rich", "pydantic", "yaml", "z3", "aws_cdk", "jsii", "boto3", "jinja2")
    code = f"""
import sys
from governed_ecr.cli.main import run
assert run(["check", {template!r}]) == 0
print([name for name in {slow!r} if name in sys.modules])
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.endswith("[]\n")


@pytest.mark.parametrize("command", main.COMMANDS)
def test_every_command_has_help_with_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run([command, "--help"]) == 0

    shown = capsys.readouterr().out
    assert f"\n  governed-ecr {command} " in shown
    assert "exit codes:" in shown


def test_the_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["--help"]) == 0

    shown = capsys.readouterr().out
    assert all(f"\n  {command} " in shown for command in main.COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [[], ["nothing"], ["check"], ["check", "a", "--nothing"], ["check", "a", "--format", "pdf"], ["--nothing"]],
)
def test_wrong_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(arguments) == 2
    assert "usage: governed-ecr" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek", "x"], "no command 'chek' (did you mean 'check'?)"),
        (["lifecycle", "foo"], "no command 'lifecycle foo' (there are lifecycle simulate, lifecycle validate, "),
        (["lifecycle"], "no command 'lifecycle' (there are lifecycle simulate, "),
        (["lifecycle", "explan", "p.json"], "no command 'lifecycle explan' (did you mean 'lifecycle explain'?)"),
        (["lifecyle", "validate", "p.json"], "no command 'lifecyle validate' (did you mean 'lifecycle validate'?)"),
        (["frobnicate", "--all"], "no command 'frobnicate' (there are check, access, review, "),
    ],
)
def test_a_mistyped_command_is_named(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(arguments) == 2
    assert f"error: {said}" in capsys.readouterr().err


def test_what_a_command_does_begins_with_a_capital_and_keeps_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["lifecycle", "validate", "--help"]) == 0
    assert "Find everything that ECR would refuse" in capsys.readouterr().out


def test_every_problem_is_a_line(
    template: str, failing: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    failing(GovernedEcrError([Problem("a.json", "No JSON.", "Mend it."), Problem("b\x1b[2J", "Bad\nline.", "Mend.")]))

    assert main.run(["check", template]) == 2
    assert (
        capsys.readouterr().err
        == "governed-ecr: a.json: No JSON. Mend it.\ngoverned-ecr: b\\x1b[2J: Bad\\nline. Mend.\n"
    )


def test_very_many_problems_are_cut(
    template: str, failing: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    failing(GovernedEcrError(Problem(str(number), "Bad.", "Mend.") for number in range(5_000)))

    assert main.run(["check", template]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 101
    assert lines[-1] == "governed-ecr: and 4,900 more problems."


def test_a_single_problem_more_is_told_rather_than_counted(
    template: str, failing: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    failing(GovernedEcrError(Problem(str(number), "Bad.", "Mend.") for number in range(101)))

    assert main.run(["check", template]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "governed-ecr: 100: Bad. Mend."


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (RecursionError(), 2, "governed-ecr: The input is nested too deeply. Flatten it.\n"),
        (MemoryError(), 2, "governed-ecr: The input is too large for this machine's memory. Split it.\n"),
        (KeyboardInterrupt(), 130, ""),
        (
            KeyError("x"),
            70,
            "governed-ecr: This is a fault of governed-ecr, not of your input: KeyError: 'x'. "
            "Please report it with the output under GOVERNED_ECR_TRACEBACK=1.\n",
        ),
    ],
)
def test_no_traceback_ever(
    error: BaseException,
    code: int,
    said: str,
    template: str,
    failing: Callable[[BaseException], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    failing(error)

    assert main.run(["check", template]) == code
    assert capsys.readouterr().err == said


def test_a_traceback_of_a_fault_on_demand(
    template: str, failing: Callable[[BaseException], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(KeyError("x"))
    monkeypatch.setenv("GOVERNED_ECR_TRACEBACK", "1")

    with pytest.raises(KeyError):
        main.run(["check", template])


def test_a_reader_who_has_seen_enough_is_no_error(template: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    ended = subprocess.run([*PROGRAM, "check", template], stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)

    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("closed", [True, False])
def test_nobody_to_complain_to(closed: bool, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    shell = 'exec "$@" 2>&-' if closed else 'exec "$@"'

    command = ["sh", "-c", shell, "sh", *PROGRAM, "check", str(tmp_path / "missing.json")]
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=writing, text=True)
    os.close(writing)

    assert (ended.returncode, ended.stdout) == (2, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_said(template: str) -> None:
    with open("/dev/full", "w") as full:
        ended = subprocess.run([*PROGRAM, "check", template], stdout=full, stderr=subprocess.PIPE, text=True)

    assert ended.returncode == 2
    assert ended.stderr == "governed-ecr: stdout: No space left on device. Nothing could be written to it.\n"


def test_a_terminal_without_unicode_gets_escapes(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    missing = str(tmp_path / "größe.json")

    ended = subprocess.run([*PROGRAM, "check", missing], capture_output=True, text=True, env=environment)

    assert ended.returncode == 2
    assert "gr\\xf6\\xdfe.json" in ended.stderr
    assert "Traceback" not in ended.stderr
