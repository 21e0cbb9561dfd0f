"""The search box: matches told apart, words shown as they are, the choice handed over."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from explorer.audits import synsets
from explorer.settings import settings
from explorer.ui.finder import entered
from explorer.ui.markdown import plain
from explorer.wordnet.lexicon import HIDDEN_NAME
from tests.support.hidden import unmistakable
from tests.support.real import atlas
from tests.support.visit import SECONDS, sound, unescaped

DOG, TOY_POODLE = "n02084071", "n02113624"


def script() -> None:
    import streamlit as st

    from explorer.ui.finder import finder
    from tests.support.real import atlas

    finder(atlas(), "box", "Find it", lambda wnid: st.session_state.update(found=wnid))


def typed(text: str) -> AppTest:
    opened = AppTest.from_function(script, default_timeout=SECONDS).run()
    return sound(opened.text_input(key="box_text").set_value(text).run())


def lines(opened: AppTest) -> dict[str, str]:
    """What each match says, by wnid, out of Markdown."""
    return {
        button.key.removeprefix("box_"): unescaped(button.label)
        for button in opened.button
        if button.key != "box_text"
    }


def test_nothing_typed_lists_nothing():
    assert lines(typed("")) == lines(typed("   ")) == {}


def test_a_match_says_its_name_wnid_parent_and_gloss():
    line = lines(typed("toy poodle"))[TOY_POODLE]
    assert line.startswith(f"**toy poodle** :gray[(poodle)] `{TOY_POODLE}`")
    assert "the breed of very small poodles" in line


def test_a_match_of_the_challenge_says_its_class_index():
    assert "ILSVRC 265" in lines(typed("265"))[TOY_POODLE]
    assert "ILSVRC" not in lines(typed(DOG))[DOG]


@pytest.mark.parametrize(
    ("text", "wnid", "badge"),
    [
        ("449", "n02859443", ":blue-badge[ILSVRC 449]"),
        ("449", "n01440764", ":blue-badge[devkit ID 449]"),
        ("2084071", DOG, ":green-badge[WordNet 3.0 offset]"),
        ("02086723-n", DOG, ":green-badge[WordNet 3.1 offset]"),
        ("ILSVRC2012_val_00000293.JPEG", "n01440764", ":green-badge[validation image]"),
    ],
)
def test_a_match_says_as_what_an_identifier_was_read(text: str, wnid: str, badge: str):
    assert badge in lines(typed(text))[wnid]


def test_the_first_class_of_the_challenge_has_index_0():
    first = atlas().class_index[0]
    assert "ILSVRC 0]" in lines(typed("0"))[first]


def test_a_match_by_another_lemma_says_the_first_one_too():
    assert "**Canis familiaris** = dog " in lines(typed("canis familiaris"))[DOG]


def test_two_synsets_of_one_name_are_told_apart():
    cranes = [
        line for line in lines(typed("crane")).values() if line.startswith("**crane** :gray[(")
    ]
    assert len(cranes) >= 2
    assert len({re.sub(r"`n\d{8}`", "", line) for line in cranes}) == len(cranes)


def test_a_misspelt_name_is_found():
    assert "n02099601" in lines(typed("golden retreiver"))


def test_no_more_matches_than_the_setting():
    assert len(lines(typed("dog"))) == settings().search_results


def test_a_text_that_finds_nothing_is_answered():
    opened = typed("qqqqqqqqqqqq")
    assert lines(opened) == {}
    assert "No synset matches" in opened.caption[0].value


@pytest.mark.parametrize("text", ["**", "[", "\\", "`", "n0", "<b>", "☃", "a" * 5_000, "$", "%"])
def test_any_text_can_be_typed(text: str):
    typed(text)


def test_the_choice_is_handed_over_and_the_box_emptied():
    opened = typed("toy poodle")
    sound(opened.button(key=f"box_{TOY_POODLE}").click().run())
    assert opened.session_state["found"] == TOY_POODLE
    assert opened.text_input(key="box_text").value == ""
    assert lines(opened) == {}


def test_words_that_markdown_would_read_are_shown_as_they_are():
    credit, skiing = "n00037200", "n00440941"
    label = typed(credit).button(key=f"box_{credit}").label
    assert plain("used in the phrase `to your credit'") in label
    assert "**cross\\-country skiing**" in typed(skiing).button(key=f"box_{skiing}").label


def test_a_long_gloss_is_cut():
    long = max(atlas().hierarchy.wnids, key=lambda wnid: len(atlas().lexicon.gloss(wnid)))
    assert lines(typed(long))[long].endswith("…]")
    assert len(lines(typed(long))[long]) < 300


def test_offensive_synsets_are_found_but_not_spelt_out():
    for wnid in unmistakable(3):
        line = lines(typed(wnid))[wnid]
        bare = synsets.card(atlas().revealed(), wnid, atlas().roll_up("fall11"))
        assert line.startswith(f"**{HIDDEN_NAME}** :gray[(")
        assert bare["name"] not in line
        assert bare["gloss"][:60] not in line


@pytest.mark.parametrize(
    ("text", "wnid"),
    [
        ("toy poodle", TOY_POODLE),  # the first that is called just so
        ("TOY_POODLE", TOY_POODLE),
        (DOG, DOG),
        ("265", TOY_POODLE),  # its number
        ("poodl", ""),  # several, none of them called so
        ("", ""),
    ],
)
def test_enter_opens_the_only_match_or_the_first_exact_one(text: str, wnid: str):
    assert entered(text, atlas().search_index.search(text, 20, 200) if text else []) == wnid
