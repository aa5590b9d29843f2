"""Markdown that says what it says, whatever templates say."""

import re

import pytest
from markdown_it import MarkdownIt

from governed_ecr.report.markdown import LIMIT, PLACES, code, markdown
from governed_ecr.rules.rule import Severity
from tests.findings import WITNESS, finding, report, rule

WHOLE = """\
### governed-ecr: 2 errors, 1 note in 2 templates; 14 resources, 52 rules

| severity | rule | places |
|---|---|---:|
| error | [TagsMove](https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html) | 2 |
| note | [Other](https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html) | 1 |

#### error: TagsMove

Tags can be moved. A moved tag changes what runs.

**Mend:** Set ImageTagMutability to IMMUTABLE.

- `cdk.out/Registry.template.json:12`, `Resources.Repo.Properties.ImageTagMutability` (`Registry/Repo/Resource`): \
ImageTagMutability is MUTABLE.<br>
  For example: `arn:aws:iam::999999999999:root may call ecr:BatchGetImage on \
arn:aws:ecr:us-east-1:111111111111:repository/app with aws:PrincipalOrgID=o-other, \
aws:PrincipalOrgPaths=[o-other/r-1/, o-other/r-2/]`
- `b.yaml`, `Resources.Repo`: ImageTagMutability is MUTABLE.

#### note: Other

Tags can be moved. A moved tag changes what runs.

**Mend:** Set ImageTagMutability to IMMUTABLE.

- `cdk.out/Registry.template.json`, `Resources.Repo.Properties.ImageTagMutability`: \
ImageTagMutability is MUTABLE. (where IsProd is false)
"""


def test_a_whole_report() -> None:
    first = finding(construct_path="Registry/Repo/Resource", witness=WITNESS)
    findings = (
        first,
        finding(template="b.yaml", path=()),
        finding(of=rule("Other", Severity.NOTE), assumption="IsProd is false"),
    )

    assert markdown(report(*findings, lines={first: 12})) == WHOLE


def test_no_findings_is_the_summary() -> None:
    assert markdown(report()) == "### governed-ecr: No findings in 2 templates; 14 resources, 52 rules\n"


def test_a_comment_can_hold_it() -> None:
    findings = [
        finding("x" * 5000, of=rule(f"Rule{number}"), logical_id=f"Repo{each}")
        for number in range(60)
        for each in range(PLACES + 1)
    ]

    made = markdown(report(*findings))

    assert len(made) <= LIMIT
    assert made.count("| error |") == 60
    assert "- and 1 more\n" in made
    assert re.search(r"\d+ more rules are left out here", made)


@pytest.mark.parametrize(
    "hostile",
    [
        "<img src=x onerror=alert(1)>",
        "<!-- hidden",
        "</details>",
        "[click](javascript:alert(1))",
        "![](https://example.com/pixel.png)",
        "`code` ``more``",
        "a | b",
        "**bold** __bold__ ~~gone~~",
        "# heading",
        "\n\n# heading",
        "\r\n- item",
        "&lt;script&gt;",
        "https://example.com",
        "www.example.com",
        "$x^2$",
        "\\",
        "1. first",
        "---",
    ],
)
def test_nothing_of_a_template_becomes_markup(hostile: str) -> None:
    plain, attacked = (
        MarkdownIt("gfm-like", {"linkify": False}).parse(
            markdown(report(finding(text, template=text, logical_id=text, construct_path=text, assumption=text)))
        )
        for text in ("word", hostile)
    )

    def kinds(tokens: list) -> list[str]:
        within = [child for token in tokens for child in token.children or ()]
        return [token.type for token in (*tokens, *within) if token.type not in ("text", "text_special")]

    assert kinds(attacked) == kinds(plain)


@pytest.mark.parametrize(
    "hostile", ["@someone", "@org/team", "#123", "GH-123", "https://example.com", "www.example.com"]
)
def test_nobody_is_mentioned_and_nothing_is_linked(hostile: str) -> None:
    made = markdown(report(finding(hostile)))

    assert hostile not in made
    assert hostile not in made.replace("\\", "")


def test_code_shows_any_text() -> None:
    assert code("a") == "`a`"
    assert code("a``b") == "```a``b```"
    assert code("`") == "`` ` ``"
    assert code("") == "`  `"
