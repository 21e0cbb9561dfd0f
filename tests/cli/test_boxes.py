"""Boxes and breeds in a terminal."""

DOG = "n02084071"


def test_the_boxes_of_dogs_are_the_pages(ask_json):
    found = ask_json("boxes", "--root", DOG)
    assert found["packages"]["classes"] == 190
    assert (found["validation"]["classes"], found["validation"]["boxes"]) == (118, 7_202)
    assert len(found["validation"]["by_class"]) == 118
    assert [row["wnid"] for row in found["detection"]] == [DOG]


def test_a_subtree_without_boxes_has_no_figures(ask_json):
    found = ask_json("boxes", "--root", "n00523513")["validation"]
    assert (found["boxes"], found["mean_scale"], found["by_class"]) == (0, None, [])


def test_breeds_are_counted_in_three_lists(ask_json, ask):
    assert ask_json("breeds")["summary"]["ilsvrc2012"] == 118
    assert "bird: 856 classes in ImageNet-21K" in ask("breeds", "--root", "n01503061")
    assert "80,477 boxes of 1,000 classes" in ask("boxes")
