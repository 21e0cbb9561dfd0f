"""The spellings of a class name: words without their dress, singulars, British and American."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

How = Literal["name", "spelling", "singular", "part", "last words", "similar spelling"]

HOW: tuple[How, ...] = get_args(How)
"""How a spelling came from a name, the surest first: the name itself; the same letters with other
spaces, hyphens, or British for American; its singular; one of several names; its last words alone,
which mean something broader; a lemma that is a letter or two away."""

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_IN_BRACKETS = re.compile(r"\s*[(\[{]([^()\[\]{}]*)[)\]}]")
_PARTS = re.compile(r"\s*[;/|,]\s*|\s+or\s+")
_SEPARATORS = re.compile(r"[\s_\-.]+")

IRREGULAR = {
    "calves": "calf",
    "children": "child",
    "dice": "die",
    "dwarves": "dwarf",
    "elves": "elf",
    "feet": "foot",
    "geese": "goose",
    "halves": "half",
    "hooves": "hoof",
    "knives": "knife",
    "leaves": "leaf",
    "lice": "louse",
    "lives": "life",
    "loaves": "loaf",
    "mice": "mouse",
    "oxen": "ox",
    "people": "person",
    "scarves": "scarf",
    "selves": "self",
    "sheaves": "sheaf",
    "shelves": "shelf",
    "teeth": "tooth",
    "thieves": "thief",
    "wharves": "wharf",
    "wives": "wife",
    "wolves": "wolf",
}

ENDINGS = (
    ("men", "man"),
    ("ies", "y"),
    ("sses", "ss"),
    ("shes", "sh"),
    ("ches", "ch"),
    ("xes", "x"),
    ("zes", "z"),
    ("oes", "o"),
    ("ses", "s"),
    ("s", ""),
)
"""Endings of plurals and of their singulars, the longest first."""

BRITISH = (
    (re.compile(r"our(?=s?\b|ed|ing|ful)"), "or"),
    (re.compile(r"(?<=[bt])re\b"), "er"),
    (re.compile(r"is(?=e[ds]?\b|ing|ation)"), "iz"),
    (re.compile(r"yse"), "yze"),
    (re.compile(r"ogue\b"), "og"),
    (re.compile(r"ae"), "e"),
    (re.compile(r"oe(?=[mst])"), "e"),
    (re.compile(r"ll(?=ed|ing|er)"), "l"),
    (re.compile(r"\btyre"), "tire"),
    (re.compile(r"\bgrey"), "gray"),
    (re.compile(r"\bkerb"), "curb"),
    (re.compile(r"ence\b"), "ense"),
    (re.compile(r"mould"), "mold"),
)
"""British spellings as American ones; lemmas and names are compared in the American one."""

_ANY_BRITISH = re.compile("|".join(pattern.pattern for pattern, _ in BRITISH))


@dataclass(frozen=True)
class Spelling:
    """A spelling to look for.

    Attributes:
        words: in lower case, separated by single spaces.
        how: it came from the name.
    """

    words: str
    how: How


@dataclass(frozen=True)
class Spellings:
    """What a class name can be looked up by.

    Attributes:
        each: spellings, the surest first; no two have the same words, and each has a letter:
            WordNet's synset of "8" is no class of images.
        hints: words in brackets, as in "bat (animal)".
        capitals: the most that a word of the name has.
    """

    each: tuple[Spelling, ...]
    hints: tuple[str, ...]
    capitals: int


def words(text: str) -> str:
    """A text in lower case without accents, its words separated by single spaces."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(each for each in apart if not unicodedata.combining(each))
    return _SEPARATORS.sub(" ", text.lower().replace("'", "")).strip()


def squeezed(text: str) -> str:
    """Words without spaces, British spellings as American ones: what lemmas are compared by."""
    return american(text).replace(" ", "")


def american(text: str) -> str:
    """Words with British spellings as American ones."""
    if _ANY_BRITISH.search(text):
        for pattern, instead in BRITISH:
            text = pattern.sub(instead, text)
    return text


def singular(text: str) -> Iterator[str]:
    """What words that end in a plural can be the plural of."""
    before, space, last = text.rpartition(" ")
    if last in IRREGULAR:
        yield before + space + IRREGULAR[last]
        return
    if len(last) < 4 or last.endswith("ss"):
        return
    for plural, one in ENDINGS:
        if last.endswith(plural):
            yield before + space + last.removesuffix(plural) + one
            if plural != "s" and last.endswith("es"):
                yield before + space + last.removesuffix("s")
            return


def spellings(name: str) -> Spellings:
    """Every spelling that a class name is looked up by.

    Args:
        name: as the data set has it.
    """
    bare = _CAMEL.sub(" ", name)
    hints = tuple(found for each in _IN_BRACKETS.findall(bare) if (found := words(each)))
    outer = _IN_BRACKETS.sub(" ", bare)
    parts = [found for each in _PARTS.split(outer) if (found := words(each))]
    if not parts:
        parts = [words(bare)]
    whole = " ".join(parts)
    tails = [" ".join(whole.split(" ")[at:]) for at in range(1, whole.count(" ") + 1)]
    ways: dict[str, How] = {whole: "name"}
    for text in singular(whole):
        ways.setdefault(text, "singular")
    for text in _with_singulars(_joined(parts) if len(parts) > 1 else ()):
        ways.setdefault(text, "part")
    for text in _with_singulars(tails):
        ways.setdefault(text, "last words")
    each = tuple(Spelling(text, how) for text, how in ways.items() if any(map(str.isalpha, text)))
    capitals = max((sum(map(str.isupper, word)) for word in bare.split()), default=0)
    return Spellings(each, hints, capitals)


def _joined(parts: Sequence[str]) -> Iterator[str]:
    """Parts, and neighbours together, for lists that part words where names were meant."""
    for length in (3, 2, 1):
        for start in range(len(parts) - length + 1):
            yield " ".join(parts[start : start + length])


def _with_singulars(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield text
        yield from singular(text)
