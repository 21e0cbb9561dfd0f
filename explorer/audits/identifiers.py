"""Identifiers of a synset in every catalogue, and the synsets that an identifier names."""

from pathlib import Path

import pandas as pd

from explorer import facts
from explorer.atlas import Atlas
from explorer.audits.class_list import certainty_of
from explorer.errors import UnknownSynset
from explorer.formatting import visible
from explorer.wordnet.search import WORDS, Match

MOST = 20
"""Maximum number of synsets for one identifier; none has as many."""

UNREVIEWED = "candidate by name, not reviewed"
GIVEN = "given by the data set"


def meant(atlas: Atlas, text: str) -> list[Match]:
    """The synsets that an identifier names, each with the kind of identifier; no text search.

    Raises:
        UnknownSynset: it identifies no synset.
    """
    found = [match for match in atlas.search_index.search(text, MOST) if match.reason not in WORDS]
    if not found:
        raise UnknownSynset(
            f"{visible(text[:40])!r} identifies no synset: it can be a wnid, a synset such as "
            "dog.n.01, an offset of WordNet 3.0 or 3.1, an ILI concept, an ILSVRC index (class "
            "207), an Open Images MID or a Wikidata id of an Open Images class. To find synsets "
            "by name, use search."
        )
    return found


def identifiers(atlas: Atlas, wnid: str, folder: Path = facts.DATA) -> pd.DataFrame:
    """What a synset is called in WordNet, ImageNet and other data sets.

    Returns:
        One row per identifier: catalogue, identifier, name (in that catalogue; may be empty) and
        certainty (how sure it is that the two are the same; empty where they are so by
        definition).

    Raises:
        UnknownSynset: the wnid means nothing.
        TableError: a fact table is missing or damaged.
    """
    numberings, lexicon = atlas.numberings, atlas.lexicon
    name = lexicon.name(wnid)
    concept = numberings.concepts.of(wnid)
    sense = lexicon.senses[atlas.hierarchy.position(wnid)].as_py()[0]
    # As NLTK writes it; a hidden name is not spelt out.
    called = f"{name.replace(' ', '_').lower()}.n.{sense:02d}"
    if wnid in lexicon.hidden or not sense:
        called = ""
    rows = [
        ("wnid", wnid, name, ""),
        ("WordNet 3.0 synset", called, "", ""),
        ("WordNet 3.0 offset", f"{wnid[1:]}-n", "", ""),
        ("WordNet 3.1 offset", concept.offset31, "", ""),
        ("ILI concept", concept.ili, "", ""),
    ]
    index, devkit = atlas.index_of.get(wnid), numberings.devkit_id_of.get(wnid)
    rows += [
        ("ILSVRC-2012 class index", "" if index is None else str(index), "", ""),
        ("ILSVRC-2012 devkit ID", "" if devkit is None else str(devkit), "", ""),
    ]
    for dataset in atlas.datasets.values():
        if dataset.mapping is None or not dataset.mapping.names:
            continue
        table = dataset.mapping.read()
        for row in table[table["wnid"] == wnid].to_dict("records"):
            sure = certainty_of(atlas, dataset.mapping, row)
            own = str(row[dataset.mapping.names])
            rows.append((dataset.title, str(row["id"]), own, sure))
            if wikidata := row.get("wikidata"):
                rows.append(("Wikidata, after Open Images", str(wikidata), own, sure))
    tencent = facts.read("tencent_ml_images", folder)
    rows += [
        ("Tencent ML-Images", str(number), "", GIVEN)
        for number in tencent.loc[tencent["wnid"] == wnid, "id"].tolist()
    ]
    candidates = facts.read("objects365_names", folder)
    for row in candidates.to_dict("records"):
        if wnid in str(row["candidate_wnids"]).split():
            rows.append(("Objects365", str(row["id"]), str(row["category"]), UNREVIEWED))
    frame = pd.DataFrame(rows, columns=["catalogue", "identifier", "name", "certainty"])
    return frame[frame["identifier"] != ""].reset_index(drop=True)
