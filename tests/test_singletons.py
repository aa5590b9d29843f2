"""What a registry has once is declared once."""

import aws_cdk as cdk
import pytest

from governed_ecr import (
    AccountSettings,
    AppliedFor,
    Destination,
    GovernedEcrError,
    OrgSharedRegistry,
    PullThroughCache,
    RegistryPolicy,
    ReplicationDestination,
    ReplicationRule,
    ReplicationRuleSet,
    RepositoryCreationTemplate,
    Upstream,
)

SINGLETONS = {
    "registry": lambda scope, id_: OrgSharedRegistry(scope, id_),
    "policy": lambda scope, id_: RegistryPolicy(scope, id_),
    "settings": lambda scope, id_: AccountSettings(scope, id_),
    "replication": lambda scope, id_: ReplicationRuleSet(
        scope, id_, rules=[ReplicationRule((Destination("ap-south-1"),))]
    ),
    "template": lambda scope, id_: RepositoryCreationTemplate(
        scope, id_, prefix="team", applied_for=[AppliedFor.CREATE_ON_PUSH]
    ),
    "cache": lambda scope, id_: PullThroughCache(scope, id_, upstream=Upstream.QUAY, prefix="quay"),
    "destination": lambda scope, id_: ReplicationDestination(scope, id_, source_account="111111111111"),
}


@pytest.fixture(params=SINGLETONS)
def make(request):
    return SINGLETONS[request.param]


def _clash(make, scope, first):
    with pytest.raises(GovernedEcrError) as caught:
        make(scope, "Second")
    (problem,) = caught.value.problems
    assert problem.place.startswith(f"{scope.node.path}/Second")
    assert f"the first is {first}" in problem.what
    assert "A second " in problem.what
    return problem


def test_two_in_one_stack(stack, make):
    make(stack, "First")
    problem = _clash(make, stack, "Stack/First")
    assert "in account 111111111111, us-east-1" in problem.what


def test_two_in_two_stacks_of_one_environment(make_stack, make):
    make(make_stack("One"), "First")
    _clash(make, make_stack("Two"), "One/First")


def test_two_without_environment(make_stack, make):
    """Both go where the command line says: to one and the same."""
    make(make_stack("One", None, None), "First")
    problem = _clash(make, make_stack("Two", None, None), "One/First")
    assert "of the command line" in problem.what


@pytest.mark.parametrize(
    "elsewhere", [("111111111111", "eu-west-1"), ("222222222222", "us-east-1"), ("111111111111", None)]
)
def test_two_in_two_environments(make_stack, make, elsewhere):
    make(make_stack("One"), "First")
    make(make_stack("Two", *elsewhere), "Second")


def test_two_in_two_apps(make):
    for _ in range(2):
        make(cdk.Stack(cdk.App(), "Stack", env=cdk.Environment(account="111111111111", region="us-east-1")), "Only")


def test_two_in_two_stages_of_one_environment(app, make):
    here = cdk.Environment(account="111111111111", region="us-east-1")
    one, two = (cdk.Stack(cdk.Stage(app, id_, env=here), "Stack") for id_ in ("One", "Two"))
    make(one, "First")
    _clash(make, two, "One/Stack/First")


def test_other_prefixes(stack):
    for prefix in ("team", "team/builds", "ROOT"):
        RepositoryCreationTemplate(
            stack, f"T-{prefix.replace('/', ':')}", prefix=prefix, applied_for=[AppliedFor.REPLICATION]
        )
    for prefix in ("quay", "quay/sub"):
        PullThroughCache(stack, f"C-{prefix.replace('/', ':')}", upstream=Upstream.QUAY, prefix=prefix)


def test_one_prefix_in_two_spellings(stack):
    RepositoryCreationTemplate(stack, "First", prefix="team", applied_for=[AppliedFor.REPLICATION])
    with pytest.raises(GovernedEcrError, match="the first is Stack/First"):
        RepositoryCreationTemplate(stack, "Second", prefix="team/", applied_for=[AppliedFor.REPLICATION])


def test_a_cache_and_a_template_of_its_prefix(stack):
    """The cache has a template of its own."""
    PullThroughCache(stack, "Cache", upstream=Upstream.QUAY, prefix="quay")
    with pytest.raises(GovernedEcrError, match="the first is Stack/Cache/Template"):
        RepositoryCreationTemplate(stack, "Template", prefix="quay", applied_for=[AppliedFor.PULL_THROUGH_CACHE])


def test_a_registry_and_a_policy_of_its_own(stack):
    OrgSharedRegistry(stack, "Registry")
    with pytest.raises(GovernedEcrError, match="the first is Stack/Registry/Policy"):
        RegistryPolicy(stack, "Policy")
