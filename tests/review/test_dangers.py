"""Changes that a reviewer must not miss: what is said of each, with its severity."""

from __future__ import annotations

import pytest

from tests.review.comparing import ORGANIZATION, OWN, STRANGE, TRUSTED, compare, repository
from tests.review.pieces import (
    IN_ORGANIZATION,
    KEY_ARN,
    LAMBDA,
    ORG,
    OU,
    OUTSIDE_ORG,
    OUTSIDE_TLS,
    PULL,
    PUSH,
    SECRET,
    UNIT,
    Resources,
    allow,
    caching,
    created,
    deny,
    destination,
    document,
    encrypted,
    expiring,
    mutable,
    of,
    registry_policy,
    replicate,
    replicating,
    root,
    route,
    rule,
    scanning,
    shared,
    signing,
)

OTHER = {"Other": repository("team/other")}
IF_EXISTS = {"StringEqualsIfExists": {"aws:PrincipalOrgID": ORGANIZATION}}
KMS = {"EncryptionType": "KMS", "KmsKey": KEY_ARN}

IMAGES: dict[str, tuple[Resources, Resources, str]] = {
    "another name": (shared(), {"Repo": repository("team/renamed")}, "error replacement"),
    "a name for one without": ({"Repo": repository(None)}, shared(), "error replacement"),
    "a name taken away": (shared(), {"Repo": repository(None)}, "error replacement"),
    "KMS instead of AES256": (shared(), shared(EncryptionConfiguration=KMS), "error replacement"),
    "AES256 written out": (
        shared(),
        shared(EncryptionConfiguration={"EncryptionType": "AES256"}),
        "error replacement",
    ),
    "two layers": (
        shared(EncryptionConfiguration=KMS),
        shared(EncryptionConfiguration={**KMS, "EncryptionType": "KMS_DSSE"}),
        "error replacement",
    ),
    "an alias for a key": (
        shared(EncryptionConfiguration=KMS),
        shared(EncryptionConfiguration={**KMS, "KmsKey": "alias/ecr"}),
        "error replacement",
    ),
    "another key of the stack": (encrypted("Key"), {**encrypted("Key"), **encrypted("NewKey")}, "error replacement"),
    "removed though retained": ({**shared(), **OTHER}, OTHER, "error removal"),
    "removed and deleted": ({"Repo": repository(kept=False), **OTHER}, OTHER, "error removal"),
    "another logical id": (shared(), {"Renamed": repository()}, "error logical-id-change"),
    "another logical id and name": (shared(), {"Renamed": repository("team/renamed")}, "error removal"),
    "Retain removed": (shared(), {"Repo": repository(kept=False)}, "error retention-removed"),
    "emptied on delete": (shared(), shared(EmptyOnDelete=True), "warning retention-removed"),
    "a smaller count": (expiring(rule(500)), expiring(rule(50)), "error lifecycle-tightened"),
    "a shorter age": (
        expiring(rule(90, status="untagged", days=True), rule(500)),
        expiring(rule(7, status="untagged", days=True), rule(500)),
        "error lifecycle-tightened",
    ),
    "a rule for releases": (
        expiring(rule(14, status="untagged", days=True)),
        expiring(rule(200, "v*"), rule(14, status="untagged", days=True)),
        "error lifecycle-tightened",
    ),
    "a pattern removed": (
        expiring(rule(14, "feature-*", "stale-*", days=True)),
        expiring(rule(14, "feature-*", days=True)),
        "error lifecycle-tightened",
    ),
    "a wider pattern": (
        expiring(rule(14, "feature-old-*", days=True)),
        expiring(rule(14, "feature-*", days=True)),
        "error lifecycle-tightened",
    ),
    "any added": (
        expiring(rule(14, status="untagged", days=True)),
        expiring(rule(14, status="untagged", days=True), rule(300)),
        "error lifecycle-tightened",
    ),
    "a shield lost": (
        expiring(rule(9999, "v*"), rule(30, "*", days=True)),
        expiring(rule(30, "*", days=True), rule(9999, "v*")),
        "error lifecycle-tightened",
    ),
    "a first policy": (
        {"Repo": repository(LifecyclePolicy=None)},
        expiring(rule(10)),
        "error lifecycle-tightened",
    ),
    "days instead of a count": (expiring(rule(500)), expiring(rule(100, days=True)), "error lifecycle-tightened"),
    "no public repository any more": (
        {"Pub": of("PublicRepository", RepositoryName="x"), **OTHER},
        OTHER,
        "error removal",
    ),
    "no cache any more": ({**caching(), **OTHER}, {**OTHER, "Template": created()}, "error removal"),
    "no creation template any more": (
        {**caching(), **OTHER},
        {"Cache": caching()["Cache"], **OTHER},
        "warning removal",
    ),
    "no replication any more": (replicating(route(destination())), shared(), "error removal"),
    "no registry policy any more": (registry_policy(replicate(TRUSTED)), shared(), "error removal"),
    "no scanning any more": (scanning("*"), {"Repo": scanning("*")["Repo"]}, "error removal"),
    "no signing any more": (signing("*"), shared(), "error removal"),
    "a cache's prefix": (caching(), caching(EcrRepositoryPrefix="dockerhub"), "error replacement"),
    "a cache's upstream": (caching(), caching(UpstreamRegistryUrl="ghcr.io"), "error replacement"),
    "a cache's credential": (caching(), caching(CredentialArn=SECRET.replace("hub", "other")), "error replacement"),
    "a cache's prefix upstream": (caching(), caching(UpstreamRepositoryPrefix="library"), "error replacement"),
    "a cache's upstream by its name": (caching(), caching(UpstreamRegistry="docker-hub"), "error replacement"),
    "a creation template's prefix": (
        {**caching(), "More": created(Prefix="team")},
        {**caching(), "More": created(Prefix="teams")},
        "error replacement",
    ),
}

