"""That images are scanned for vulnerabilities."""
