"""The questions of the first page: each answer counted once more from the tables."""

from functools import cache

from explorer import facts
from explorer.audits.questions import questions
from explorer.audits.questions_asked import QUESTIONS
from explorer.ui.navigation import PAGES
from tests.support.real import atlas


@cache
def answers() -> dict[str, str]:
    return {each.page: each.answer for each in questions(atlas())}


def test_every_question_is_answered_and_leads_to_a_page():
    assert list(answers()) == list(QUESTIONS)
    assert set(QUESTIONS) <= {entry.url_path for entry in PAGES}


def test_the_classes_to_drop_are_those_that_are_not_safe_and_imageable():
    people = facts.read("people")
    stay = (people["safety"] == "safe") & (people["imageability"] >= 4)
    assert f"{(~stay).sum():,} of the {len(people):,} person classes" in answers()["people"]
    for label in ("offensive", "sensitive"):
        assert f"{(people['safety'] == label).sum():,}" in answers()["people"]


def test_the_model_fails_most_on_the_branch_with_the_largest_error():
    rolled = atlas().roll_up("ilsvrc2012")
    at = atlas().hierarchy.positions(["n00001740", "n03405725", "n01503061"])
    overall, furniture, bird = rolled.subtree("top1_error", at)
    said = answers()["errors"]
    assert f"{overall:.1f} %" in said
    assert f"{furniture:.1f} % on furniture" in said
    assert f"{bird:.1f} % on bird" in said


def test_branches_with_few_images_are_counted_over_distinct_classes():
    images = facts.read("imagenet21k").set_index("wnid")["fall11_images"].dropna()
    people = atlas().hierarchy.named(atlas().hierarchy.subtree("n00007846"))
    own = images[images.index.isin(people)]
    assert (
        f"Person: {100 * (own < 100).mean():.0f} % of its {len(own):,} classes"
        in (answers()["balance"])
    )
    assert f"{(images < 100).sum():,} of all {len(images):,}" in answers()["balance"]


def test_classes_with_boxes_and_shared_classes_are_those_of_the_tables():
    table = facts.read("imagenet21k").set_index("wnid")
    assert (
        f"{table['box_package'][table['fall11_images'].notna()].sum():,} of 21,841"
        in (answers()["boxes"])
    )
    assert answers()["releases"].startswith("999 of the 1,000 classes")
    assert "teddy is not" in answers()["releases"]
