"""Where changes are discussed: pull requests of GitHub, merge requests of GitLab. The standard library only."""
