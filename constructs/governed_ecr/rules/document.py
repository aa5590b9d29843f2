"""docs/rules.md, written from the rules' own words: ``python -m governed_ecr.rules.document > docs/rules.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from itertools import groupby
from typing import Final

from . import ALL_RULES
from .rule import Rule

_HEAD: Final = """\
# Rules

Written by `python -m governed_ecr.rules.document` from the rules themselves; do not edit.

An **error** exposes images, loses them, or makes a deployment fail or do something else than it says; a **warning**
is a risk or a missing protection; a **note** is worth a look. Ids are stable: acknowledge a finding by its rule's id.
A rule that needs a fact which no template states (the account, the organization, which tags are releases) says nothing
until the context names it.
"""


def document(rules: Sequence[Rule] = ALL_RULES) -> str:
    """The page: a table of all rules by group, then each rule with why it is one and how to mend what it finds."""
    groups = [(group, list(members)) for group, members in groupby(rules, _group)]
    parts = [_HEAD]
    for group, members in groups:
        parts.append(f"\n## {_title(group)}\n\n{_about(group)}\n\n{_table(members)}")
    for _, members in groups:
        parts += [_section(rule) for rule in members]
    return "".join(parts)


def _group(rule: Rule) -> str:
    """The folder that a rule is in."""
    return rule.check.__module__.rsplit(".", 2)[-2]


def _title(group: str) -> str:
    return group.replace("_", " ").capitalize()


def _about(group: str) -> str:
    return (import_module(f".{group}", __package__).__doc__ or "").strip()


def _table(rules: Iterable[Rule]) -> str:
    rows = [f"| [{rule.id}](#{rule.id.lower()}) | {rule.severity} | {_cell(rule.summary)} |\n" for rule in rules]
    return "".join(["| Rule | Severity | What it finds |\n", "|---|---|---|\n", *rows])


def _section(rule: Rule) -> str:
    types = ", ".join(f"`{kind}`" for kind in rule.applies_to)
    return (
        f"\n### {rule.id}\n\n{_text(rule.summary)}\n\n"
        f"- Severity: {rule.severity}\n- Looks at: {types}\n- Why: {_text(rule.why)}\n- Mend: {_text(rule.mend)}\n"
        f"- Source: <https://{rule.source}>\n"
    )


def _text(words: str) -> str:
    """As Markdown shows it: a star or an angle bracket is meant as one."""
    return "".join(f"\\{letter}" if letter in "*_<>[]`\\" else letter for letter in words)


def _cell(words: str) -> str:
    return _text(words).replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(document())
