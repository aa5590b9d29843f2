"""The comment on a pull request: what it says first, that it fits, and that nobody else's text becomes markup."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from governed_ecr.access.witness import Witness
from governed_ecr.review.change import Change, ChangeKind, ImagesAtStake
from governed_ecr.review.markdown import LIMIT, markdown
from governed_ecr.review.mermaid import mermaid
from governed_ecr.review.review import Review, review
from governed_ecr.rules.rule import Severity
from governed_ecr.state.registry import Resource
from tests.findings import finding, rule
from tests.review.comparing import NOW, STRANGE, repository, side
from tests.review.granting import allow, drawn, shared

ALLOWED = re.compile(r"</?(?:details|summary|b)>|<br>")
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</details><script>",
    "@someone",
    "[a](javascript:alert(1))",
    "```\n@x\n```",
    '"]; click n0 "javascript:alert(1)"',
    "%%{init: {}}%%",
    "# heading\n\n# heading",
    "`",
]


def change(
    message: str = "Repository team/app is replaced.",
    kind: ChangeKind = ChangeKind.REPLACEMENT,
    severity: Severity = Severity.ERROR,
    **more: Any,
) -> Change:
    resource = Resource("Repo", "AWS::ECR::Repository", {}, template=more.pop("template", "cdk.out/App.template.json"))
    return Change(kind, severity, resource, message, **more)


def written(found: Review, link: str | None = None) -> str:
    return markdown(found, (), (), link=link)


def test_the_worst_comes_first_and_the_rest_is_counted() -> None:
    witness = Witness("anonymous", "ecr:BatchGetImage", "arn:aws:ecr:us-east-1:111111111111:repository/app")
    found = Review(
        (
            change("Account 1 now receives images.", ChangeKind.REPLICATION_ADDED, Severity.WARNING),
            change("It is open.", ChangeKind.ACCESS_WIDENED, witness=witness),
            change(
                "Images go.", ChangeKind.REMOVAL, Severity.NOTE, images=ImagesAtStake(2, 2_000_000_000, ("v1", "v2"))
            ),
        ),
        (finding(),),
        known_findings=3,
        benign_changes=1,
    )
    made = written(found)

    assert made.startswith(
        "### This change is dangerous\n\n> [!CAUTION]\n> It is open.\n\n3 consequences, 1 new finding."
    )
    titles = re.findall(r"^#### (.*)", made, re.MULTILINE)
    assert titles == ["Images lost or at stake (1)", "Access (1)", "Flow (1)", "New findings of the rules (1)"]
    assert "For example: `anonymous may call ecr:BatchGetImage on " in made
    assert "At stake: 2 images, 2.0 GB: v1, v2" in made
    assert made.endswith("1 resource changes without any of this; 3 findings were there before.\n")
    assert "mermaid" not in made


def test_a_change_without_consequences() -> None:
    assert written(Review(benign_changes=2)) == (
        "### This change has no consequences that anyone need know\n\n2 resources change without any of this.\n"
    )


def test_a_picture_where_access_changes() -> None:
    before, after = (side({"t": {"Resources": {"R": one}}}) for one in (repository(), shared(allow({"AWS": STRANGE}))))
    made = markdown(review(before, after, now=NOW), before.states, after.states)

    assert "```mermaid\nflowchart LR\n" in made
    assert re.search(r'n\d ==>\|"new#58; pull"\| n\d', made)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_picture_takes_no_orders_from_names(hostile: str) -> None:
    base = {"R": repository(hostile)}
    chart, _ = mermaid(drawn(base, {"R": shared(allow({"AWS": f"arn:aws:iam::{STRANGE}:role/x"}), name=hostile)}))
    labels = re.findall(r'"([^"]*)"', chart)

    assert all(re.fullmatch(r"(?:[A-Za-z0-9 /.,()-]|#\d+;)*", label) for label in labels)
    shape = re.sub(r'"[^"]*"', '""', chart)
    plain = {"R": repository("app")}
    same = mermaid(drawn(plain, {"R": shared(allow({"AWS": f"arn:aws:iam::{STRANGE}:role/x"}), name="app")}))[0]
    assert shape == re.sub(r'"[^"]*"', '""', same)


def test_a_picture_of_a_large_change_is_cut_and_counted() -> None:
    resources = {f"R{at}": shared(allow({"AWS": f"{at:012d}"}, "ecr:*"), name=f"app-{at:03d}") for at in range(200)}
    keep = {"Keep": repository("keep")}
    chart, left_out = mermaid(drawn(keep, {**keep, **resources}))
    assert chart.count("==>") == 40
    assert left_out > 0
    assert len(chart) < 8_000


def test_whatever_the_size_it_fits_and_says_what_is_cut() -> None:
    kinds = list(ChangeKind)
    changes = tuple(change(f"{at} " + "word <b> " * 60, kinds[at % len(kinds)]) for at in range(3_000))
    findings = tuple(finding("@x " * 500, of=rule(f"Rule{at % 70}")) for at in range(10_000))
    made = written(Review(changes, findings), link="https://example.com/runs/1?a=b")

    assert 30_000 < len(made) <= LIMIT
    assert len(re.findall("^#### ", made, re.MULTILINE)) == 5
    (cut,) = re.findall(
        r"^\*\*Not shown here: (.*)\*\*; \[the whole report\]\(https://example.com/runs/1\?a=b\)", made, re.M
    )
    counts = {noun: int(number.replace(",", "")) for number, noun in re.findall(r"([\d,]+) ([a-z ]+)", cut)}
    assert counts["changes"] + len(re.findall(r"^\d+\. \*\*", made, re.MULTILINE)) == 3_000
    assert counts["findings"] + len(re.findall(r"^- `", made, re.MULTILINE)) == 10_000


TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40), st.text("<>@`*_[]()!#&\\/\n -=~|$", max_size=40))


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=6), st.sampled_from([1, 7, 400]))
def test_any_text_fits_and_stays_text(texts: list[str], times: int) -> None:
    def pick(at: int) -> str:
        return texts[at % len(texts)] * times

    kinds = list(ChangeKind)
    changes = tuple(
        change(
            pick(at),
            kinds[at % len(kinds)],
            template=pick(at + 1),
            path=(pick(at + 2),),
            witness=Witness(pick(at + 3), "a", "b"),
            images=ImagesAtStake(1, 1, (pick(at + 4),)),
        )
        for at in range(20)
    )
    found = Review(changes, tuple(finding(pick(at), template=pick(at + 1)) for at in range(20)))
    made = written(found)

    assert len(made) <= LIMIT
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(made)
    flat = [child for token in tokens for child in (token, *(token.children or ()))]
    for token in flat:
        if token.type in ("html_inline", "html_block"):
            # A block of HTML ends at an empty line, so only our own tags can stand in one.
            assert (
                ALLOWED.sub(
                    "", re.sub(r"<b>[a-z]+</b>: \w+ \([\d,]+\)|Where, and what shows it|\d+ more", "", token.content)
                ).strip()
                == ""
            )
        if token.type == "text":
            assert not re.search(r"@\w", token.content)
        assert token.type != "image"
        if token.type == "link_open":
            assert str(token.attrs["href"]).startswith("https://docs.aws.amazon.com/")
