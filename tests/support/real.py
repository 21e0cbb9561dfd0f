"""The real hierarchy and data sets, and NLTK's own reader to hold them against."""

import tomllib
import warnings
from functools import cache

from hypothesis import strategies as st
from nltk.corpus.reader.wordnet import WordNetCorpusReader

from explorer import atlas as atlases
from explorer import facts, settings
from explorer.atlas import Atlas
from explorer.evaluations import Evaluation
from explorer.evaluations.declared import ILSVRC
from explorer.wordnet import corpus


class EnglishReader(WordNetCorpusReader):  # type: ignore[misc]
    """NLTK's reader without its map to other languages, which takes most of the opening."""

    def map_wn(self, version: str = "wordnet") -> None:
        """Map nothing."""


@cache
def atlas() -> Atlas:
    """Everything loaded once for all tests of a process; it is only ever read."""
    return atlases.load(settings.settings())


@cache
def nltk_reader() -> WordNetCorpusReader:
    """NLTK's reader of the same WordNet; opening it takes a second or two."""
    found = corpus.locate(settings.settings(), lambda _share, _sentence: None)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The multilingual functions")
        return EnglishReader(found, omw_reader=None)


_DECLARED = tomllib.loads((facts.DATA / "datasets.toml").read_text("utf-8"))["dataset"]

DATASETS = tuple(sorted(each["key"] for each in _DECLARED))
"""Keys of the data sets, for tests to be listed without loading any."""

MAPPED = tuple(each["key"] for each in _DECLARED if "mapping" in each)
"""Those whose class names were mapped to synsets."""

WNIDS = st.deferred(lambda: st.sampled_from(atlas().hierarchy.wnids))
"""Draws a synset; the hierarchy is loaded at the first draw."""


def validation() -> Evaluation:
    """ILSVRC-2012's validation set with the built-in models."""
    return atlas().evaluation(ILSVRC)