ACCESS: dict[str, tuple[Resources, Resources, str]] = {
    "a trusted account more": (shared(ORG), shared(ORG, allow(root(TRUSTED), PUSH)), "error access-widened"),
    "a first policy": (shared(), shared(allow(root(TRUSTED))), "error access-widened"),
    "a foreign account": (shared(ORG), shared(ORG, allow(root(STRANGE))), "error access-widened"),
    "one account to the organization": (shared(allow(root(TRUSTED))), shared(ORG), "error access-widened"),
    "a unit to the organization": (shared(OU), shared(ORG), "error access-widened"),
    "one unit more": (
        shared(OU),
        shared(
            allow(
                condition={
                    "ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": [UNIT, UNIT.replace("11111111", "22222222")]}
                }
            )
        ),
        "error access-widened",
    ),
    "another organization": (
        shared(ORG),
        shared(allow(condition={"StringEquals": {"aws:PrincipalOrgID": [ORGANIZATION, "o-zzzzzzzzzz"]}})),
        "error access-widened",
    ),
    "a condition removed": (shared(ORG), shared(allow()), "error access-widened"),
    "IfExists": (shared(ORG), shared(allow(condition=IF_EXISTS)), "error access-widened"),
    "StringLike with a star": (
        shared(ORG),
        shared(allow(condition={"StringLike": {"aws:PrincipalOrgID": "o-*"}})),
        "error access-widened",
    ),
    "ForAllValues": (
        shared(OU),
        shared(allow(condition={"ForAllValues:StringLike": {"aws:PrincipalOrgPaths": UNIT}})),
        "error access-widened",
    ),
    "NotPrincipal": (
        shared(ORG),
        shared({"Effect": "Allow", "NotPrincipal": root(STRANGE), "Action": PULL}),
        "error access-widened",
    ),
    "NotAction": (
        shared(allow(root(TRUSTED))),
        shared({"Effect": "Allow", "Principal": root(TRUSTED), "NotAction": "ecr:DeleteRepository"}),
        "error access-widened",
    ),
    "push": (shared(ORG), shared(allow(action=PUSH, condition=IN_ORGANIZATION)), "error access-widened"),
    "all actions": (shared(allow(root(TRUSTED))), shared(allow(root(TRUSTED), "ecr:*")), "error access-widened"),
    "a service without a source": (
        shared(LAMBDA),
        shared({key: value for key, value in LAMBDA.items() if key != "Condition"}),
        "error access-widened",
    ),
    "a service more": (
        shared(ORG),
        shared(ORG, allow({"Service": "codebuild.amazonaws.com"})),
        "error access-widened",
    ),
    "a Deny removed": (shared(ORG, OUTSIDE_TLS), shared(ORG), "error deny-removed"),
    "the only Deny removed": (shared(deny("ecr:DeleteRepository")), shared(), "error deny-removed"),
    "the policy with its Deny removed": (shared(ORG, OUTSIDE_ORG), shared(), "error deny-removed"),
    "a Deny of fewer actions": (
        shared(ORG, deny(["ecr:DeleteRepository", "ecr:BatchDeleteImage"])),
        shared(ORG, deny(["ecr:DeleteRepository"])),
        "error deny-removed",
    ),
    "a Deny with an exception more": (
        shared(ORG, deny("ecr:DeleteRepository")),
        shared(ORG, deny("ecr:DeleteRepository", {"ArnNotLike": {"aws:PrincipalArn": f"arn:aws:iam::{OWN}:role/x"}})),
        "error deny-removed",
    ),
    "an account less": (
        shared(allow(root(TRUSTED)), allow(root("333333333333"))),
        shared(allow(root(TRUSTED))),
        "warning access-narrowed",
    ),
    "no policy any more": (shared(ORG), shared(), "warning access-narrowed"),
    "no push any more": (shared(allow(root(TRUSTED), PUSH)), shared(allow(root(TRUSTED))), "warning access-narrowed"),
    "a service less": (shared(ORG, LAMBDA), shared(ORG), "warning access-narrowed"),
    "the organization to one account": (shared(ORG), shared(allow(root(TRUSTED))), "warning access-narrowed"),
    "another account": (shared(allow(root(TRUSTED))), shared(allow(root("333333333333"))), "error access-widened"),
    "a registry policy wider": (
        registry_policy(replicate(TRUSTED, name="team/*")),
        registry_policy(replicate(TRUSTED)),
        "error access-widened",
    ),
    "a registry policy for another account": (
        registry_policy(replicate(TRUSTED)),
        registry_policy(replicate(TRUSTED), replicate("333333333333")),
        "error access-widened",
    ),
    "a registry policy narrower": (
        registry_policy(replicate(TRUSTED)),
        registry_policy(replicate(TRUSTED, name="team/*")),
        "warning access-narrowed",
    ),
    "a registry policy for one account less": (
        registry_policy(replicate(TRUSTED), replicate("333333333333")),
        registry_policy(replicate(TRUSTED)),
        "warning access-narrowed",
    ),
    "a first registry policy": (shared(), registry_policy(replicate(TRUSTED)), "error access-widened"),
    "a creation template's policy": (
        {**caching(), "More": created(Prefix="team")},
        {**caching(), "More": created(Prefix="team", RepositoryPolicy=document(ORG))},
        "error access-widened",
    ),
    "a key for others": (
        encrypted(),
        encrypted(
            KeyPolicy=document(
                allow(root(OWN), "kms:*", Resource="*"), allow(root(STRANGE), "kms:Decrypt", Resource="*")
            )
        ),
        "error access-widened",
    ),
}

