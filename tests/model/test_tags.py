import pytest

from governed_ecr.model.tags import tag_problems


@pytest.mark.parametrize(
    "tags",
    [{}, {"a": "b"}, {"k" * 127: "v" * 255}, {str(n): "x" for n in range(50)}, {"${Token[1]}": "${Token[2]}"}],
)
def test_tags_that_cloudformation_takes(tags):
    assert tag_problems(tags) == []


@pytest.mark.parametrize(
    ("tags", "place", "what"),
    [
        ({str(n): "x" for n in range(51)}, "tags", "51 tags."),
        ({"": "x"}, "tags['']", "This tag key is not allowed."),
        ({"aws:owner": "x"}, "tags['aws:owner']", "This tag key is not allowed."),
        ({"k" * 128: "x"}, f"tags['{'k' * 128}']", "This tag key is not allowed."),
        ({"a": ""}, "tags['a']", "A tag value of 0 characters."),
        ({"a": "v" * 256}, "tags['a']", "A tag value of 256 characters."),
    ],
)
def test_tags_that_cloudformation_refuses(tags, place, what):
    assert [(problem.place, problem.what) for problem in tag_problems(tags)] == [(place, what)]
