"""A review as one page that needs nothing else: what changes, a map of the registry, and what will expire when."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..lifecycle.simulation import Simulation
from ..lifecycle.table import size
from ..report.printable import printable
from ..report.report import said
from ..rules.rule import Finding, Rule, Severity
from ..state.registry import RegistryState
from .change import Change, Group
from .chart import chart
from .graph import Graph, graph
from .graph_words import sentences
from .map import layout
from .review import Review
from .text import remainder, summary

CHANGES: Final = 150
"""Of one group that the page shows; the rest is counted, as is the rest of the following."""
ACCEPTED: Final = 100
PLACES: Final = 20
"""Of one rule."""
CONNECTIONS: Final = 300
"""Sentences about the map."""
MEMBERS: Final = 60
"""Names of what is one node of the map."""
OPEN: Final = 6
"""Changes of a group, and places of a rule, that are not folded."""


def html(
    review: Review,
    base: Iterable[RegistryState],
    head: Iterable[RegistryState],
    *,
    forecast: Sequence[Simulation] | None = None,
    title: str = "Review of a registry",
) -> str:
    """The page. It loads nothing, and its own script and style are all that it lets run.

    forecast: what the policies of the head do to the images that there are, by repository, each with ``until``.
    """
    whole = graph(base, head)
    style, script = (_file(name) for name in ("page.css", "page.js"))
    verdict, _, counts = summary(review).rstrip(".").partition(": ")
    return (
        _environment()
        .get_template("page.html")
        .render(
            title=title,
            verdict=verdict,
            counts=counts,
            worst=review.worst_item,
            severity=review.verdict,
            tally={severity.value: sum(item.severity is severity for item in review.items) for severity in Severity},
            groups=[shown for group in Group if (shown := _group(group, review.changes)).total],
            findings=_by_rule(review.findings),
            finding_count=len(review.findings),
            remainder=remainder(review),
            accepted=review.accepted[:ACCEPTED],
            more_accepted=max(len(review.accepted) - ACCEPTED, 0),
            map=layout(whole) if whole.nodes else None,
            connections=list(sentences(whole))[:CONNECTIONS],
            more_connections=max(len(whole.edges) - CONNECTIONS, 0),
            changed=whole.changed,
            chart=chart(forecast) if forecast else None,
            style=Markup(style),  # noqa: S704 - files of this package
            script=Markup(script),  # noqa: S704
            policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
            "base-uri 'none'; form-action 'none'",
            data=_data(whole),
            OPEN=OPEN,
        )
    )


@dataclass(frozen=True, slots=True)
class _Group:
    id: str
    title: str
    total: int
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True)
class _Broken:
    """A rule and where it is newly broken."""

    rule: Rule
    total: int
    findings: Sequence[Finding]


def _group(group: Group, changes: Sequence[Change]) -> _Group:
    found = sorted((one for one in changes if one.group is group), key=lambda one: one.severity.rank)
    return _Group(group.name.lower(), group.value, len(found), found[:CHANGES])


def _by_rule(findings: Iterable[Finding]) -> list[_Broken]:
    by_rule: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda one: one.severity.rank):
        by_rule.setdefault(finding.rule.id, []).append(finding)
    return [_Broken(of[0].rule, len(of), of[:PLACES]) for of in by_rule.values()]


def _data(whole: Graph) -> Markup:
    """What the script shows of each node of the map, as JSON that no HTML parser reads anything in."""
    nodes: dict[str, dict[str, Any]] = {
        node.id: {
            "title": printable(node.label),
            "kind": node.kind.value,
            "members": [printable(member) for member in node.members[:MEMBERS]] if len(node.members) > 1 else [],
            "more": max(len(node.members) - MEMBERS, 0),
            "registry": node.registry,
            "lines": [],
        }
        for node in whole.nodes
    }
    for edge, words in list(sentences(whole))[:CONNECTIONS]:
        for end in {edge.source, edge.target}:
            nodes[end]["lines"].append([edge.mark.value, printable(words)])
    text = json.dumps(nodes)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - in it is no character that means anything in HTML


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("governed_ecr.review", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters |= {"size": size, "said": said, "number": _number, "capital": _capital}
    environment.tests["finding"] = lambda item: isinstance(item, Finding)
    return environment


def _shown(value: Any) -> Any:
    """Every text of others on the page: nothing in it may hide, or turn the reading direction."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _number(number: int, noun: str = "", many: str = "") -> str:
    return f"{number:,} {noun if number == 1 else many or noun + 's'}" if noun else f"{number:,}"


def _file(name: str) -> str:
    return (files(__package__) / "page" / name).read_text("utf-8")


def _hash(text: str) -> str:
    """docs: w3.org/TR/CSP3/#grammardef-hash-source"""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
