"""What a registry holds, read back through the AWS API and shown as tables.

Lifecycle policies are many rules and few policies: the tables name them by letters, and a list says what each does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from string import ascii_uppercase
from typing import Any

from rich.console import Console
from rich.table import Table

from local.emulator import Emulator


def show(console: Console, aws: Emulator, account: str, region: str) -> None:
    """Print what exists in one account and Region."""
    ecr = aws.client("ecr", account, region)
    lifecycles = _Lifecycles()
    console.rule(f"[bold]registry of account {account} in {region}", align="left")
    tables = (_repositories(ecr, lifecycles), _caches(ecr), _templates(ecr, lifecycles), _replication(ecr))
    for table in (*tables, lifecycles.table()):
        if table.row_count:
            console.print(table, "")
    for line in (*_policy(ecr), *_scanning(ecr), *_settings(ecr)):
        console.print(line, highlight=False)
    console.print()


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


class _Lifecycles:
    """Letters for lifecycle policies, in the order in which they are met."""

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}

    def letter(self, text: str | None) -> str:
        return self._letters.setdefault(text, ascii_uppercase[len(self._letters)]) if text else "-"

    def table(self) -> Table:
        table = _table("Lifecycle policies", "", "rules, in their order")
        for text, letter in self._letters.items():
            rules = sorted(json.loads(text)["rules"], key=lambda rule: rule["rulePriority"])
            says = [rule.get("description", rule["selection"]["countType"]) for rule in rules]
            table.add_row(letter, " · ".join(says))
        return table


def _repositories(ecr: Any, lifecycles: _Lifecycles) -> Table:
    table = _table("Repositories", "name", "tags", "encryption", "lifecycle", "shared with")
    pages = ecr.get_paginator("describe_repositories").paginate()
    for repository in sorted((r for page in pages for r in page["repositories"]), key=lambda r: r["repositoryName"]):
        name = repository["repositoryName"]
        if name.startswith("cdk-"):  # cdk bootstrap's own, for container assets
            continue
        filters = [entry["filter"] for entry in repository.get("imageTagMutabilityExclusionFilters", [])]
        table.add_row(
            name,
            repository["imageTagMutability"].replace("_WITH_EXCLUSION", "").lower()
            + (f" but {', '.join(filters)}" if filters else ""),
            _encryption(repository["encryptionConfiguration"]),
            lifecycles.letter(_or_none(ecr, "get_lifecycle_policy", "lifecyclePolicyText", repositoryName=name)),
            "\n".join(_grants(_or_none(ecr, "get_repository_policy", "policyText", repositoryName=name))) or "-",
        )
    return table


def _caches(ecr: Any) -> Table:
    table = _table("Pull-through caches", "prefix", "upstream", "credential")
    for rule in ecr.describe_pull_through_cache_rules()["pullThroughCacheRules"]:
        secret = rule.get("credentialArn", "-").partition(":secret:")[2] or "-"
        table.add_row(rule["ecrRepositoryPrefix"], rule["upstreamRegistryUrl"], secret)
    return table


def _templates(ecr: Any, lifecycles: _Lifecycles) -> Table:
    table = _table("Repository creation templates", "prefix", "for", "tags", "encryption", "lifecycle")
    for template in ecr.describe_repository_creation_templates()["repositoryCreationTemplates"]:
        table.add_row(
            template["prefix"],
            ", ".join(template["appliedFor"]).lower().replace("_", " "),
            template["imageTagMutability"].lower(),
            _encryption(template["encryptionConfiguration"]),
            lifecycles.letter(template.get("lifecyclePolicy")),
        )
    return table


def _replication(ecr: Any) -> Table:
    table = _table("Replication", "repositories", "to")
    for rule in ecr.describe_registry()["replicationConfiguration"]["rules"]:
        prefixes = [f"{entry['filter']}*" for entry in rule.get("repositoryFilters", [])]
        destinations = [f"{there['region']} of {there['registryId']}" for there in rule["destinations"]]
        table.add_row(", ".join(prefixes) or "all", ", ".join(destinations))
    return table


def _policy(ecr: Any) -> Iterator[str]:
    policy = _or_none(ecr, "get_registry_policy", "policyText")
    for grant in _grants(policy):
        yield f"[bold]Registry policy[/]  {grant}"


def _scanning(ecr: Any) -> Iterator[str]:
    scanning = ecr.get_registry_scanning_configuration()["scanningConfiguration"]
    for rule in scanning["rules"]:
        filters = ", ".join(entry["filter"] for entry in rule["repositoryFilters"])
        yield f"[bold]Scanning[/]  {scanning['scanType'].lower()}, {rule['scanFrequency'].lower()}: {filters}"


def _settings(ecr: Any) -> Iterator[str]:
    for name in ("REGISTRY_POLICY_SCOPE", "BASIC_SCAN_TYPE_VERSION"):
        value = _or_none(ecr, "get_account_setting", "value", name=name)
        if value:
            yield f"[bold]Account setting[/]  {name} = {value}"


def _or_none(ecr: Any, operation: str, member: str, **parameters: str) -> str | None:
    try:
        return str(getattr(ecr, operation)(**parameters)[member])
    except ecr.exceptions.ClientError as error:
        if error.response["Error"]["Code"].endswith("NotFoundException"):
            return None
        raise


def _encryption(configuration: dict[str, str]) -> str:
    key = configuration.get("kmsKey", "").rpartition("/")[2]
    return f"{configuration['encryptionType']} {key[:8]}..." if key else configuration["encryptionType"]


def _grants(text: str | None) -> Iterator[str]:
    for statement in json.loads(text)["Statement"] if text else ():
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        writes = {"ecr:PutImage": "push", "ecr:ReplicateImage": "replicate"}
        does = next((word for action, word in writes.items() if action in actions), "pull")
        names = ", ".join(arn.partition(":repository/")[2] for arn in statement.get("Resource", []))
        yield f"{does}: {_principal(statement)}{f' on {names}' if names else ''}"


def _principal(statement: dict[str, Any]) -> str:
    principal = statement["Principal"]
    named = {
        key.lower(): [value] if isinstance(value, str) else value
        for keys in statement.get("Condition", {}).values()
        for key, value in keys.items()
    }
    if "Service" in principal:
        accounts = (arn.split(":")[4] for arn in named["aws:sourcearn"])
        return f"{principal['Service']} for {', '.join(accounts)}"
    if "aws:principalorgid" in named:
        return f"organization {', '.join(named['aws:principalorgid'])}"
    if "aws:principalorgpaths" in named:
        return f"unit {', '.join(path.split('/', 2)[2] for path in named['aws:principalorgpaths'])}"
    arns = principal["AWS"]
    return "account " + ", ".join(arn.split(":")[4] for arn in ([arns] if isinstance(arns, str) else arns))
