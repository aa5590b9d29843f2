import pytest

from governed_ecr.model.errors import GovernedEcrError, Problem, refuse


@pytest.mark.parametrize(
    ("place", "parent", "expected"),
    [("", "hub", "hub"), ("name", "hub", "hub.name"), ("[0].name", "hub", "hub[0].name"), ("name", "", "name")],
)
def test_a_problem_is_placed_under_its_parent(place, parent, expected):
    assert Problem(place, "x", "y").under(parent).place == expected


def test_an_error_carries_every_problem_one_in_a_line():
    with pytest.raises(GovernedEcrError) as caught:
        refuse([Problem("a", "One.", "Mend one."), Problem("", "Two.", "Mend two.")], of="hub")
    assert str(caught.value) == "hub.a: One. Mend one.\nhub: Two. Mend two."
    assert [problem.what for problem in caught.value.problems] == ["One.", "Two."]


def test_nothing_wrong_raises_nothing():
    refuse([])
