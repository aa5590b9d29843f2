"""What Amazon ECR accepts, as pure values: names, limits, policies. Nothing here knows CDK, boto3 or a file."""
