import pytest

from governed_ecr.model.encryption import Encryption, encryption_problems


@pytest.mark.parametrize(
    ("encryption", "ecr_type", "takes_key"),
    [
        (Encryption.AES256, "AES256", False),
        (Encryption.CUSTOMER_MANAGED_KEY, "KMS", True),
        (Encryption.AWS_MANAGED_KEY, "KMS", False),
        (Encryption.DUAL_LAYER, "KMS_DSSE", True),
    ],
)
def test_encryptions_in_ecrs_terms(encryption, ecr_type, takes_key):
    assert (encryption.ecr_type, encryption.takes_key) == (ecr_type, takes_key)


@pytest.mark.parametrize("encryption", Encryption)
@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("key_given", [True, False])
def test_only_keys_that_can_be_used_and_shared_are_allowed(encryption, shared, key_given):
    problems = encryption_problems(encryption, key_given=key_given, shared=shared)
    useless_key = key_given and not encryption.takes_key
    unshareable = shared and encryption is Encryption.AWS_MANAGED_KEY
    assert len(problems) == useless_key + unshareable
    assert {problem.place for problem in problems} <= {"encryption"}
