import pytest

from governed_ecr.config.salvage import Salvage, entry_of

DATA = {"a": 1, "b": [{"c": 1}, {"c": 2}, {"c": 3}], "d": {"e": [5, 6]}}


def test_what_is_left_is_the_data_without_its_faults():
    sound = Salvage(DATA, [("a",), ("b", 1), ("d", "e", 0)])
    assert sound.data == {"b": [{"c": 1}, {"c": 3}], "d": {"e": [6]}}
    assert sound.original(("b", 1, "c")) == ("b", 2, "c")
    assert sound.original(("d", "e", 0)) == ("d", "e", 1)
    assert sound.original(()) == ()


def test_without_faults_nothing_changes():
    assert Salvage(DATA, []).data == DATA


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        (("hub",), ("hub",)),
        (("repositories", 3, "tags", "a"), ("repositories", 3)),
        (("repositories", 3, "names", 1), ("repositories", 3, "names", 1)),
    ],
)
def test_the_entry_around_a_fault(path, entry):
    assert entry_of(path) == entry
