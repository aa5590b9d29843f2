"""app.py with the pack of rules or without: ``python benchmarks/nag_app.py with|without REGISTRY OUTDIR``."""

from __future__ import annotations

import sys

import aws_cdk as cdk
from templates import context

from governed_ecr.config import load_registry
from stacks.registry_app import add_stacks


def main(variant: str, file: str, outdir: str) -> None:
    app = cdk.App(outdir=outdir, context=context())
    registry = load_registry(file)
    add_stacks(app, registry)
    if variant == "with":
        from governed_ecr import GovernedEcrChecks
        from governed_ecr.config.facts import facts_of

        cdk.Validations.of(app).add_plugins(GovernedEcrChecks(app, context=facts_of(registry)))
    app.synth()


if __name__ == "__main__":
    main(*sys.argv[1:])
