"""The rules of an AWS::ECR::ReplicationConfiguration, as far as they are known.

docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-replicationconfiguration.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from .registry import Environment, Resource
from .unknown import Unknown, Value

Path: TypeAlias = tuple[str | int, ...]

RULES: Final[Path] = ("ReplicationConfiguration", "Rules")


@dataclass(frozen=True, slots=True)
class DestinationAt:
    """A destination, with the account's and the Region's code as the registry's environment lets them be known.

    rule, index: its place. A value stays None where the template leaves it out, and Unknown where it is not known.
    """

    rule: int
    index: int
    account: Value
    region: Value

    @property
    def path(self) -> Path:
        return ("Properties", *RULES, self.rule, "Destinations", self.index)

    def is_at(self, environment: Environment) -> bool:
        """Whether it is certain to be in this account and Region."""
        return _is(self.account, environment.account, "AWS::AccountId") and _is(
            self.region, environment.region, "AWS::Region"
        )

    def in_own_account(self, environment: Environment) -> bool:
        """Whether it is certain to be in the registry's own account."""
        return self.account is None or _is(self.account, environment.account, "AWS::AccountId")

    @property
    def key(self) -> tuple[str, str]:
        """Equal for destinations that are certain to be the same."""
        return str(self.account), str(self.region)


def rule_count(resource: Resource) -> int:
    """The number of rules that are known of."""
    rules = resource.get(*RULES)
    return len(rules) if isinstance(rules, list) else 0


def destinations(resource: Resource) -> Iterator[DestinationAt]:
    """The destinations of all rules, in order."""
    for rule in range(rule_count(resource)):
        found = resource.get(*RULES, rule, "Destinations")
        for index, destination in enumerate(found if isinstance(found, list) else ()):
            if isinstance(destination, dict):
                account, region = _text(destination.get("RegistryId")), destination.get("Region")
                yield DestinationAt(rule, index, account, region)


def has_more(resource: Resource) -> bool:
    """Whether there may be destinations that are not known of."""
    rules = resource.get(*RULES)
    if not isinstance(rules, list):
        return rules is not None
    listed = [rule.get("Destinations") if isinstance(rule, dict) else rule for rule in rules]
    return not all(isinstance(each, list) and all(isinstance(one, dict) for one in each) for each in listed)


def prefixes(resource: Resource, rule: int) -> list[Value] | None:
    """What the names of a rule's repositories begin with: [] for all repositories, None where that is not known."""
    filters = resource.get(*RULES, rule, "RepositoryFilters")
    if filters is None:
        return []
    if not isinstance(filters, list) or not all(isinstance(each, dict) for each in filters):
        return None
    return [each.get("Filter") for each in filters]


def follows_deletions(resource: Resource, rule: int) -> bool | None:
    """Whether a rule's destinations lose what the source deletes; None where that is not known."""
    value = resource.get(*RULES, rule, "DeleteReplication", "Enabled")
    return None if isinstance(value, Unknown) else value in (True, "true")


def _is(value: Value, known: str | None, pseudo_parameter: str) -> bool:
    if isinstance(value, Unknown):
        return value.reference is not None and value.reference.expression == pseudo_parameter
    return known is not None and value == known


def _text(value: Value) -> Value:
    """YAML reads an account id without quotes as a number."""
    return f"{value:012d}" if isinstance(value, int) and not isinstance(value, bool) else value
