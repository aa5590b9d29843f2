"""The typer application around the commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer

from .version import version


def app(commands: Mapping[str, Callable[..., Any]]) -> typer.Typer:
    """The application with these commands by name."""
    made = typer.Typer(
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # plain help: importing rich would take longer than most checks
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback()(_governed_ecr)
    for name, command in commands.items():
        made.command(name)(command)
    return made


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"governed-ecr {version()}")
        raise typer.Exit


def _governed_ecr(
    _: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Policy as code for Amazon ECR: rules and access proofs on what CloudFormation will deploy."""
