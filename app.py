"""The CDK app: registry.yaml (or ``-c registry=FILE``) becomes stacks."""

import sys

import aws_cdk as cdk

from governed_ecr import GovernedEcrError
from governed_ecr.config import load_registry
from stacks.registry_app import add_stacks

app = cdk.App()
try:
    add_stacks(app, load_registry(app.node.try_get_context("registry") or "registry.yaml"))
except GovernedEcrError as error:
    sys.exit(str(error))
app.synth()
