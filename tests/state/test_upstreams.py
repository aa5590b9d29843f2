"""Which upstream a cache names."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.model.upstreams import Upstream
from governed_ecr.state.registry import Resource
from governed_ecr.state.unknown import Reference, Unknown
from governed_ecr.state.upstreams import upstream_of

LATER = Unknown((Reference("Later"),))


@pytest.mark.parametrize(
    ("name", "url", "expected"),
    [
        ("quay", None, Upstream.QUAY),
        ("quay", "ghcr.io", Upstream.QUAY),
        (None, "ghcr.io", Upstream.GITHUB),
        (None, "team1.azurecr.io", Upstream.AZURE),
        (None, "111111111111.dkr.ecr.eu-west-1.amazonaws.com", Upstream.ECR),
        (None, "docker.io", None),
        ("dockerhub", "registry-1.docker.io", None),
        (LATER, "quay.io", None),
        (None, LATER, None),
        (None, None, None),
        ([], {}, None),
    ],
)
def test_by_name_else_by_url(name: Any, url: Any, expected: Upstream | None) -> None:
    properties = {"UpstreamRegistry": name, "UpstreamRegistryUrl": url}
    assert upstream_of(Resource("C", "AWS::ECR::PullThroughCacheRule", properties)) is expected
