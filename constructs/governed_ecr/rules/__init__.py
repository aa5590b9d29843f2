"""Policy as code: one rule for each module, and ALL_RULES."""

from __future__ import annotations

from typing import Final

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
from .registry.name_taken import NAME_TAKEN
from .registry.policy_size import POLICY_SIZE
from .registry.registry_singleton import REGISTRY_SINGLETON
from .registry.repository_name import REPOSITORY_NAME
from .registry.repository_tags import REPOSITORY_TAGS
from .replication.replication_duplicate import REPLICATION_DUPLICATE
from .replication.replication_filter import REPLICATION_FILTER
from .replication.replication_limits import REPLICATION_LIMITS
from .replication.replication_over_match import REPLICATION_OVER_MATCH
from .replication.replication_to_itself import REPLICATION_TO_ITSELF
from .replication.replication_to_stranger import REPLICATION_TO_STRANGER
from .rule import Rule
from .signing.signing_limits import SIGNING_LIMITS
from .signing.signing_profile import SIGNING_PROFILE

ALL_RULES: Final[tuple[Rule, ...]] = (
    REPLICATION_DUPLICATE,
    REPLICATION_FILTER,
    REPLICATION_LIMITS,
    REPLICATION_OVER_MATCH,
    REPLICATION_TO_ITSELF,
    REPLICATION_TO_STRANGER,
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
    NAME_TAKEN,
    POLICY_SIZE,
    REGISTRY_SINGLETON,
    REPOSITORY_NAME,
    REPOSITORY_TAGS,
)
"""Every rule, by group. A rule that is not named here does not run."""
