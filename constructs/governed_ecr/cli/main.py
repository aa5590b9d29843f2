"""``governed-ecr COMMAND``: finds the command, and ends as its outcome says.

The parser is argparse: typer and click would take longer to start than a check of hundreds of repositories takes.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from importlib import import_module
from typing import Final

from ..model.errors import GovernedEcrError, Problem
from . import exits

COMMANDS: Final = {
    "check": "put the rules to templates, cloud assemblies and folders of these",
    "access": "prove who can pull from, push to and administer what a policy is for",
    "review": "say what a change does to images, access, protections and flows",
    "lifecycle simulate": "say which images a lifecycle policy expires, archives and keeps, and why",
    "lifecycle validate": "find everything that ECR would refuse in a lifecycle policy",
    "lifecycle explain": "say in plain sentences what a lifecycle policy does, and where it may surprise",
    "comment": "put a review where the change is discussed, in one comment that is kept current",
}
"""Each is a module here (``lifecycle_simulate``), imported only when it is called. It has ``EPILOG`` (examples, exit
codes), ``add_arguments(parser)``, and ``run(options)``, which returns the exit code and raises GovernedEcrError."""

_CLOSE: Final = 0.8
"""A command is meant where so much of what was typed is like it: more than the first word of two."""


def main() -> None:
    """The program."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command and return its exit code. Whatever the input, no exception and no traceback comes out."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # whatever a terminal's encoding lacks is escaped
    try:
        return _run(arguments)
    except SystemExit as ended:  # of argparse
        return ended.code if isinstance(ended.code, int) else exits.CLEAN
    except GovernedEcrError as error:
        exits.complain(error.problems)
        return exits.UNUSABLE
    except RecursionError:
        exits.complain([Problem("", "The input is nested too deeply.", "Flatten it.")])
        return exits.UNUSABLE
    except MemoryError:
        exits.complain([Problem("", "The input is too large for this machine's memory.", "Split it.")])
        return exits.UNUSABLE
    except KeyboardInterrupt:
        return exits.INTERRUPTED
    except Exception as error:
        if os.environ.get("GOVERNED_ECR_TRACEBACK"):
            raise
        what = f"This is a fault of governed-ecr, not of your input: {type(error).__name__}: {error}."
        exits.complain([Problem("", what, "Please report it with the output under GOVERNED_ECR_TRACEBACK=1.")])
        return exits.FAULT


def _run(arguments: list[str]) -> int:
    words = 2 if " ".join(arguments[:2]) in COMMANDS else 1
    name, rest = " ".join(arguments[:words]), arguments[words:]
    if name not in COMMANDS:
        return _without_command(arguments)
    command = import_module(f".{name.replace(' ', '_')}", __package__)
    parser = _parser(f"governed-ecr {name}", f"{COMMANDS[name][0].upper()}{COMMANDS[name][1:]}.", command.EPILOG)
    command.add_arguments(parser)
    code: int = command.run(parser.parse_intermixed_args(rest))
    return code


def _without_command(arguments: list[str]) -> int:
    """Help, the version, or what is wrong."""
    listed = "\n".join(f"  {name:<20}{summary}" for name, summary in COMMANDS.items())
    about = "Policy as code for Amazon ECR: rules, and proofs of access, on what CloudFormation will deploy."
    epilog = f"commands:\n{listed}\n\n'governed-ecr COMMAND --help' says more about each."
    parser = _parser("governed-ecr", about, epilog)
    parser.add_argument("command", nargs="?", metavar="COMMAND", help="one of those below")
    parser.add_argument("--version", action="store_true", help="show the version and exit")
    if arguments and not arguments[0].startswith("-") and not {"-h", "--help"} & set(arguments):
        parser.error(_unknown(arguments))
    options = parser.parse_args(arguments)
    if options.version:
        from ..version import VERSION
        from .output import write

        write(f"governed-ecr {VERSION}\n")
        return exits.CLEAN
    parser.print_help(sys.stderr)
    return exits.UNUSABLE


def _unknown(arguments: list[str]) -> str:
    """That there is no such command, and which one may be meant."""
    from difflib import get_close_matches

    first, both = arguments[0], " ".join(arguments[:2])
    of_group = [name for name in COMMANDS if name.startswith(f"{first} ")]
    close = get_close_matches(both, [name for name in COMMANDS if " " in name], n=1, cutoff=_CLOSE)
    name = both if of_group or close else first
    close = close or get_close_matches(name, COMMANDS, n=1, cutoff=_CLOSE)
    mend = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(of_group or COMMANDS)}"
    return f"no command {name!r} ({mend})"


def _parser(name: str, about: str, epilog: str) -> ArgumentParser:
    return ArgumentParser(
        prog=name, description=about, epilog=epilog, allow_abbrev=False, formatter_class=RawDescriptionHelpFormatter
    )


if __name__ == "__main__":
    main()
