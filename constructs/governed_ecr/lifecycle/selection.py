"""Which images meet the tag requirements of a rule.

An image's tags become one text, each tag between two line breaks (which no tag contains), so that one search in C
tests all tags of an image at once: ``prod*`` is "\\nprod", ``*-rc`` is "-rc\\n", ``v1`` is "\\nv1\\n".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model.lifecycle_rule import LifecycleRule, TagStatus

Entry = tuple[str, ...]
"""An entry of a tag list: the texts between its wildcards. ``prod*`` and the prefix ``prod`` are ("prod", "")."""


def entries(rule: LifecycleRule) -> tuple[Entry, ...]:
    """The rule's tag list. In a prefix, ``*`` is no wildcard."""
    patterns = (tuple(re.split(r"\*+", pattern)) for pattern in rule.tag_patterns)
    return (*patterns, *((prefix, "") for prefix in rule.tag_prefixes))


def tag_text(tags: Sequence[str]) -> str:
    """The tags as one text; empty for an untagged image."""
    return "\n" + "\n".join(tags) + "\n" if tags else ""


def select(rule: LifecycleRule, images: Sequence[int], texts: Sequence[str]) -> Sequence[int]:
    """Those of ``images`` (indexes into ``texts``, order kept) that meet the rule's tag requirements.

    A list is an AND: every entry must match one of the image's tags, be it the same tag or another.
    """
    if rule.tag_status is TagStatus.ANY:
        return images
    if rule.tag_status is TagStatus.UNTAGGED:
        return [image for image in images if not texts[image]]
    for entry in entries(rule):
        if any("\n" in text for text in entry):
            return []
        needle = _needle(entry)
        if needle is None:
            search = _expression(entry).search
            images = [image for image in images if search(texts[image])]
        else:
            images = [image for image in images if needle in texts[image]]
    return images


def meets(rule: LifecycleRule, tags: Sequence[str]) -> bool:
    """Whether an image with these tags meets the rule's tag requirements."""
    return bool(select(rule, (0,), (tag_text(tags),)))


def _needle(entry: Entry) -> str | None:
    """What a tag text contains if and only if a tag matches; None when that takes more than one search."""
    match entry:
        case (tag,):
            return f"\n{tag}\n"
        case ("", ""):
            return "\n"
        case (head, "") if head:
            return f"\n{head}"
        case ("", tail) if tail:
            return f"{tail}\n"
        case ("", middle, ""):
            return middle
    return None


def _expression(entry: Entry) -> re.Pattern[str]:
    # Atomic groups: the leftmost place of each middle text is as good as any other, so nothing is tried twice.
    head, *middle, tail = map(re.escape, entry)
    return re.compile(f"\n{head}" + "".join(f"(?>[^\n]*?{text})" for text in middle) + f"[^\n]*{tail}\n")