PROTECTION: dict[str, tuple[Resources, Resources, str]] = {
    "mutable": (mutable("IMMUTABLE"), mutable("MUTABLE"), "error protection-weakened"),
    "mutable by default": (
        mutable("IMMUTABLE"),
        {"Repo": repository(ImageTagMutability=None)},
        "error protection-weakened",
    ),
    "an exclusion": (
        mutable("IMMUTABLE"),
        mutable("IMMUTABLE_WITH_EXCLUSION", "latest"),
        "error protection-weakened",
    ),
    "an exclusion more": (
        mutable("IMMUTABLE_WITH_EXCLUSION", "latest"),
        mutable("IMMUTABLE_WITH_EXCLUSION", "latest", "dev-*"),
        "error protection-weakened",
    ),
    "a wider exclusion": (
        mutable("IMMUTABLE_WITH_EXCLUSION", "dev-1*"),
        mutable("IMMUTABLE_WITH_EXCLUSION", "dev-*"),
        "error protection-weakened",
    ),
    "no scan on push": (
        shared(),
        shared(ImageScanningConfiguration={"ScanOnPush": False}),
        "error protection-weakened",
    ),
    "no scan on push, unnamed": (
        {"Repo": repository(None)},
        {"Repo": repository(None, ImageScanningConfiguration=None)},
        "error protection-weakened",
    ),
    "a scanning filter narrower": (scanning("*"), scanning("prod*"), "error protection-weakened"),
    "a scanning filter narrower, beside a scan on push": (
        scanning("*", scan="ENHANCED", on_push=True),
        scanning("prod", scan="ENHANCED", on_push=True),
        "error protection-weakened",
    ),
    "a scanning filter narrower, though not for what is here": (
        scanning("*"),
        scanning("team"),
        "error protection-weakened",
    ),
    "a scanning filter narrower, for repositories of other templates": (
        {"Scanning": scanning("*")["Scanning"]},
        {"Scanning": scanning("prod*")["Scanning"]},
        "error protection-weakened",
    ),
    "a scanning rule less": (
        {
            "Scanning": of(
                "RegistryScanningConfiguration",
                ScanType="BASIC",
                Rules=scanning("*")["Scanning"]["Properties"]["Rules"],
            )
        },
        {"Scanning": of("RegistryScanningConfiguration", ScanType="BASIC", Rules=[])},
        "error protection-weakened",
    ),
    "signed no longer, for repositories of other templates": (
        {"Signing": signing("*")["Signing"]},
        {"Signing": signing("prod*")["Signing"]},
        "error protection-weakened",
    ),
    "not continuously": (
        scanning("*", scan="ENHANCED", frequency="CONTINUOUS_SCAN"),
        scanning("*", scan="ENHANCED"),
        "error protection-weakened",
    ),
    "basic instead of enhanced": (scanning("*", scan="ENHANCED"), scanning("*"), "error protection-weakened"),
    "not signed": (signing("*"), signing("prod*"), "error protection-weakened"),
    "signed by another profile": (signing("*"), signing("*", profile="dev"), "error protection-weakened"),
    "no rotation": (encrypted(), encrypted(EnableKeyRotation=False), "error protection-weakened"),
    "a key disabled": (encrypted(), encrypted(Enabled=False), "error protection-weakened"),
    "a creation template's encryption": (
        {"Template": created(EncryptionConfiguration=KMS, CustomRoleArn=f"arn:aws:iam::{OWN}:role/ecr")},
        {"Template": created()},
        "error protection-weakened",
    ),
    "a creation template without lifecycle": (
        {"Template": created()},
        {"Template": created(LifecyclePolicy=None)},
        "error protection-weakened",
    ),
    "a creation template for less": (
        {"Template": created()},
        {"Template": created(AppliedFor=["PULL_THROUGH_CACHE"])},
        "error protection-weakened",
    ),
    "a creation template mutable": (
        {"Template": created(ImageTagMutability="IMMUTABLE", AppliedFor=["REPLICATION"])},
        {"Template": created(ImageTagMutability="MUTABLE", AppliedFor=["REPLICATION"])},
        "error protection-weakened",
    ),
    "a creation template that takes over and protects less": (
        {"Template": created(Prefix="ROOT", ImageTagMutability="IMMUTABLE")},
        {"Template": created(Prefix="ROOT", ImageTagMutability="IMMUTABLE"), "New": created(Prefix="hub")},
        "error protection-weakened",
    ),
    "no lifecycle any more": (shared(), {"Repo": repository(LifecyclePolicy=None)}, "warning NoLifecyclePolicy"),
}

