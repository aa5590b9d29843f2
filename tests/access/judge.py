"""The independent judge: an IAM simulator from npm (a test tool, no part of the package) in one process.

What it is known to get wrong, so that no policy here relies on it: a CIDR of ``/0`` is taken for ``/32``, and
NotIpAddress of a single IPv4 address does not hold for IPv6 addresses.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from governed_ecr.access.witness import Witness

ACCOUNT = "111111111111"
OF_RESOURCE = {"aws:ResourceAccount": ACCOUNT, "aws:ResourceOrgID": "o-a1b2c3d4e5"}
"""The keys that say what belongs to the resource: all requests have them."""


@dataclass(frozen=True)
class Request:
    """A request as the judge takes it."""

    principal: str
    action: str
    resource: str
    context: Mapping[str, str | list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, witness: Witness) -> Request:
        shown = witness.to_dict()
        return cls(shown["principal"], shown["action"], shown["resource"], shown["context"])


class Judge:
    """``with Judge() as judge: judge.verdicts(policy, requests)``."""

    def __enter__(self) -> Self:
        node = Path(sys.executable).parent / "node"
        command = [str(node) if node.exists() else "node", str(Path(__file__).with_name("judge.mjs"))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()

    def verdicts(self, policy: Mapping[str, Any], requests: Iterable[Request]) -> list[bool]:
        """Whether the policy allows each of the requests, where the requester's own account allows everything."""
        full = [{**vars(request), "context": {**OF_RESOURCE, **request.context}} for request in requests]
        asked = {"policy": policy, "requests": full, "account": ACCOUNT}
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        found: list[bool] = json.loads(self._process.stdout.readline())
        return found
