"""Registries that are in order: data as YAML gives it, over every section of registry.yaml."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import strategies as st

from tests.model.strategies import policy_data

ORGANIZATION = "o-a1b2c3d4e5"
UNITS = {
    "production": f"{ORGANIZATION}/r-ab12/ou-ab12-11111111/*",
    "build": f"{ORGANIZATION}/r-ab12/ou-ab12-22222222/*",
    "research": f"{ORGANIZATION}/r-ab12/ou-ab12-33333333/ou-ab12-44444444/",
}
ACCOUNTS = ["222222222222", "333333333333", "444444444444", "555555555555"]
HUB_ACCOUNT = "111111111111"
REGIONS = ["us-east-1", "eu-west-1", "ap-southeast-2"]
_TEAMS = ["team-blue", "team-red", "payments", "platform", "x__y", "deep/er", "r2d2"]
_APPS = ["api", "worker", "functions/thumbnails", "build.cache", "a--b", "9"]
NAMES = st.sampled_from([f"{team}/{app}" for team in _TEAMS for app in _APPS] + ["solo", "ab", "app", "apple"])
MATCHES = st.sampled_from(["*", "team-*/*", "team-blue/*", "payments/*", "*/functions/*", "platform/a?i", "deep/er/*"])
_DAYS = st.integers(1, 3650)
_TAG_KEYS = st.sampled_from(["owner", "team", "data-classification", "cost center", "a:b/c"])
_TAGS = st.dictionaries(_TAG_KEYS, st.text("abcXYZ 09._:/=+-@", min_size=1, max_size=12), max_size=3)
_FILTERS = st.lists(st.sampled_from(["cache-*", "latest", "*-dev", "pr-*-build", "x_1.*"]), min_size=1, max_size=5)


def written(data: Any) -> str:
    """The data as a file has it."""
    return yaml.dump(data, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), sort_keys=False)


def _optional(**values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=values)


def _some(values: list[str], *, most: int = 3) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=most)


def _preset(name: str, **values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"preset": st.just(name)}, optional=values)


_SIMPLE_LIFECYCLES = st.one_of(
    _preset("untagged", days=_DAYS),
    _preset("branch_builds", develop=_DAYS, feature=_DAYS, hotfix=_DAYS, untagged=_DAYS),
    _preset("archive_cold", unpulled=_DAYS, delete_after=st.integers(90, 3650)),
    _preset("cache", days=_DAYS, untagged=_DAYS),
    st.booleans().flatmap(lambda numbered: policy_data(numbered=numbered, descriptions=False)),
)
_RELEASES = st.lists(st.sampled_from(["v*", "release-*", "*.*.*", "stable"]), min_size=1, max_size=3, unique=True)
LIFECYCLES = st.one_of(
    _SIMPLE_LIFECYCLES,
    _preset("keep_releases", patterns=_RELEASES, others=_DAYS, untagged=_DAYS),
    st.fixed_dictionaries(
        {"preset": st.just("keep_releases"), "then": _SIMPLE_LIFECYCLES}, optional={"patterns": _RELEASES}
    ),
)
_MUTABILITY = st.one_of(
    st.fixed_dictionaries({"mode": st.sampled_from(["IMMUTABLE", "MUTABLE"])}),
    st.fixed_dictionaries(
        {
            "mode": st.sampled_from(["IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION"]),
            "exclusion_filters": _FILTERS,
        }
    ),
)
_SERVICES = _optional(**{"lambda": _some([HUB_ACCOUNT, *ACCOUNTS]), "codebuild": _some([HUB_ACCOUNT, *ACCOUNTS])})


def _sharing(units: dict[str, str]) -> st.SearchStrategy[dict[str, Any]]:
    named = _some([*units, f"{ORGANIZATION}/r-ab12/*"])
    push = _optional(units=named, accounts=_some(ACCOUNTS))
    return _optional(pull=_optional(organization=st.booleans(), units=named, accounts=_some(ACCOUNTS)), push=push)


def _encryption(region: str, *, aws_managed: bool) -> st.SearchStrategy[dict[str, Any]]:
    key = f"arn:aws:kms:{region}:{HUB_ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    choices: list[dict[str, Any]] = [{"type": "AES256"}, {"type": "KMS"}, {"type": "KMS", "key": "registry"}]
    choices += [{"type": "KMS", "key": key}, *([{"type": "KMS", "key": "aws/ecr"}] if aws_managed else [])]
    return st.sampled_from(choices).map(dict)


@st.composite
def _caches(
    draw: st.DrawFn, region: str, settings: dict[str, st.SearchStrategy[Any]], most: int
) -> list[dict[str, Any]]:
    own = _optional(**{key: value for key, value in settings.items() if key not in ("tag_mutability", "services")})
    arn = f"arn:aws:secretsmanager:{region}:{HUB_ACCOUNT}:secret:ecr-pullthroughcache/upstream-AbC123"
    credential = st.sampled_from([{"username": "example-bot"}, {"secret_arn": arn}]).map(dict)
    fixed = {
        "azure-container-registry": {"upstream_url": "example.azurecr.io"},
        "ecr": {"upstream_url": f"{ACCOUNTS[0]}.dkr.ecr.eu-central-1.amazonaws.com"},
        "quay": {"upstream_url": "quay.io"},
    }
    authenticated = ["azure-container-registry", "chainguard", "docker-hub"]
    authenticated += ["github-container-registry", "gitlab-container-registry"]
    caches: list[dict[str, Any]] = []
    upstreams = [*authenticated, "ecr", "ecr-public", "k8s", "quay"]
    for upstream in draw(st.lists(st.sampled_from(upstreams), unique=True, max_size=most)):
        cache: dict[str, Any] = {"upstream": upstream, "prefix": f"cached/{upstream[:20]}", **fixed.get(upstream, {})}
        if upstream in authenticated:
            cache["credential"] = draw(credential)
        if draw(st.booleans()):
            cache["upstream_prefix"] = draw(st.sampled_from(["library", "some/path"]))
        caches.append({**cache, **draw(own)})
    if draw(st.booleans()) and caches:
        caches[0]["prefix"] = draw(st.sampled_from(["ROOT", "hub"]))
        if caches[0]["prefix"] == "ROOT":
            caches[0].pop("upstream_prefix", None)
    return caches


@st.composite
def _templates(draw: st.DrawFn, taken: set[str], settings: dict[str, st.SearchStrategy[Any]]) -> list[dict[str, Any]]:
    reasons = ["CREATE_ON_PUSH", "PULL_THROUGH_CACHE", "REPLICATION"]
    options: dict[str, st.SearchStrategy[Any]] = {"description": st.text("abc def", max_size=20)}
    options["applied_for"] = st.lists(st.sampled_from(reasons), min_size=1, unique=True)
    prefixes = [prefix for prefix in ("sandbox", "team-blue/", "deep/er", "ROOT") if prefix not in taken]
    chosen = draw(st.lists(st.sampled_from(prefixes), unique=True, max_size=2))
    return [{"prefix": prefix, **draw(_optional(**options, **settings))} for prefix in chosen]


@st.composite
def _replication(draw: st.DrawFn, region: str) -> list[dict[str, Any]]:
    elsewhere = [{"region": other} for other in REGIONS if other != region]
    elsewhere += [{"region": other, "account": ACCOUNTS[0]} for other in REGIONS]
    prefixes = ["team-blue/", "payments/", "app", "x__y/", "deep/er/", "a--b"]
    rules = []
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.lists(st.integers(0, len(elsewhere) - 1), unique=True, min_size=1, max_size=2))
        rule: dict[str, Any] = {"destinations": [dict(elsewhere[index]) for index in at]}
        rules.append(rule | draw(_optional(prefixes=_some(prefixes), delete_replication=st.booleans())))
    return rules


_SCANNING = st.one_of(
    st.sampled_from([{"type": "BASIC"}, {"type": "ENHANCED"}]).map(dict),
    st.sampled_from(["BASIC", "ENHANCED"]).map(
        lambda kind: {"type": kind, "rules": [{"frequency": "SCAN_ON_PUSH", "filters": ["team-*", "prod"]}]}
    ),
    st.just(
        {
            "type": "ENHANCED",
            "rules": [{"frequency": "CONTINUOUS_SCAN", "filters": ["payments/*"]}, {"frequency": "SCAN_ON_PUSH"}],
        }
    ),
)


@st.composite
def registries(draw: st.DrawFn) -> dict[str, Any]:
    """The data of a registry.yaml that is accepted."""
    region = draw(st.sampled_from(REGIONS))
    units = {name: UNITS[name] for name in draw(_some(list(UNITS)))}
    private = draw(st.integers(0, 4)) == 0  # Only without shares may the AWS managed key encrypt.
    settings: dict[str, st.SearchStrategy[Any]] = {
        "tag_mutability": _MUTABILITY,
        "encryption": _encryption(region, aws_managed=private),
        "lifecycle": LIFECYCLES,
        "services": _SERVICES,
        "tags": _TAGS,
    }
    if not private:
        settings["sharing"] = _sharing(units)
    caches = draw(_caches(region, settings, 3))
    templates = draw(_templates({cache["prefix"] for cache in caches}, settings))
    matched = st.fixed_dictionaries({"match": MATCHES}, optional=settings)
    names = draw(st.lists(NAMES, unique=True, max_size=8))
    groups = []
    while names:
        size = draw(st.integers(1, len(names)))
        groups.append({"names": names[:size], **draw(_optional(**settings))})
        names = names[size:]
    data: dict[str, Any] = {
        "organization": {"id": ORGANIZATION, "units": units},
        "hub": {"account": HUB_ACCOUNT, "region": region},
        "defaults": draw(_optional(**settings)),
        "patterns": draw(st.lists(matched, max_size=3)),
        "repositories": groups,
        "pull_through_caches": caches,
        "creation_templates": templates,
        "replication": draw(_replication(region)),
    }
    if not private and draw(st.booleans()):
        data["sharing"] = draw(_sharing(units))
        if draw(st.booleans()):
            data["sharing"]["repositories"] = draw(st.sampled_from([["*"], ["team-*", "payments/?pi"]]))
    return data | draw(
        _optional(
            stack_prefix=st.sampled_from(["Registry", "R", "Images-2"]),
            repository_stacks=st.integers(1, 4),
            scanning=_SCANNING,
            manage_account_settings=st.booleans(),
            blob_mounting=st.booleans(),
            tags=_TAGS,
        )
    )
