"""What each question asks about: the actions, by the kind of policy.

Every action that a resource policy can allow belongs to exactly one question, so that none is open in silence. Reading
what describes images (``ecr:DescribeImages``) counts as pull; what neither reads nor brings images in, as administer.
docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
"""

from __future__ import annotations

from typing import Final

from ..model import actions as ecr
from .question import PolicyKind, Question

_REPOSITORY: Final = {
    Question.PULL: (
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
        *ecr.PULL,
        *ecr.READ,
        *ecr.READ_MORE,
    ),
    Question.PUSH: ("ecr:PutImage", *ecr.PUSH, *ecr.PULL_THROUGH, *ecr.REPLICATE),
    Question.ADMINISTER: ("ecr:SetRepositoryPolicy", "ecr:DeleteRepository", *ecr.ADMINISTER),
}
_REGISTRY: Final = {
    Question.PULL: (*_REPOSITORY[Question.PULL], *ecr.READ_REGISTRY),
    Question.PUSH: ("ecr:ReplicateImage", *_REPOSITORY[Question.PUSH]),
    Question.ADMINISTER: (*_REPOSITORY[Question.ADMINISTER], *ecr.ADMINISTER_REGISTRY),
}
_OF_KIND: Final = {
    PolicyKind.REPOSITORY: _REPOSITORY,
    PolicyKind.REGISTRY: _REGISTRY,
    PolicyKind.PUBLIC_REPOSITORY: {
        Question.PULL: ecr.PUBLIC_READ,
        Question.PUSH: ecr.PUBLIC_PUSH,
        Question.ADMINISTER: ecr.PUBLIC_ADMINISTER,
    },
    PolicyKind.KEY: {
        Question.PULL: ecr.KEY_DECRYPT,
        Question.PUSH: ecr.KEY_ENCRYPT,
        Question.ADMINISTER: ecr.KEY_ADMINISTER,
    },
}


def actions_of(kind: PolicyKind, question: Question) -> tuple[str, ...]:
    """The actions of a question, the most telling first."""
    return tuple(dict.fromkeys(_OF_KIND[kind][question]))
