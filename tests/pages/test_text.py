"""Words of the data in Markdown: they come out as they went in."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.pages.text import plain
from tests.pages.visit import unescaped
from tests.real import atlas

READ_BY_MARKDOWN = "\\`*_{}[]()#+-.!|$~:<>&^"
ANYTHING = st.text() | st.text(READ_BY_MARKDOWN + "a1 \n")


@given(ANYTHING)
def test_taking_the_backslashes_off_gives_the_text_back(text: str):
    assert re.sub(r"\\(.)", r"\1", plain(text), flags=re.DOTALL) == text
    assert unescaped(plain(text).replace("\0", "")) == text.replace("\0", "")


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
    assert unescaped(plain(text)) == text


def test_every_gloss_and_lemma_can_be_given_back():
    lexicon = atlas().revealed().lexicon
    for wnid in atlas().hierarchy.wnids[::50]:
        for text in (lexicon.gloss(wnid), *lexicon.lemmas_of(wnid)):
            assert unescaped(plain(text)) == text
            assert "\n" not in text
