"""The guide and the schema know every word that the program writes."""

from __future__ import annotations

import json
import re
from pathlib import Path

from governed_ecr.lifecycle import Cause, Outcome
from governed_ecr.lifecycle.traps import Trap, traps
from governed_ecr.model.lifecycle import LifecyclePolicy

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDE = (DOCS / "lifecycle.md").read_text(encoding="utf-8")
SCHEMA = json.loads((DOCS / "schemas" / "lifecycle-1.json").read_text(encoding="utf-8"))


def test_the_schema_knows_every_outcome_and_cause() -> None:
    image = SCHEMA["$defs"]["image"]["properties"]
    assert image["outcome"]["enum"] == [outcome.value for outcome in Outcome]
    assert set(image["cause"]["enum"]) == {cause.value for cause in Cause}
    assert set(SCHEMA["$defs"]["repository"]["properties"]["totals"]["properties"]) == {each.value for each in Outcome}


def test_the_schema_of_explanations_knows_every_trap() -> None:
    schema = json.loads((DOCS / "schemas" / "lifecycle-explain-1.json").read_text(encoding="utf-8"))
    traps_known = schema["properties"]["warnings"]["items"]["properties"]["trap"]["enum"]
    assert traps_known == [trap.value for trap in Trap]


def test_the_guide_explains_every_trap_and_everything_undetermined() -> None:
    explained = set(re.findall(r"^\| `([a-z-]+)` \|", GUIDE, re.MULTILINE))
    assert {trap.value for trap in Trap} <= explained
    undetermined = list(Cause)[list(Cause).index(Cause.SAME_TIME) :]
    assert {cause.value for cause in undetermined} <= explained


def test_what_the_guide_imports_exists() -> None:
    imports = re.findall(r"^from governed_ecr\.lifecycle\S* import \w+", GUIDE, re.MULTILINE)
    assert len(imports) == 4
    for line in imports:
        exec(line, {})


def test_presets_have_no_trap_but_that_images_run() -> None:
    policy = LifecyclePolicy.keep_releases(others=30)
    assert {caution.trap for caution in traps(policy)} == {Trap.RUNNING_IMAGES}
