"""The ``lifecycle:`` of registry.yaml: a preset with its numbers, or rules as ECR writes them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from ..model.errors import GovernedEcrError
from ..model.lifecycle import LifecyclePolicy
from .fields import Days, Part, RefusedError


class _Lifecycle(Part):
    def policy(self) -> LifecyclePolicy:
        raise NotImplementedError

    @model_validator(mode="after")
    def _is_accepted_by_ecr(self) -> _Lifecycle:
        try:
            self.policy()
        except GovernedEcrError as error:
            raise RefusedError(error.problems) from None
        return self


class Untagged(_Lifecycle):
    """Expire untagged images, keep every tagged one."""

    preset: Literal["untagged"]
    days: Days = 14
    """Days after the push."""

    def policy(self) -> LifecyclePolicy:
        return LifecyclePolicy.untagged(self.days)


class BranchBuilds(_Lifecycle):
    """Expire builds of the git-flow branches by age, and untagged images; keep all others."""

    preset: Literal["branch_builds"]
    develop: Days = 180
    """Days that images tagged develop* stay."""
    feature: Days = 180
    """Days that images tagged feature* stay."""
    hotfix: Days = 180
    """Days that images tagged hotfix* stay."""
    untagged: Days = 1
    """Days that untagged images stay."""

    def policy(self) -> LifecyclePolicy:
        return LifecyclePolicy.branch_builds(
            develop=self.develop, feature=self.feature, hotfix=self.hotfix, untagged=self.untagged
        )


class KeepReleases(_Lifecycle):
    """Protect release tags for ever; decide on the rest."""

    preset: Literal["keep_releases"]
    patterns: Annotated[list[str], Field(min_length=1)] = ["v*", "release-*"]
    """Tags that are releases; '*' for any characters, at most four in a pattern."""
    others: Days | None = None
    """Days that all other images stay; left out, they stay."""
    untagged: Days = 14
    """Days that untagged images stay."""
    then: Lifecycle | None = None
    """A lifecycle for what is not a release, instead of 'others' and 'untagged'."""

    @model_validator(mode="after")
    def _then_decides_alone(self) -> KeepReleases:
        if self.then and {"others", "untagged"} & self.model_fields_set:
            raise ValueError("'then' decides on all that is not a release; leave 'others' and 'untagged' out")
        return self

    def policy(self) -> LifecyclePolicy:
        then = self.then.policy() if self.then else None
        return LifecyclePolicy.keep_releases(*self.patterns, others=self.others, untagged=self.untagged, then=then)


class ArchiveCold(_Lifecycle):
    """Archive what nobody pulls; delete it later, or never."""

    preset: Literal["archive_cold"]
    unpulled: Days = 90
    """Days without a pull."""
    delete_after: Annotated[int, Field(ge=90)] | None = None
    """Days in the archive; left out, archived images stay."""

    def policy(self) -> LifecyclePolicy:
        return LifecyclePolicy.archive_cold(unpulled=self.unpulled, delete_after=self.delete_after)


class Cache(_Lifecycle):
    """Expire copies that can be pulled again."""

    preset: Literal["cache"]
    days: Days = 30
    """Days after the import."""
    untagged: Days = 1
    """Days that untagged images stay."""

    def policy(self) -> LifecyclePolicy:
        return LifecyclePolicy.cache(days=self.days, untagged=self.untagged)


class Rules(_Lifecycle):
    """Rules in ECR's own grammar; rulePriority may be left out of all of them."""

    rules: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=50)]

    def policy(self) -> LifecyclePolicy:
        return LifecyclePolicy.from_json({"rules": self.rules})


def _kind(value: Any) -> str:
    """The union's member, in angle brackets to tell it from the file's own keys in pydantic's locations."""
    preset = value.get("preset") if isinstance(value, dict) else getattr(value, "preset", None)
    return f"<{preset}>" if preset is not None else "<rules>"


Lifecycle = Annotated[
    Annotated[Untagged, Tag("<untagged>")]
    | Annotated[BranchBuilds, Tag("<branch_builds>")]
    | Annotated[KeepReleases, Tag("<keep_releases>")]
    | Annotated[ArchiveCold, Tag("<archive_cold>")]
    | Annotated[Cache, Tag("<cache>")]
    | Annotated[Rules, Tag("<rules>")],
    Discriminator(_kind),
]
KeepReleases.model_rebuild()
