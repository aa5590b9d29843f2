"""Whatever a file holds, the ``lifecycle`` commands end soon with 0, 1 or 2, and with plain lines."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from governed_ecr.cli import main
from tests.cli.test_hostile import HOSTILE, SECONDS

_SELECTION = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 1}
_POLICY = {"rules": [{"rulePriority": 1, "selection": _SELECTION, "action": {"type": "expire"}}]}
_RULE = {"rulePriority": 10**4000, "selection": _SELECTION, "action": {"type": "expire"}}
OF_LIFECYCLE: dict[str, bytes | str] = {
    "long priority": json.dumps({"rules": [_RULE, _RULE]}),
    "long count": json.dumps({"rules": [{**_RULE, "selection": {**_SELECTION, "countNumber": 10**4000}}]}),
    "beyond numbers": '{"rules": [{"rulePriority": 1e999}]}',
    "many rules": json.dumps({"rules": [_RULE] * 2_000}),
    "nul in tags": json.dumps({"rules": [{**_RULE, "selection": {**_SELECTION, "tagPatternList": ["\0*\n"]}}]}),
    "long times": json.dumps([{"imageDigest": "a", "imagePushedAt": 10**4000}]),
    "odd image": json.dumps(
        [{"imageId": 7}, {"imageId": {}, "imageManifest": 7}, {"repositories": {"imageDigest": []}}]
    ),
}


@pytest.mark.parametrize("name", [*HOSTILE, *OF_LIFECYCLE])
@pytest.mark.parametrize("command", ["validate", "explain", "simulate"])
def test_a_hostile_file(command: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = {**HOSTILE, **OF_LIFECYCLE}[name]
    path, policy = tmp_path / "hostile.json", tmp_path / "policy.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    policy.write_text(json.dumps(_POLICY))
    of_images = ["--policy", str(policy), "--images"] if command == "simulate" else []

    started = time.monotonic()
    code = main.run(["lifecycle", command, *of_images, str(path)])

    written = capsys.readouterr()
    assert code in (0, 1, 2), written.err
    assert time.monotonic() - started < SECONDS
    assert all(line.startswith("governed-ecr: ") and line.isprintable() for line in written.err.splitlines())
    assert written.out.replace("\n", "").isprintable()
    assert bool(written.err) == (code == 2)
