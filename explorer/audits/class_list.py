"""The classes of a data set by its own names: which synset each is mapped to, and how surely."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from explorer import facts
from explorer.atlas import Atlas
from explorer.datasets import DataSet, NameMapping
from explorer.errors import ExplorerError
from explorer.formatting import counted, written
from explorer.owner import kept_by

OWN = "given by the data set"
AGREED = "published mappings agree"
SINGLE = "one published mapping"
DISPUTED = "published mappings differ"
CHOSEN = "chosen here"
NONE = "no synset"
EXACT = "exact identifier"
ACCEPTED = "accepted by you"
BROADER = "broader synset, accepted by you"
UNCONFIRMED = "published mapping, unconfirmed"
TO_REVIEW = "to be reviewed"
CERTAINTY = (
    OWN,
    EXACT,
    ACCEPTED,
    BROADER,
    AGREED,
    SINGLE,
    UNCONFIRMED,
    DISPUTED,
    CHOSEN,
    TO_REVIEW,
    NONE,
)
"""How sure the synset of a class is, the surest first. No mapping was reviewed by more than one
reader; "chosen here" means that no published mapping has this synset."""

MATCHED = {
    "exact": EXACT,
    "accepted": ACCEPTED,
    "broader": BROADER,
    "published": UNCONFIRMED,
    "none": NONE,
    "": TO_REVIEW,
}
"""Of a user's own data set: how a class came to its synset, and how sure that is."""

INSIDE = {"fall11": "in_imagenet21k", "ilsvrc2012": "in_ilsvrc2012"}
"""Data set to the column that tells whether it has the class, too."""


def class_list(atlas: Atlas, key: str) -> pd.DataFrame:
    """Every class of a data set by its own name, those without a synset among them.

    Returns:
        One row per name, in the data set's order: id, class_name, wnid and synset (its name;
        both empty without one), certainty (one of ``CERTAINTY``), after (who mapped it so),
        differs (who published another synset, and which), in_imagenet21k and in_ilsvrc2012
        (whether the synset is a class there), then the counts of the fact table.

    Raises:
        UnknownDataSet: there is no data set of that key.
        ExplorerError: the classes of the data set are synsets without names of their own.
    """
    dataset = atlas.dataset(key)
    mapping = dataset.mapping
    if mapping is None:
        raise ExplorerError(
            f"The classes of {dataset.title} are synsets of WordNet, so there are no class names "
            "to "
            "list. Use `tree` or `show` instead."
        )
    table = mapping.read()
    wnids = table["wnid"].tolist()
    published = {
        source: [cell.split() for cell in table[column].tolist()]
        for source, column in mapping.published.items()
    }
    others = [
        {source: cells[row] for source, cells in published.items()} for row in range(len(wnids))
    ]
    judged = [_judged(atlas, *each, mapping.own) for each in zip(wnids, others, strict=True)]
    if mapping.match:
        judged = [(MATCHED[match], "", "") for match in table[mapping.match].tolist()]
    names = [atlas.lexicon.name(wnid) if wnid else "" for wnid in wnids]
    after = [each[1] for each in judged]
    if mapping.after:
        same = [mapping.after] * len(wnids)
        after = table[mapping.after].tolist() if mapping.after in table else same
    return pd.DataFrame(
        {
            "id": table["id"].astype(str),
            "class_name": table[mapping.names] if mapping.names else names,
            "wnid": wnids,
            "synset": names,
            "certainty": [each[0] for each in judged],
            "after": [who if wnid else "" for who, wnid in zip(after, wnids, strict=True)],
            "differs": [each[2] for each in judged],
            **{
                column: np.array([wnid in atlas.dataset(other) for wnid in wnids], dtype=np.bool_)
                for other, column in INSIDE.items()
            },
            **{column: table[column] for column in mapping.counts},
        }
    )


def _judged(
    atlas: Atlas, wnid: str, published: dict[str, list[str]], own: bool
) -> tuple[str, str, str]:
    """How sure the synset of a class is, whose published mapping has it, and who differs."""
    agree = [source for source, found in published.items() if wnid in found]
    other = {source: found for source, found in published.items() if found and wnid not in found}
    differs = "; ".join(
        f"{source}: {', '.join(f'{atlas.lexicon.name(each)} ({each})' for each in found)}"
        for source, found in other.items()
    )
    if not wnid:
        return NONE, "", differs
    if own:
        return OWN, "the data set", differs
    if not agree:
        return CHOSEN, CHOSEN, differs
    certainty = DISPUTED if other else AGREED if len(agree) > 1 else SINGLE
    return certainty, "; ".join(agree), differs


