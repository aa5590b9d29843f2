"""The command line ``governed-ecr``: one module for each command, and no logic of its own."""
