"""Every repository is scanned, by the registry's rules or by its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...model.wildcards import overlaps
from ...state.patterns import widest
from ...state.registry import RegistryState, Resource
from ...state.scanning import SCANNING, ScanFilter, has_rules, scan_filters, scans_on_push
from ..once import once_per_state
from ..rule import Found, Rule, Severity


def _check(repository: Resource, state: RegistryState) -> Iterable[Found]:
    if scans_on_push(repository) is not False:
        return
    filters = _filters(state)
    name = repository.get("RepositoryName")
    if filters is None or any(overlaps(each.pattern, widest(name)) for each in filters):
        return
    on_push = repository.get("ImageScanningConfiguration", "ScanOnPush")
    own = "ScanOnPush is not set" if on_push is None else f"ScanOnPush is {str(on_push).lower()}"
    others = "no registry scanning configuration is known"
    if filters:
        shown = _listed(list(dict.fromkeys(each.text for each in filters)))
        others = f"none of the registry's scanning filters ({shown}) matches {name or 'its name'}"
    elif any(state.of_type(SCANNING)):
        others = "the registry's scanning rules scan no repository"
    path = ("Properties",) if on_push is None else ("Properties", "ImageScanningConfiguration", "ScanOnPush")
    yield Found(f"{own}, and {others}.", path)


@once_per_state
def _filters(state: RegistryState) -> tuple[ScanFilter, ...] | None:
    """The filters of all scanning rules. None where a configuration has no rules: that is one mistake of the registry
    and not one of each repository."""
    configurations = list(state.of_type(SCANNING))
    if not all(map(has_rules, configurations)):
        return None
    return tuple(dict.fromkeys(each for one in configurations for each in scan_filters(one)))


def _listed(filters: Sequence[str], most: int = 5) -> str:
    more = [f"... {len(filters) - most} more"] if len(filters) > most else []
    return ", ".join([*filters[:most], *more])


NOT_SCANNED = Rule(
    id="NotScanned",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::Repository",),
    summary="The images of the repository are not scanned.",
    why="Known vulnerabilities are deployed without anyone being told.",
    mend="Let a filter of the registry's scanning rules match the repository ('*' matches all; without '*' a filter "
    "matches anywhere in the name), or set ImageScanningConfiguration.ScanOnPush.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html",
    check=_check,
)
