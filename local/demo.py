"""`make demo`: the example registry, deployed to the local AWS, read back, and compared."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from rich.console import Console

from governed_ecr import GovernedEcrError
from governed_ecr.config import load_registry
from local.deployment import Deployment, DeploymentError
from local.emulator import PROJECT, Emulator, EmulatorError
from local.readback import show

_NOT_CARRIED = (
    "The local AWS keeps what is declared; it does not act on it. It replicates and caches no image, scans none, "
    "expires none, and checks no permission. What AWS would refuse for these reasons, it does not refuse."
)


def main() -> int:
    """Deploy ``registry.yaml`` (or the file that is named), show what exists, and leave nothing behind."""
    path = Path(sys.argv[1] if len(sys.argv) > 1 else PROJECT / "registry.yaml").resolve()
    console = Console(highlight=False, width=max(120, Console().width))
    try:
        _demonstrate(console, path)
    except (GovernedEcrError, EmulatorError, DeploymentError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _demonstrate(console: Console, path: Path) -> None:
    registry = load_registry(path)
    hub = (registry.hub.account, registry.hub.region)
    environments = [hub, *((replica.account, replica.region) for replica in registry.replicas)]
    step = _Steps(console)
    with Emulator(account=registry.hub.account, region=registry.hub.region) as aws:
        step(f"local AWS on {aws.endpoint}")
        deployment = Deployment(aws, registry=path, account=registry.hub.account, region=registry.hub.region)
        templates = sorted(deployment.synthesize().glob("*.template.json"))
        step(f"cdk synth: {path.name} -> {len(templates)} stacks")
        for account, region in environments:
            deployment.bootstrap(account, region)
        step(f"cdk bootstrap: {len(environments)} environments")
        deployment.deploy()
        step("cdk deploy --all")
        console.print()
        for account, region in environments:
            show(console, aws, account, region)
        difference = deployment.difference().splitlines()[-1]
        step(f"cdk diff: {difference.strip().lstrip('✨ ')}")
    step("local AWS stopped")
    console.print(f"\n{_NOT_CARRIED}", style="dim")


class _Steps:
    """Prints what was done and how long it took."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._before = time.monotonic()

    def __call__(self, done: str) -> None:
        now = time.monotonic()
        self._console.print(f"[green]✓[/] {done} [dim]({now - self._before:.1f} s)[/]")
        self._before = now


if __name__ == "__main__":
    sys.exit(main())