def certainty_of(atlas: Atlas, mapping: NameMapping, row: Mapping[Hashable, Any]) -> str:
    """How sure the synset of one row of a mapping's table is; one of ``CERTAINTY``."""
    if mapping.match:
        return MATCHED[str(row[mapping.match])]
    published = {source: str(row[column]).split() for source, column in mapping.published.items()}
    return _judged(atlas, str(row["wnid"]), published, mapping.own)[0]


def certainties(listed: pd.DataFrame) -> dict[str, int]:
    """How many classes of what ``class_list`` gave are how sure; only what occurs."""
    count = listed["certainty"].value_counts()
    return {each: int(count[each]) for each in CERTAINTY if each in count}


@dataclass(frozen=True)
class Published:
    """The number of images of a data set whose classes share images.

    Attributes:
        images: how many.
        of: what they are, such as "training images".
        document: that states it.
    """

    images: int
    of: str
    document: str


@kept_by("dataset")
def images_in_all(dataset: DataSet, folder: Path = facts.DATA) -> Published | None:
    """How many images a data set has whose classes share images; None if it is not in the tables.

    Raises:
        TableError: the table of published totals is missing or damaged.
    """
    of, key = dataset.images_in_all
    if not key:
        return None
    totals = facts.read("published_totals", folder).set_index("key")
    return Published(int(totals["value"][key]), of, str(totals["document"][key]))


def caveats(dataset: DataSet) -> str:
    """What a reader of a data set's sums has to know, in sentences; empty where there is nothing.

    The number of images in all, where classes share images, and what is under no synset.
    """
    if dataset.caveats is not None:
        return dataset.caveats
    said = []
    if total := images_in_all(dataset):
        said.append(
            f"Published total: {written(total.images)} {total.of} ({total.document}); an image "
            "that shows several classes counts for each of them."
        )
    if (mapping := dataset.mapping) and mapping.names:
        table = mapping.read()
        lost = table[table["wnid"] == ""]
        if len(lost):
            sums = [
                f"{name.replace('_', ' ')} {written(lost[name].sum())} of "
                f"{written(table[name].sum())}"
                for name in mapping.counts
            ]
            known = f" ({'; '.join(sums)})" if sums else ""
            said.append(
                f"{counted(len(lost), 'class')} without a synset{known} "
                f"{'is' if len(lost) == 1 else 'are'} not in these sums, only in the class list."
            )
    return " ".join(said)


def own_edges(atlas: Atlas, key: str) -> pd.DataFrame:
    """The is-a edges of a data set's own hierarchy whose two ends have a synset.

    Edges of a part to its whole are left out.

    Returns:
        One row per edge: child and parent (names in the data set), child_wnid, parent_wnid, and
        confirmed (whether WordNet has the parent's synset above the child's). No row for a data
        set without a hierarchy of its own.
    """
    mapping = atlas.dataset(key).mapping
    columns = ["child", "child_wnid", "parent", "parent_wnid", "confirmed"]
    if mapping is None or not mapping.parents:
        return pd.DataFrame(columns=columns)
    table = mapping.read().set_index("id")
    kinds = table[~table[mapping.part].astype(bool) & (table["wnid"] != "")]
    edges = kinds[mapping.parents].str.split().explode().dropna()
    edges = edges[table["wnid"].reindex(edges.tolist()).fillna("").ne("").to_numpy()]
    child, parent = table.loc[edges.index], table.loc[edges.tolist()]
    above = [atlas.hierarchy.ancestors(wnid) for wnid in child["wnid"].tolist()]
    frame = pd.DataFrame(
        {
            "child": child[mapping.names].tolist(),
            "child_wnid": child["wnid"].tolist(),
            "parent": parent[mapping.names].tolist(),
            "parent_wnid": parent["wnid"].tolist(),
        }
    )
    frame["confirmed"] = [
        wnid in found for wnid, found in zip(frame["parent_wnid"], above, strict=True)
    ]
    return frame[columns]
