"""All rules as a whole: complete, documented, tested, and quick."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from governed_ecr import rules
from governed_ecr.rules import ALL_RULES
from governed_ecr.rules.document import document
from governed_ecr.rules.rule import Rule, Severity

PROJECT = Path(__file__).resolve().parents[2]
FOLDER = Path(rules.__file__).parent
MODULES = sorted(path.relative_to(FOLDER) for path in FOLDER.glob("*/*.py") if path.stem != "__init__")


def _rules_of(module: Path) -> dict[str, Rule]:
    """The rules that a module declares, by the names of their constants."""
    name = ".".join(("governed_ecr.rules", *module.with_suffix("").parts))
    found = vars(import_module(name))
    return {key: value for key, value in found.items() if isinstance(value, Rule) and value.check.__module__ == name}


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def test_ids_are_unique_and_readable() -> None:
    ids = [rule.id for rule in ALL_RULES]
    assert len({name.lower() for name in ids}) == len(ids)
    assert [name for name in ids if not re.fullmatch(r"([A-Z][a-z]+){2,6}", name)] == []


def test_no_rule_is_forgotten() -> None:
    declared = [rule for module in MODULES for rule in _rules_of(module).values()]
    assert {rule.id for rule in declared} == {rule.id for rule in ALL_RULES}


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_is_one_rule_and_is_called_like_it(module: Path) -> None:
    declared = _rules_of(module)
    assert len(declared) <= 1
    for name, rule in declared.items():
        assert module.stem == _snake(rule.id)
        assert name == module.stem.upper()


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_rule_has_its_words(rule: Rule) -> None:
    for words in (rule.summary, rule.why, rule.mend):
        assert re.fullmatch(r"[A-Z][^\n]{15,}\.", words), words
        assert "  " not in words
    assert len(rule.summary) <= 120
    assert re.fullmatch(r"docs\.aws\.amazon\.com/[A-Za-z0-9_/.-]+(\.html|/)(#[A-Za-z0-9_-]+)?", rule.source), (
        rule.source
    )
    assert isinstance(rule.severity, Severity)


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_rule_looks_at_types_of_resources(rule: Rule) -> None:
    assert rule.applies_to
    assert len(set(rule.applies_to)) == len(rule.applies_to)
    assert all(re.fullmatch(r"AWS::[A-Za-z0-9]+::[A-Za-z0-9]+", kind) for kind in rule.applies_to)


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_rule_has_its_tests(rule: Rule) -> None:
    """A test module of its name, or one for several rules that names it."""
    folder = PROJECT / "tests" / "rules" / rule.check.__module__.split(".")[-2]
    constant = re.compile(rf"\b{_snake(rule.id).upper()}\b")
    shared = (len(constant.findall(test.read_text(encoding="utf-8"))) > 1 for test in folder.glob("test_*.py"))
    assert (folder / f"test_{_snake(rule.id)}.py").is_file() or any(shared)


def test_the_page_of_the_rules_is_current() -> None:
    page = (PROJECT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert page == document(), "Write it anew: python -m governed_ecr.rules.document > docs/rules.md"


def test_the_page_has_each_rule_once_in_a_table_and_once_in_full() -> None:
    page = document()
    for rule in ALL_RULES:
        assert page.count(f"| [{rule.id}](#{rule.id.lower()}) | {rule.severity} |") == 1
        assert page.count(f"\n### {rule.id}\n") == 1
        assert f"<https://{rule.source}>" in page
