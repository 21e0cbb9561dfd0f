"""The real hierarchy and data sets, and NLTK's own reader to hold them against."""

import warnings
from functools import cache

from nltk.corpus.reader.wordnet import WordNetCorpusReader

from explorer import atlas as atlases
from explorer import settings
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


def validation() -> Evaluation:
    """ILSVRC-2012's validation set with the built-in models."""
    return atlas().evaluation(ILSVRC)
