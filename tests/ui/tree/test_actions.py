"""What the tree navigator makes of a browser's messages. tests/browser has the rest."""

from hypothesis import example, given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from explorer.ui.tree.actions import Action, due, read

anything = some.none() | some.booleans() | some.integers() | some.floats() | some.text()


def test_a_message_is_read_as_actions():
    sent = [[1, "toggle", "animal"], [2, "pick", "animal/dog"]]
    assert list(read(sent)) == [Action(1, "toggle", "animal"), Action(2, "pick", "animal/dog")]


@given(anything | some.lists(anything | some.lists(anything, max_size=4)))
@example([[1, "delete", "animal"]])
@example([["1", "pick", "animal"]])
@example([[1, "pick", None]])
@example([[1, "pick", "animal", "dog"]])
@example({"turn": 1})
def test_a_message_of_another_form_holds_no_actions(sent):
    assert list(read(sent)) == []


def test_what_is_answered_is_not_due_again():
    actions = [Action(1, "toggle", "a"), Action(2, "toggle", "b"), Action(3, "pick", "c")]
    assert due(actions, answered=0) == actions
    assert due(actions, answered=1) == actions[1:]
    assert due(actions, answered=3) == []


def test_every_toggle_is_due_in_order_and_then_the_last_pick():
    actions = [
        Action(1, "pick", "a"),
        Action(2, "toggle", "b"),
        Action(3, "pick", "c"),
        Action(4, "toggle", "b"),
    ]
    assert due(actions, answered=0) == [actions[1], actions[3], actions[2]]


def test_a_page_with_a_tree_runs_without_a_browser():
    def page():
        from explorer.ui.tree import TreeRow, tree

        row = TreeRow("a", "n00001740", "entity", 1, "leaf", ("1",), False, "", 1, 1)
        callbacks = {"on_toggle": lambda: None, "on_pick": lambda: None}
        tree([row], key="tree", label="Tree", columns=("Images",), height=200, **callbacks)

    assert not AppTest.from_function(page).run().exception
