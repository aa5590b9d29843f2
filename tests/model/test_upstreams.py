import pytest

from governed_ecr.model.upstreams import (
    Upstream,
    ecr_upstream,
    secret_arn_problems,
    secret_name_problems,
    upstream_url_problems,
)

# docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
UPSTREAMS = {
    "ecr-public": ("public.ecr.aws", False),
    "k8s": ("registry.k8s.io", False),
    "quay": ("quay.io", False),
    "docker-hub": ("registry-1.docker.io", True),
    "github-container-registry": ("ghcr.io", True),
    "gitlab-container-registry": ("registry.gitlab.com", True),
    "azure-container-registry": (None, True),
    "chainguard": ("cgr.dev", True),
    "ecr": (None, False),
}
ECR = "111111111111.dkr.ecr.eu-west-1.amazonaws.com"
ARN = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/docker-hub-AbC123"


def test_the_upstreams_are_ecrs_own():
    assert {upstream.value: (upstream.url, upstream.needs_credential) for upstream in Upstream} == UPSTREAMS


@pytest.mark.parametrize(
    ("upstream", "url"),
    [
        *((upstream, None) for upstream in Upstream if upstream.url),
        *((upstream, upstream.url) for upstream in Upstream if upstream.url),
        (Upstream.AZURE, "example.azurecr.io"),
        (Upstream.ECR, ECR),
        (Upstream.ECR, f"{ECR}.cn"),
        (Upstream.ECR, "${Token[1]}"),
    ],
)
def test_urls_of_an_upstream(upstream, url):
    assert upstream_url_problems(upstream, url) == []


@pytest.mark.parametrize(
    ("upstream", "url", "what"),
    [
        (Upstream.QUAY, "https://quay.io", "'https://quay.io' for quay."),
        (Upstream.QUAY, "", "'' for quay."),
        (Upstream.DOCKER_HUB, "docker.io", "'docker.io' for docker-hub."),
        (Upstream.AZURE, None, "azure-container-registry without its URL."),
        (Upstream.AZURE, "x.azurecr.io", "'x.azurecr.io' for azure-container-registry."),
        (Upstream.AZURE, "example.azurecr.io/", "'example.azurecr.io/' for azure-container-registry."),
        (Upstream.ECR, None, "ecr without its URL."),
        (Upstream.ECR, f"{ECR}/app", f"'{ECR}/app' for ecr."),
        (Upstream.ECR, "1.dkr.ecr.eu-west-1.amazonaws.com", "'1.dkr.ecr.eu-west-1.amazonaws.com' for ecr."),
    ],
)
def test_urls_that_are_not_the_upstreams(upstream, url, what):
    (problem,) = upstream_url_problems(upstream, url, "here")
    assert (problem.place, problem.what) == ("here", what)


def test_account_and_region_of_an_ecr_upstream():
    assert ecr_upstream(ECR) == ("111111111111", "eu-west-1")
    assert ecr_upstream("${Token[1]}") is None


@pytest.mark.parametrize("name", ["ecr-pullthroughcache/docker-hub", "ecr-pullthroughcache/a/b+c=.@-", "${Token[1]}"])
def test_secrets_that_ecr_finds(name):
    assert secret_name_problems(name, "here") == []


@pytest.mark.parametrize("name", ["", "docker-hub", "ecr-pullthroughcache/", "ecr-pullthroughcache/a b", "ECR/x"])
def test_secrets_that_ecr_does_not_find(name):
    (problem,) = secret_name_problems(name, "here")
    assert problem.place == "here"


def secret_problems(arn, account="111111111111", region="eu-west-1"):
    return [problem.what for problem in secret_arn_problems(arn, account=account, region=region)]


@pytest.mark.parametrize("arn", [ARN, "${Token[1]}"])
def test_a_complete_arn_of_the_own_account_and_region(arn):
    assert secret_problems(arn) == []
    assert secret_problems(arn, "${Token[AWS.AccountId]}", "${Token[AWS.Region]}") == []


@pytest.mark.parametrize(
    ("arn", "what"),
    [
        ("", "'' is not the complete ARN of a secret."),
        (ARN.removesuffix("-AbC123"), f"'{ARN.removesuffix('-AbC123')}' is not the complete ARN of a secret."),
        (ARN.replace("ecr-pullthroughcache/", ""), "'docker-hub' is not a secret that ECR can read."),
        (ARN.replace("eu-west-1", "us-east-1"), "A secret of account 111111111111 in us-east-1."),
        (ARN.replace("111111111111", "222222222222"), "A secret of account 222222222222 in eu-west-1."),
    ],
)
def test_arns_that_a_cache_rule_cannot_use(arn, what):
    assert secret_problems(arn) == [what]
