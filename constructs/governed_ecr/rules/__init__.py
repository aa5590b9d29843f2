"""Policy as code: one rule for each module, and ALL_RULES."""

from __future__ import annotations

from typing import Final

from .deletion.deleted_on_replacement import DELETED_ON_REPLACEMENT
from .deletion.deleted_with_stack import DELETED_WITH_STACK
from .deletion.emptied_on_delete import EMPTIED_ON_DELETE
from .deletion.key_not_retained import KEY_NOT_RETAINED
from .encryption.asymmetric_key import ASYMMETRIC_KEY
from .encryption.creation_template_key_not_arn import CREATION_TEMPLATE_KEY_NOT_ARN
from .encryption.creation_template_without_role import CREATION_TEMPLATE_WITHOUT_ROLE
from .encryption.customer_key_required import CUSTOMER_KEY_REQUIRED
from .encryption.dual_layer_outside_gov_cloud import DUAL_LAYER_OUTSIDE_GOV_CLOUD
from .encryption.key_disabled import KEY_DISABLED
from .encryption.key_of_another_region import KEY_OF_ANOTHER_REGION
from .encryption.key_open_to_everyone import KEY_OPEN_TO_EVERYONE
from .encryption.key_rotation_off import KEY_ROTATION_OFF
from .encryption.key_without_kms import KEY_WITHOUT_KMS
from .encryption.kms_required import KMS_REQUIRED
from .encryption.shared_with_aws_managed_key import SHARED_WITH_AWS_MANAGED_KEY
from .integrity.exclusion_filters import EXCLUSION_FILTERS
from .integrity.movable_release_tags import MOVABLE_RELEASE_TAGS
from .integrity.tag_immutability import TAG_IMMUTABILITY
from .lifecycle_policy.lifecycle_counts import LIFECYCLE_COUNTS
from .lifecycle_policy.lifecycle_policy_text import LIFECYCLE_POLICY_TEXT
from .lifecycle_policy.lifecycle_priorities import LIFECYCLE_PRIORITIES
from .lifecycle_policy.lifecycle_tags import LIFECYCLE_TAGS
from .lifecycle_policy.no_lifecycle_policy import NO_LIFECYCLE_POLICY
from .lifecycle_policy.releases_expire import RELEASES_EXPIRE
from .lifecycle_policy.tag_prefix_wildcard import TAG_PREFIX_WILDCARD
from .lifecycle_policy.template_without_lifecycle import TEMPLATE_WITHOUT_LIFECYCLE
from .pull_through.cache_prefix import CACHE_PREFIX
from .pull_through.cache_without_lifecycle import CACHE_WITHOUT_LIFECYCLE
from .pull_through.cache_without_template import CACHE_WITHOUT_TEMPLATE
from .pull_through.cached_tags_immutable import CACHED_TAGS_IMMUTABLE
from .pull_through.lambda_on_cache import LAMBDA_ON_CACHE
from .pull_through.template_not_for_caches import TEMPLATE_NOT_FOR_CACHES
from .pull_through.upstream_credential import UPSTREAM_CREDENTIAL
from .pull_through.upstream_secret import UPSTREAM_SECRET
from .pull_through.upstream_url import UPSTREAM_URL
from .registry.cache_quota import CACHE_QUOTA
from .registry.creation_template_prefix import CREATION_TEMPLATE_PREFIX
from .registry.name_taken import NAME_TAKEN
from .registry.policy_size import POLICY_SIZE
from .registry.registry_singleton import REGISTRY_SINGLETON
from .registry.repository_name import REPOSITORY_NAME
from .registry.repository_policy_action import REPOSITORY_POLICY_ACTION
from .registry.repository_policy_resource import REPOSITORY_POLICY_RESOURCE
from .registry.repository_tags import REPOSITORY_TAGS
from .registry.unknown_action import UNKNOWN_ACTION
from .replication.registry_policy_resource import REGISTRY_POLICY_RESOURCE
from .replication.replication_destination import REPLICATION_DESTINATION
from .replication.replication_duplicate import REPLICATION_DUPLICATE
from .replication.replication_filter import REPLICATION_FILTER
from .replication.replication_grant import REPLICATION_GRANT
from .replication.replication_limits import REPLICATION_LIMITS
from .replication.replication_over_match import REPLICATION_OVER_MATCH
from .replication.replication_to_itself import REPLICATION_TO_ITSELF
from .replication.replication_to_stranger import REPLICATION_TO_STRANGER
from .replication.replication_without_create import REPLICATION_WITHOUT_CREATE
from .rule import Rule
from .scanning.not_scanned import NOT_SCANNED
from .scanning.scanning_rules import SCANNING_RULES
from .scanning.scanning_without_rules import SCANNING_WITHOUT_RULES
from .sharing.access_not_proven import ACCESS_NOT_PROVEN
from .sharing.confused_deputy import CONFUSED_DEPUTY
from .sharing.dead_grant import DEAD_GRANT
from .sharing.foreign_administration import FOREIGN_ADMINISTRATION
from .sharing.grantee_not_known import GRANTEE_NOT_KNOWN
from .sharing.guardrail_hits_service import GUARDRAIL_HITS_SERVICE
from .sharing.malformed_policy import MALFORMED_POLICY
from .sharing.not_principal_allow import NOT_PRINCIPAL_ALLOW
from .sharing.open_to_everyone import OPEN_TO_EVERYONE
from .sharing.organization_wide_push import ORGANIZATION_WIDE_PUSH
from .sharing.public_repository import PUBLIC_REPOSITORY
from .sharing.repository_tags_unreadable import REPOSITORY_TAGS_UNREADABLE
from .sharing.untrusted_grantee import UNTRUSTED_GRANTEE
from .signing.signing_limits import SIGNING_LIMITS
from .signing.signing_profile import SIGNING_PROFILE

