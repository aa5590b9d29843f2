"""A lifecycle policy in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import limits
from ..model.lifecycle import LifecyclePolicy
from ..model.lifecycle_rule import CountType, LifecycleRule, StorageClass
from . import words
from .witnesses import deciding, in_order, overlap


def explain(policy: LifecyclePolicy) -> tuple[str, ...]:
    """One sentence for each rule, in the order in which they decide, and one for what none of them selects."""
    sentences = []
    for storage_class in StorageClass:
        rules = in_order(policy.rules, storage_class)
        sentences += [_sentence(rule, rules[:place]) for place, rule in enumerate(rules)]
        if storage_class is StorageClass.STANDARD or rules:
            sentences += _rest(rules, storage_class)
    return tuple(sentences)


def keeps_all(rule: LifecycleRule) -> bool:
    """Whether the rule can only shield: it counts further than a repository holds."""
    return rule.count_type is CountType.IMAGE_COUNT_MORE_THAN and rule.count_number >= limits.IMAGES


def _sentence(rule: LifecycleRule, above: Sequence[LifecycleRule]) -> str:
    where = " in the archive" if rule.selected_class is StorageClass.ARCHIVE else ""
    who = f"{words.tags(rule)}{where}"
    shields = [words.name(other) for other in above if overlap(rule, other)]
    unless = f", unless {either(shields)} selects (and so shields) them" if shields else ""
    text = f"keep all {who}" if keeps_all(rule) else f"{words.VERBS[rule.action]} {who} {words.when(rule)}"
    return f"{words.name(rule).capitalize()}: {text}{unless}."


def _rest(rules: Sequence[LifecycleRule], storage_class: StorageClass) -> Iterator[str]:
    where = " in the archive" if storage_class is StorageClass.ARCHIVE else ""
    if deciding(rules, ("\0",)) is None:
        untagged = deciding(rules, ()) is None
        yield f"Kept: all other images{where}." if untagged else f"Kept: all other tagged images{where}."
    elif deciding(rules, ()) is None:
        yield f"Kept: untagged images{where}."


def either(names: Sequence[str]) -> str:
    """ "rule 1, rule 2 or rule 3"; there must be one at least."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last