FLOW: dict[str, tuple[Resources, Resources, str]] = {
    "a destination less": (
        replicating(route(destination(), destination("us-west-2"))),
        replicating(route(destination())),
        "error replication-removed",
    ),
    "a rule less": (
        replicating(route(destination()), route(destination("us-west-2"), filters=("team",))),
        replicating(route(destination())),
        "error replication-removed",
    ),
    "a destination more": (
        replicating(route(destination())),
        replicating(route(destination(), destination("us-west-2"))),
        "warning replication-added",
    ),
    "a filter added": (
        replicating(route(destination())),
        replicating(route(destination(), filters=("team",))),
        "error replication-removed",
    ),
    "a filter narrower": (
        replicating(route(destination(), filters=("te",))),
        replicating(route(destination(), filters=("team/",))),
        "error replication-removed",
    ),
    "a filter wider": (
        replicating(route(destination(), filters=("team/",))),
        replicating(route(destination(), filters=("te",))),
        "warning replication-added",
    ),
    "no filter any more": (
        replicating(route(destination(), filters=("team/",))),
        replicating(route(destination())),
        "warning replication-added",
    ),
    "another account": (
        replicating(route(destination(account=TRUSTED))),
        replicating(route(destination(account="333333333333"))),
        "error replication-removed",
    ),
    "all rules gone": (replicating(route(destination())), replicating(), "error replication-removed"),
    "a first replication": (shared(), replicating(route(destination(account=TRUSTED))), "warning replication-added"),
    "deletions follow": (
        replicating(route(destination())),
        replicating({**route(destination()), "DeleteReplication": {"Enabled": True}}),
        "error retention-removed",
    ),
}
CASES = {
    f"{group}: {name}": case
    for group, cases in (("images", IMAGES), ("access", ACCESS), ("protection", PROTECTION), ("flow", FLOW))
    for name, case in cases.items()
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_said(case: str) -> None:
    base, head, expected = CASES[case]
    found = compare(base, head)
    said = [f"{change.severity} {change.kind}" for change in found.changes]
    ruled = [f"{finding.severity} {finding.rule.id}" for finding in found.findings]
    assert expected in (*said, *ruled), (said, ruled, [c.message for c in found.changes])
