"""What a lifecycle policy does to images: the algorithm that Amazon ECR documents."""

from .decision import Cause, Decision, Outcome
from .evaluation import evaluate
from .image import Image

__all__ = ["Cause", "Decision", "Image", "Outcome", "evaluate"]
