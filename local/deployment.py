"""The project's app, deployed to the emulator with the real `cdk` command line."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from local.emulator import PROJECT, Emulator

_QUIET = ("--no-notices", "--no-version-reporting", "--progress", "events", "--no-color")


class DeploymentError(RuntimeError):
    """A command of the CDK's failed; the message is what it printed."""


class Deployment:
    """One registry file in one emulator: synthesized once, then deployed, compared, destroyed."""

    def __init__(self, aws: Emulator, *, registry: Path, account: str, region: str) -> None:
        self._aws = aws
        self._registry = registry
        self._account = account
        self._region = region
        self._assembly = aws.folder / "assembly"

    def synthesize(self) -> Path:
        """Make the templates; answers their folder."""
        context = ("--context", f"registry={self._registry}")
        self._cdk("synth", "--quiet", "--output", str(self._assembly), *context, folder=PROJECT)
        return self._assembly

    def bootstrap(self, account: str, region: str) -> None:
        """Prepare an environment, as its own account. In a folder without cdk.json, so that nothing is synthesized."""
        self._cdk("bootstrap", f"aws://{account}/{region}", account=account, region=region)

    def deploy(self) -> str:
        """Deploy all stacks, of all accounts and Regions."""
        return self._cdk("deploy", "--require-approval", "never", "--concurrency", "4", *self._all())

    def difference(self) -> str:
        """What the deployed stacks lack of the templates, in the CDK's words; its last line counts the stacks."""
        return self._cdk("diff", *self._all())

    def destroy(self) -> str:
        """Delete all stacks."""
        return self._cdk("destroy", "--force", *self._all())

    def _all(self) -> tuple[str, ...]:
        return ("--all", "--app", str(self._assembly))

    def _cdk(
        self,
        command: str,
        *arguments: str,
        folder: Path | None = None,
        account: str | None = None,
        region: str | None = None,
    ) -> str:
        environment = self._aws.environment(account or self._account, region or self._region)
        environment["PATH"] = os.pathsep.join([str(PROJECT / "node_modules" / ".bin"), environment["PATH"]])
        done = subprocess.run(
            ["cdk", command, *arguments, *_QUIET],
            cwd=folder or self._aws.folder,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            raise DeploymentError(f"cdk {command}:\n{done.stdout.strip()}")
        return done.stdout.strip()
