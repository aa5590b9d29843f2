"""The CDK app: registry.yaml (or ``-c registry=FILE``) becomes stacks."""

import sys

import aws_cdk as cdk
from cdk_nag import AwsSolutionsChecks

from governed_ecr import GovernedEcrChecks, GovernedEcrError
from governed_ecr.config import load_registry
from governed_ecr.config.facts import facts_of
from stacks.registry_app import add_stacks

app = cdk.App()
try:
    registry = load_registry(app.node.try_get_context("registry") or "registry.yaml")
    add_stacks(app, registry)
    cdk.Validations.of(app).add_plugins(
        AwsSolutionsChecks(app),
        GovernedEcrChecks(app, context=facts_of(registry)),
    )
except GovernedEcrError as error:
    sys.exit(str(error))
app.synth()