ALL_RULES: Final[tuple[Rule, ...]] = (
    ACCESS_NOT_PROVEN,
    GRANTEE_NOT_KNOWN,
    CONFUSED_DEPUTY,
    DEAD_GRANT,
    FOREIGN_ADMINISTRATION,
    GUARDRAIL_HITS_SERVICE,
    MALFORMED_POLICY,
    NOT_PRINCIPAL_ALLOW,
    OPEN_TO_EVERYONE,
    ORGANIZATION_WIDE_PUSH,
    PUBLIC_REPOSITORY,
    REPOSITORY_TAGS_UNREADABLE,
    UNTRUSTED_GRANTEE,
    ASYMMETRIC_KEY,
    CREATION_TEMPLATE_KEY_NOT_ARN,
    CREATION_TEMPLATE_WITHOUT_ROLE,
    CUSTOMER_KEY_REQUIRED,
    DUAL_LAYER_OUTSIDE_GOV_CLOUD,
    KEY_DISABLED,
    KEY_OF_ANOTHER_REGION,
    KEY_OPEN_TO_EVERYONE,
    KEY_ROTATION_OFF,
    KEY_WITHOUT_KMS,
    KMS_REQUIRED,
    SHARED_WITH_AWS_MANAGED_KEY,
    EXCLUSION_FILTERS,
    MOVABLE_RELEASE_TAGS,
    TAG_IMMUTABILITY,
    LIFECYCLE_COUNTS,
    LIFECYCLE_POLICY_TEXT,
    LIFECYCLE_PRIORITIES,
    LIFECYCLE_TAGS,
    NO_LIFECYCLE_POLICY,
    RELEASES_EXPIRE,
    TAG_PREFIX_WILDCARD,
    TEMPLATE_WITHOUT_LIFECYCLE,
    DELETED_ON_REPLACEMENT,
    DELETED_WITH_STACK,
    EMPTIED_ON_DELETE,
    KEY_NOT_RETAINED,
    NOT_SCANNED,
    SCANNING_RULES,
    SCANNING_WITHOUT_RULES,
    REGISTRY_POLICY_RESOURCE,
    REPLICATION_DESTINATION,
    REPLICATION_DUPLICATE,
    REPLICATION_FILTER,
    REPLICATION_GRANT,
    REPLICATION_LIMITS,
    REPLICATION_OVER_MATCH,
    REPLICATION_TO_ITSELF,
    REPLICATION_TO_STRANGER,
    REPLICATION_WITHOUT_CREATE,
    CACHE_PREFIX,
    CACHE_WITHOUT_LIFECYCLE,
    CACHE_WITHOUT_TEMPLATE,
    CACHED_TAGS_IMMUTABLE,
    LAMBDA_ON_CACHE,
    TEMPLATE_NOT_FOR_CACHES,
    UPSTREAM_CREDENTIAL,
    UPSTREAM_SECRET,
    UPSTREAM_URL,
    SIGNING_LIMITS,
    SIGNING_PROFILE,
    CACHE_QUOTA,
    CREATION_TEMPLATE_PREFIX,
    NAME_TAKEN,
    POLICY_SIZE,
    REGISTRY_SINGLETON,
    REPOSITORY_NAME,
    REPOSITORY_POLICY_ACTION,
    REPOSITORY_POLICY_RESOURCE,
    REPOSITORY_TAGS,
    UNKNOWN_ACTION,
)
"""Every rule, by group. A rule that is not named here does not run."""
