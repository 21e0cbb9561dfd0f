"""Words of the data in Markdown: they come out as they went in."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.formatting import visible
from explorer.ui.markdown import JOINER, plain
from tests.support.real import atlas
from tests.support.visit import without_backslashes

READ_BY_MARKDOWN = "\\`*_{}[]()#+-.!|$~:<>&^"
ANYTHING = st.text() | st.text(READ_BY_MARKDOWN + "a1 \n")


@given(ANYTHING)
def test_taking_the_backslashes_off_gives_the_text_back(text: str):
    assert re.sub(r"\\(.)", r"\1", plain(text), flags=re.DOTALL).replace(JOINER, "") == visible(
        text
    )
    assert without_backslashes(plain(text)) == visible(text)


@given(ANYTHING)
def test_no_character_that_markdown_reads_is_left_bare(text: str):
    bare = re.sub(r"\\.", "", plain(text), flags=re.DOTALL)
    assert not set(bare) & set(READ_BY_MARKDOWN)


@given(ANYTHING)
def test_a_backslash_stands_only_before_punctuation_where_markdown_takes_it_off(text: str):
    escaped = re.findall(r"\\(.?)", plain(text), flags=re.DOTALL)
    assert set(escaped) <= set(string.punctuation)


@pytest.mark.parametrize("word", ["dog", "Canis familiaris", "woman's", "naïve", "犬", "a, b; c?"])
def test_plain_words_stay_as_they_are(word: str):
    assert plain(word) == word


@pytest.mark.parametrize(
    "text",
    [
        "**bold**",
        "[link](http://example.com)",
        "<b>tag</b>",
        ":red[coloured]",
        ":material/home:",
        "$x^2$",
        "~~struck~~",
        "# heading",
        "1. list",
        "- list",
        "| table |",
        "`code`",
        "&lt;",
        "![image](x)",
        "a_b_c",
    ],
)
def test_markup_of_any_kind_is_defused(text: str):
    assert plain(text) != text
    assert without_backslashes(plain(text)) == text


def test_every_gloss_and_lemma_can_be_given_back():
    lexicon = atlas().revealed().lexicon
    for wnid in atlas().hierarchy.wnids[::50]:
        for text in (lexicon.gloss(wnid), *lexicon.lemmas_of(wnid)):
            assert without_backslashes(plain(text)) == text
            assert "\n" not in text


# Links

LINKED = (
    re.compile(r"(https?://|ftp://|www(?=\.))([-.\w]+)([^ \t\r\n]*)", re.IGNORECASE),
    re.compile(r"(mailto|xmpp):[-.\w+@]+", re.IGNORECASE),
    re.compile(r"[-.\w+]+@[-\w]+(\.[-\w]+)+"),
)
"""What GitHub's Markdown makes a link of without being asked (its specification, 6.9)."""


def linked(text: str) -> bool:
    return any(form.search(text) for form in LINKED)


@pytest.mark.parametrize(
    "text",
    [
        "http://example.com",
        "HTTPS://example.com/a?b=c",
        "see www.example.com.",
        "someone@example.com",
        "mailto:someone@example.com",
        "ftp://example.com",
        "http://http://www.example.com@example.com",
    ],
)
def test_an_address_in_a_text_is_no_link_and_reads_as_it_was(text: str):
    shown = re.sub(r"\\(.)", r"\1", plain(text))
    assert linked(text) and not linked(shown)
    assert without_backslashes(plain(text)) == text


@given(st.lists(st.sampled_from(["http", "s", "://", "www", ".", "@", "a.bc", " ", "mailto:"])))
def test_no_text_becomes_a_link(pieces: list[str]):
    assert not linked(re.sub(r"\\(.)", r"\1", plain("".join(pieces))))


# Pictures and signs

DRAWN = (
    re.compile(r":material[/_]\w+:"),
    re.compile(r":streamlit:"),
    re.compile(r"(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)"),
)
"""What Streamlit's page replaces in a text whose backslashes are gone."""


def drawn(text: str) -> bool:
    return any(form.search(text) for form in DRAWN)


@pytest.mark.parametrize(
    "text", [":material/home:", ":material_home:", ":streamlit:", "a -> b", "<-> x", "--", "n >= 5"]
)
def test_a_text_that_streamlit_would_draw_stays_text(text: str):
    shown = re.sub(r"\\(.)", r"\1", plain(text))
    assert drawn(text) and not drawn(shown)
    assert without_backslashes(plain(text)) == text


@given(st.lists(st.sampled_from([":", "material", "/", "_", "streamlit", *"<->=~ a"])))
def test_no_text_becomes_a_picture_or_another_sign(pieces: list[str]):
    assert not drawn(re.sub(r"\\(.)", r"\1", plain("".join(pieces))))


# Characters that are not seen


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("resnet\u202e05", "resnetU+202E05"),
        ("a\u200bb", "aU+200Bb"),
        ("a\u2060b", "aU+2060b"),
        ("a\nb\tc", "aU+000AbU+0009c"),
        ("a\x1b[31m", "aU+001B[31m"),
        ("\ufeffwnid", "U+FEFFwnid"),
        ("a\ufe0fb", "aU+FE0Fb"),
        ("\u3164", "U+3164"),
        ("\U000e0041", "U+E0041"),
        ("\ud800", "U+D800"),
        ("naïve 犬 woman's\u00a0dog", "naïve 犬 woman's\u00a0dog"),
    ],
)
def test_a_character_that_is_not_seen_is_shown_as_its_number(text: str, shown: str):
    assert visible(text) == shown
    assert without_backslashes(plain(text)) == shown


@given(st.text(st.characters(codec=None)))
def test_only_what_is_seen_is_left_and_nothing_changes_twice(text: str):
    assert visible(text).replace("\u00a0", " ").isprintable() or any(
        each.isspace() for each in visible(text)
    )
    assert visible(visible(text)) == visible(text)


def test_no_word_of_wordnet_is_changed():
    lexicon = atlas().revealed().lexicon
    assert all(visible(text) == text for text in lexicon.lemmas.flatten().to_pylist())
    assert all(visible(text) == text for text in lexicon.glosses.to_pylist())
