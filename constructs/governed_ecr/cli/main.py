"""``governed-ecr COMMAND``."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Final

from ..model.errors import GovernedEcrError, Problem

COMMANDS: Final = ("check", "access")
"""Each is a module here with a function ``command``. Only the one that is called gets imported."""


def main() -> None:
    """The program."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command and return its exit code. Whatever the input, no exception and no traceback comes out."""
    from .exits import FAULT, INTERRUPTED, UNUSABLE, complain

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # whatever a terminal's encoding lacks is escaped
            stream.reconfigure(errors="backslashreplace")
    try:
        return _run(arguments)
    except GovernedEcrError as error:
        complain(error.problems)
        return UNUSABLE
    except RecursionError:
        complain([Problem("", "The input is nested too deeply.", "Flatten it.")])
        return UNUSABLE
    except MemoryError:
        complain([Problem("", "The input is too large for this machine's memory.", "Split it.")])
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("GOVERNED_ECR_TRACEBACK"):
            raise
        what = f"This is a fault of governed-ecr, not of your input: {type(error).__name__}: {error}."
        complain([Problem("", what, "Please report it with the output under GOVERNED_ECR_TRACEBACK=1.")])
        return FAULT


def _run(arguments: list[str]) -> int:
    if arguments == ["--version"]:  # before anything slow is imported
        from .output import write
        from .version import version

        write(f"governed-ecr {version()}\n")
        return 0
    from .app import app

    named = next((word for word in arguments if not word.startswith("-")), "")
    modules = {name: import_module(f".{name}", __package__) for name in ([named] if named in COMMANDS else COMMANDS)}
    try:
        app({name: module.command for name, module in modules.items()})(arguments, prog_name="governed-ecr")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0


if __name__ == "__main__":
    main()
