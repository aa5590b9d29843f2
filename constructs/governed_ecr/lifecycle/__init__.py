"""What a lifecycle policy does to images: the algorithm that Amazon ECR documents."""
