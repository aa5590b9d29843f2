"""GovernedEcrChecks: the rules at ``cdk synth``, as a pack of cdk-nag 3. The only module that knows cdk-nag.

The pack reads the synthesized templates, once and all together: a rule that asks a construct would cross the border to
jsii's process for every property, and a rule about filters or prefixes has to see the whole registry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import aws_cdk as cdk
from cdk_nag import NagPack
from constructs import IConstruct

from .model.errors import GovernedEcrError, Problem
from .report.report import said
from .rules import ALL_RULES
from .rules.check import check
from .rules.rule import Finding, Rule, Severity
from .state.context import Context
from .state.read import read_registries
from .version import VERSION

PACK: Final = "GovernedEcr"
_SEVERITIES: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "info"}
"""The CDK's names; only errors fail the synthesis."""


class GovernedEcrChecks(NagPack):
    """Fails the synthesis of an app whose templates break a rule of severity error, and reports the others.

    ``cdk.Validations.of(app).add_plugins(GovernedEcrChecks(app))``. A finding is acknowledged, at its construct or at
    anything around it, by ``cdk.Validations.of(construct).acknowledge(cdk.Acknowledgment(id="GovernedEcr::RULE",
    reason="..."))``; it stays in validation-report.json, with its reason. docs/rules.md lists the rules.
    """

    def __init__(
        self, scope: IConstruct | None = None, *, context: Context | None = None, rules: Sequence[Rule] = ALL_RULES
    ) -> None:
        """context: what no template states, such as the organization and the accounts that it trusts.

        rules: what to check; ``(*ALL_RULES, ...)`` adds rules of one's own.
        """
        super().__init__(scope)
        self._pack_name = PACK
        self._context = context or Context()
        self._rules = tuple(rules)

    @property
    def name(self) -> str:
        return PACK

    @property
    def version(self) -> str:
        return VERSION

    @property
    def rule_ids(self) -> list[str]:
        return [rule.id for rule in self._rules]

    def _check_resource(self, node: cdk.CfnResource) -> None:
        """Nothing: the rules read templates, not constructs."""

    def validate(self, context: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
        """What the CDK calls after synthesis, with the templates of the app, or of the stage that has the pack."""
        folders = {Path(path).parent for path in context.template_paths}
        return _report(
            (
                finding,
                cdk.PolicyViolatingResource(
                    resource_logical_id=finding.resource.logical_id,
                    template_path=finding.resource.template,
                    locations=_locations(finding),
                ),
            )
            for finding in self._findings(_assembly(folders))
            if Path(finding.resource.template).parent in folders
        )

    def validate_scope(self, scope: IConstruct) -> cdk.PolicyValidationPluginReport:
        """What the rules find in ``scope``, for unit tests; what is acknowledged there or around it is left out.

        Synthesizes the scope's app (or stage), so nothing can be added to it afterwards.
        Raises GovernedEcrError for a scope that is in no app.
        """
        stage = scope if isinstance(scope, cdk.Stage) else cdk.Stage.of(scope)
        if stage is None:
            what = f"{scope.node.path!r} is in no app."
            raise GovernedEcrError([Problem("scope", what, "Put it into a stack of a cdk.App().")])
        found = self._findings(Path(stage.synth().directory))
        paths = _paths(scope)
        acknowledged = _acknowledged(scope)
        inside = (
            (finding, path)
            for finding in found
            if (path := paths.get((Path(finding.resource.template).name, finding.resource.logical_id)))
            and not any((around, finding.rule.id) in acknowledged for around in _around(path))
        )
        return _report(
            (
                finding,
                cdk.PolicyViolatingResource(
                    construct_path=path, template_path=finding.resource.template, locations=_locations(finding)
                ),
            )
            for finding, path in inside
        )

    def _findings(self, assembly: Path) -> list[Finding]:
        return check(read_registries([assembly], self._context), self._rules)


def _assembly(folders: set[Path]) -> Path:
    """The app's cloud assembly, which those of its stages lie in: the rules see all of a registry."""
    folder = min(folders)
    while (folder.parent / "manifest.json").is_file():
        folder = folder.parent
    return folder


def _report(found: Iterable[tuple[Finding, cdk.PolicyViolatingResource]]) -> cdk.PolicyValidationPluginReport:
    """One violation for each rule and message, whatever number of resources it is about."""
    violations: dict[tuple[str, str], tuple[Finding, list[cdk.PolicyViolatingResource]]] = {}
    for finding, resource in found:
        violations.setdefault((finding.rule.id, said(finding)), (finding, []))[1].append(resource)
    return cdk.PolicyValidationPluginReport(
        success=all(finding.severity is not Severity.ERROR for finding, _ in violations.values()),
        violations=[
            cdk.PolicyViolation(
                rule_name=rule_id,
                description=message,
                severity=_SEVERITIES[finding.severity],
                fix=f"{finding.mend}\nWhy: {finding.rule.why} https://{finding.rule.source}",
                rule_metadata=_metadata(finding),
                violating_resources=resources,
            )
            for (rule_id, message), (finding, resources) in violations.items()
        ],
    )


def _metadata(finding: Finding) -> dict[str, str]:
    rule = finding.rule
    known = {"summary": rule.summary, "why": rule.why, "source": f"https://{rule.source}"}
    return known | ({"witness": str(finding.found.witness)} if finding.found.witness else {})


def _locations(finding: Finding) -> list[str]:
    """The place in the resource, as the CDK writes it: ``Properties.ImageTagMutability``."""
    place = finding.place.removeprefix(f"Resources.{finding.resource.logical_id}").removeprefix(".")
    return [place] if place else []


def _paths(scope: IConstruct) -> dict[tuple[str, str], str]:
    """The construct path of each resource in ``scope``, by its template's file name and its logical id."""
    paths = {}
    for construct in scope.node.find_all():
        if isinstance(construct, cdk.CfnResource):
            stack = construct.stack
            paths[stack.template_file, stack.resolve(construct.logical_id)] = construct.node.path
    return paths


def _acknowledged(scope: IConstruct) -> set[tuple[str, str]]:
    """The rules of this pack that are acknowledged in or around ``scope``, each with the path of where."""
    return {
        (construct.node.path, acknowledged.removeprefix(f"{PACK}::"))
        for construct in (*scope.node.scopes, *scope.node.find_all())
        for entry in construct.node.metadata
        if entry.type == cdk.Validations.ACKNOWLEDGED_RULES_METADATA_KEY
        for acknowledged in entry.data
        if acknowledged.startswith(f"{PACK}::")
    }


def _around(path: str) -> Iterator[str]:
    """The construct itself, all that contain it, and the app, whose path is empty."""
    parts = path.split("/")
    yield from ("/".join(parts[:count]) for count in range(len(parts), -1, -1))
