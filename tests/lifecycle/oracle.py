"""The user guide's words once more, image by image and slowly, to hold the fast evaluation to.

Where AWS does not say, there is a Reading for each way to understand it: the outcome is determined when all agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

from governed_ecr.lifecycle import Image
from governed_ecr.model.lifecycle import LifecyclePolicy
from governed_ecr.model.lifecycle_rule import LifecycleRule


@dataclass(frozen=True)
class Reading:
    members_count: bool
    referrers_are_selected: bool
    """By rules for untagged or any images."""
    restored_age_from_push: bool


READINGS = [Reading(*flags) for flags in product((True, False), repeat=3)]


def outcomes(policy: LifecyclePolicy, images: list[Image], at: datetime) -> dict[str, str]:
    """ "keep", "expire", "archive" or "undetermined" for each digest. All times of the images must differ."""
    read = [_World(policy, images, at, reading).outcomes() for reading in READINGS]
    found = {}
    for image in images:
        possible = {world[image.digest] for world in read}
        found[image.digest] = possible.pop() if len(possible) == 1 else "undetermined"
    return found


class _World:
    def __init__(self, policy: LifecyclePolicy, images: list[Image], at: datetime, reading: Reading) -> None:
        self.rules = sorted(policy.rules, key=lambda rule: rule.priority or 0)
        self.images = {image.digest: image for image in images}
        self.at = at
        self.reading = reading
        self.known: dict[str, str] = {}
        self.selected = {
            rule.priority: [image for image in images if self.meets_tags(rule, image)] for rule in self.rules
        }

    def outcomes(self) -> dict[str, str]:
        return {digest: self.outcome(image) for digest, image in self.images.items()}

    def outcome(self, image: Image) -> str:
        if image.digest not in self.known:
            self.known[image.digest] = self.find_outcome(image)
        return self.known[image.digest]

    def find_outcome(self, image: Image) -> str:
        by_rule = self.by_rule(image)
        result = by_rule
        subject = self.images.get(image.subject or "")
        if subject:
            fate = self.outcome(subject)
            if fate == "expire":
                result = "expire"
            elif (
                (fate == "archive" or subject.status == "ARCHIVED") and image.status != "ARCHIVED" and by_rule == "keep"
            ):
                result = "archive"
        if any(self.outcome(index) == "keep" for index in self.indexes_of(image)):
            return "keep"
        return result

    def by_rule(self, image: Image) -> str:
        for rule in self.rules:
            if image in self.selected[rule.priority]:
                marked = self.is_marked(rule, image)
                return {"expire": "expire", "transition": "archive"}[rule.action] if marked else "keep"
        return "keep"

    def meets_tags(self, rule: LifecycleRule, image: Image) -> bool:
        if (image.status == "ARCHIVED") != (rule.storage_class == "archive"):
            return False
        if rule.tag_status != "tagged":
            if image.subject in self.images and not self.reading.referrers_are_selected:
                return False
            return rule.tag_status == "any" or not image.tags
        globs = [*rule.tag_patterns, *(prefix + "*" for prefix in rule.tag_prefixes)]
        regexes = [".*".join(re.escape(part) for part in glob.split("*")) for glob in globs]
        return all(any(re.fullmatch(regex, tag) for tag in image.tags) for regex in regexes)

    def is_marked(self, rule: LifecycleRule, image: Image) -> bool:
        days = timedelta(days=rule.count_number)
        match rule.count_type:
            case "imageCountMoreThan":
                younger = [
                    other
                    for other in self.selected[rule.priority]
                    if self.order(other) > self.order(image)
                    and (self.reading.members_count or not self.indexes_of(other))
                ]
                return len(younger) >= rule.count_number
            case "sinceImagePushed":
                restored = image.activated_at and not self.reading.restored_age_from_push
                return self.at - (image.activated_at if restored and image.activated_at else image.pushed_at) > days
            case "sinceImagePulled":
                used = image.pulled_at or image.activated_at or image.pushed_at
                if image.activated_at and used < image.activated_at:
                    used = image.activated_at
                return self.at - used > days
            case _:
                return image.archived_at is not None and self.at - image.archived_at > days

    def order(self, image: Image) -> datetime:
        return image.activated_at or image.pushed_at

    def indexes_of(self, image: Image) -> list[Image]:
        return [o for o in self.images.values() if image.digest in o.members and o.status != "ARCHIVED"]
