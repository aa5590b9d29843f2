"""Three lines for each finding, by template, and nothing of a template reaches the terminal as a command."""

import pytest

from governed_ecr.report.printable import MOST, printable
from governed_ecr.report.text import text
from governed_ecr.rules.rule import Severity
from tests.findings import WITNESS, finding, report, rule

WHOLE = """\
cdk.out/Registry.template.json

error    TagsMove  Resources.Repo.Properties.ImageTagMutability, line 12 (Registry/Repo/Resource)
         ImageTagMutability is MUTABLE. For example, arn:aws:iam::999999999999:root may call ecr:BatchGetImage on \
arn:aws:ecr:us-east-1:111111111111:repository/app with aws:PrincipalOrgID=o-other, \
aws:PrincipalOrgPaths=[o-other/r-1/, o-other/r-2/].
         Mend: Set ImageTagMutability to IMMUTABLE.

note     Other  Resources.Repo.Properties.ImageTagMutability
         ImageTagMutability is MUTABLE. (where IsProd is false)
         Mend: Set ImageTagMutability to IMMUTABLE.

b.yaml

error    TagsMove  Resources.Repo
         ImageTagMutability is MUTABLE.
         Mend: Set ImageTagMutability to IMMUTABLE.

2 errors, 1 note in 2 templates; 14 resources, 52 rules
"""


def test_a_whole_report() -> None:
    first = finding(construct_path="Registry/Repo/Resource", witness=WITNESS)
    findings = (
        first,
        finding(template="b.yaml", path=()),
        finding(of=rule("Other", Severity.NOTE), assumption="IsProd is false"),
    )

    assert text(report(*findings, lines={first: 12})) == WHOLE


def test_no_findings_is_one_line() -> None:
    assert text(report()) == "No findings in 2 templates; 14 resources, 52 rules\n"


def test_colour_changes_no_word() -> None:
    import re

    made = report(finding(), finding(of=rule("Other", Severity.WARNING)))

    coloured = text(made, colour=True)

    assert "\x1b[31merror" in coloured
    assert "\x1b[33mwarning" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == text(made)


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b[2J\x1b[1;1H",
        "\r0 errors",
        "a\nerror    Fake",
        "\x07",
        "\u202egnp.exe",
        "\u2028x",
        "\x9b2J",
        "\ud800",
        "\x7f",
    ],
)
def test_what_templates_say_moves_nothing(hostile: str) -> None:
    made = finding(hostile, template=hostile, logical_id=hostile, construct_path=hostile, assumption=hostile)

    shown = text(report(made))

    assert len(shown.splitlines()) == 7
    assert all(line.isprintable() for line in shown.splitlines())
    shown.encode("utf-8")


def test_printable_keeps_what_has_a_glyph_and_cuts_what_is_long() -> None:
    assert printable("größe 日本 \N{ROCKET}") == "größe 日本 \N{ROCKET}"
    assert printable("a\tb\x1b") == "a\\tb\\x1b"
    assert len(printable("x" * 10_000_000)) == MOST
