"""The pages as the navigation and links know them."""

from dataclasses import dataclass
from pathlib import Path

_PAGES = Path(__file__).parents[1] / "pages"

OVERVIEW = _PAGES / "overview.py"
HIERARCHY = _PAGES / "hierarchy" / "hierarchy.py"
BALANCE = _PAGES / "balance" / "balance.py"
SUPERCLASSES = _PAGES / "superclasses" / "superclasses.py"
RELEASES = _PAGES / "releases" / "releases.py"
YOUR_DATA = _PAGES / "your_data" / "your_data.py"
BOXES = _PAGES / "boxes" / "boxes.py"
BREEDS = _PAGES / "breeds.py"
PEOPLE = _PAGES / "people" / "people.py"
ERRORS = _PAGES / "errors" / "errors.py"
CLAIMS = _PAGES / "claims.py"
ICON = _PAGES / "icon.svg"

NAME = "ImageNet explorer"
"""What the explorer is called, in every tab."""


@dataclass(frozen=True)
class PageEntry:
    """A page as the navigation lists it.

    Attributes:
        file: what draws it.
        title: its name, in sentence case.
        icon: a Material icon.
        url_path: its place in the address.
        help: what it answers, in a sentence.
        focused: whether it looks at one synset, given as ``focus`` in its address.
        any_dataset: whether it can show every data set, given as ``dataset``.
    """

    file: Path
    title: str
    icon: str
    url_path: str
    help: str
    focused: bool = False
    any_dataset: bool = False


PAGES = (
    PageEntry(
        OVERVIEW,
        "Overview",
        ":material/home:",
        "overview",
        "Classes, images and releases of ImageNet at a glance, and where to start.",
    ),
    PageEntry(
        HIERARCHY,
        "Hierarchy",
        ":material/account_tree:",
        "hierarchy",
        "Search and browse the hierarchy, with de-duplicated counts at every synset.",
        focused=True,
        any_dataset=True,
    ),
    PageEntry(
        BALANCE,
        "Class balance",
        ":material/bar_chart:",
        "balance",
        "How images are distributed over the classes of a subtree, and a sampling plan for "
        "training.",
        focused=True,
        any_dataset=True,
    ),
    PageEntry(
        SUPERCLASSES,
        "Superclasses",
        ":material/content_cut:",
        "superclasses",
        "A data set's classes in superclasses: a cut through the hierarchy, files for training, "
        "and how accurate models are at it.",
    ),
    PageEntry(
        RELEASES,
        "Data sets",
        ":material/compare_arrows:",
        "releases",
        "Class overlap between data sets, ImageNet's and others, over- and under-represented "
        "branches, and the synset of every class.",
        focused=True,
    ),
    PageEntry(
        YOUR_DATA,
        "Your data",
        ":material/upload_file:",
        "your_data",
        "Add your own data set, map its class names to synsets, and use it on every page.",
    ),
    PageEntry(
        BOXES,
        "Boxes",
        ":material/crop_free:",
        "boxes",
        "Which classes have bounding boxes, how many, how large, and where.",
        focused=True,
    ),
    PageEntry(
        BREEDS,
        "Dog breeds",
        ":material/pets:",
        "breeds",
        "Dogs, or any other fine-grained branch, in the three class lists that are often confused.",
        focused=True,
        any_dataset=True,
    ),
    PageEntry(
        PEOPLE,
        "People",
        ":material/groups:",
        "people",
        "The person subtree: what was in it, what was removed and why, what remains.",
    ),
    PageEntry(
        ERRORS,
        "Model errors",
        ":material/troubleshoot:",
        "errors",
        "Where in the hierarchy models fail, how severe the mistakes are, and whether the "
        "labels are to blame.",
        focused=True,
    ),
    PageEntry(
        CLAIMS,
        "Published figures",
        ":material/fact_check:",
        "claims",
        "Published figures about ImageNet, checked against the data.",
    ),
)
"""Every page, in the order of the navigation; the first one opens the explorer."""
