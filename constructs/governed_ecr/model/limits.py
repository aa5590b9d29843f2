"""Quotas and sizes that Amazon ECR and CloudFormation enforce.

docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html, the API model (ecr/2015-09-21) and
docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""

from __future__ import annotations

from typing import Final

REPOSITORY_POLICY_CHARACTERS: Final = 10_240
REGISTRY_POLICY_CHARACTERS: Final = 10_240

IMAGES: Final = 100_000
"""Of a repository, unless AWS raises it."""

LIFECYCLE_POLICY_CHARACTERS: Final = 30_720
LIFECYCLE_POLICY_MINIMUM_CHARACTERS: Final = 100
LIFECYCLE_RULES: Final = 50
LIFECYCLE_PATTERN_WILDCARDS: Final = 4
ARCHIVE_MINIMUM_DAYS: Final = 90

EXCLUSION_FILTERS: Final = 5

TAGS: Final = 50
TAG_KEY_CHARACTERS: Final = 127
TAG_VALUE_CHARACTERS: Final = 255

# The quota table says 10, the API model and the user guide's page on replication 25: warn over the one, refuse over
# the other.
REPLICATION_RULES: Final = 25
REPLICATION_RULES_QUOTA: Final = 10
REPLICATION_DESTINATIONS: Final = 25
REPLICATION_FILTERS: Final = 100

SCANNING_RULES: Final = 2
SCANNING_FILTERS: Final = 100

PULL_THROUGH_CACHE_RULES: Final = 50

# The CloudFormation schema takes 50, the service 10.
SIGNING_RULES: Final = 10
SIGNING_FILTERS: Final = 100

TEMPLATE_RESOURCES: Final = 500
TEMPLATE_BYTES: Final = 1_000_000
