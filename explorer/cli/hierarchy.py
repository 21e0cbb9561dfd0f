"""Commands about the hierarchy: search, show, tree, path, id and wordnet."""

import argparse
from collections.abc import Callable

from explorer.atlas import Atlas
from explorer.audits import branches, identifiers, synsets
from explorer.audits.overview import TREE_ENTRIES
from explorer.audits.people import LABELLED_BY
from explorer.cli.columns import aligned
from explorer.cli.command import ROOT, SYNSET, Answer, Commands, count
from explorer.datasets import CLASSES
from explorer.formatting import counted, fixed, known, records, written
from explorer.settings import settings


def add(commands: Commands) -> None:
    """Register the commands of this module."""
    found = commands.add(search, _write_search, dataset="fall11")
    found.add_argument("text", help="name, wnid, ILSVRC index, file name, or words in a definition")
    rows = settings().search_results
    found.add_argument(
        "--limit", type=count, default=rows, help=f"maximum number of matches (default: {rows})"
    )
    commands.add(show, _write_show, dataset="fall11").add_argument("wnid", help=SYNSET)
    branch = commands.add(tree, _write_tree, dataset="fall11")
    branch.add_argument("wnid", nargs="?", help=f"{ROOT} (default: the main branches)")
    branch.add_argument(
        "--levels", type=count, default=2, help="number of levels below the root (default: 2)"
    )
    rows = settings().tree_rows
    branch.add_argument(
        "--limit",
        type=count,
        default=rows,
        help=f"maximum number of children per synset (default: {rows})",
    )
    ways = commands.add(path, _write_path, dataset="fall11")
    ways.add_argument("wnid", help=SYNSET)
    ways.add_argument(
        "other", nargs="?", help="WordNet ID (wnid) of a second synset, to compare the two"
    )
    translated = commands.add(identify, _write_identify, name="id")
    translated.add_argument(
        "text",
        help="wnid, dog.n.01, WordNet offset, ILI concept, 'class 207', Open Images MID or "
        "Wikidata ID",
    )
    commands.add(wordnet, _write_wordnet)


def search(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """Search synsets by name, identifier, file name or definition, best match first."""
    classes = _classes(atlas, asked.dataset)
    found = atlas.search_index.search(asked.text, asked.limit, settings().search_characters)
    return {
        "text": asked.text,
        "dataset": asked.dataset,
        "matches": [
            {
                "wnid": match.wnid,
                "name": match.name,
                "found_by": match.reason,
                "parents": atlas.lexicon.names(atlas.hierarchy.parents_of(match.wnid)),
                "gloss": atlas.lexicon.gloss(match.wnid),
                "classes": classes(match.wnid),
                "safety": atlas.safety.get(match.wnid),
            }
            for match in found
        ],
    }


def _classes(atlas: Atlas, dataset: str) -> Callable[[str], int]:
    """A function from a wnid to the number of distinct classes at or under it."""
    classes = atlas.roll_up(dataset).subtree(CLASSES)
    return lambda wnid: int(classes[atlas.hierarchy.position(wnid)])


def show(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """Show everything known about a synset: names, relatives, figures."""
    card = synsets.card(atlas, atlas.synset(asked.wnid), atlas.roll_up(asked.dataset))
    rolled = card["figures"].items()
    return card | {
        which: {key: entry[which] for key, entry in rolled} for which in ("own", "subtree")
    }


def tree(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """Print a branch as a tree, omitting children without classes in the data set."""
    rolled = atlas.roll_up(asked.dataset)
    entries = list(TREE_ENTRIES) if asked.wnid is None else [atlas.synset(asked.wnid)]
    listed = branches.rows(atlas, rolled, entries, frozenset(), limit=asked.limit)
    opened: frozenset[str] = frozenset()
    for _ in range(asked.levels):
        closed = {row.path for row in listed if row.state == "closed"}
        if not closed:
            break
        opened |= closed
        listed = branches.rows(atlas, rolled, entries, opened, limit=asked.limit)
    measures = branches.shown_measures(rolled)
    positions = atlas.hierarchy.positions(row.wnid for row in listed)
    columns = {measure.key: rolled.subtree(measure.key, positions) for measure in measures}
    return {
        "dataset": asked.dataset,
        "units": {measure.key: measure.unit for measure in measures},
        "rows": [
            {
                "path": row.path,
                "wnid": row.wnid,
                "name": f"{row.rest} more" if row.state == "more" else atlas.lexicon.name(row.wnid),
                "level": row.level,
                "state": row.state,
                "rest": row.rest,
                "figures": {}
                if row.rest
                else {key: known(column[at]) for key, column in columns.items()},
            }
            for at, row in enumerate(listed)
        ],
    }


def path(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """List all paths from the root to a synset, or compare two synsets."""
    lexicon, classes = atlas.lexicon, _classes(atlas, asked.dataset)
    wnid = atlas.synset(asked.wnid)
    answer: Answer = {
        "wnid": wnid,
        "dataset": asked.dataset,
        "paths": [
            [{"wnid": step, "name": lexicon.name(step), "classes": classes(step)} for step in way]
            for way in atlas.hierarchy.paths_to_root(wnid)
        ],
    }
    if asked.other is not None:
        answer["comparison"] = synsets.comparison(atlas, wnid, atlas.synset(asked.other))
    return answer


def identify(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """List a synset's identifiers in all catalogues, given one of them."""
    return {
        "text": asked.text,
        "synsets": [
            {
                "wnid": match.wnid,
                "name": atlas.lexicon.name(match.wnid),
                "read_as": match.reason,
                "identifiers": records(identifiers.identifiers(atlas, match.wnid)),
            }
            for match in identifiers.meant(atlas, asked.text)
        ],
    }


def _write_identify(answer: Answer) -> list[str]:
    lines = []
    for each in answer["synsets"]:
        lines.append(f"{each['wnid']}  {each['name']}  (read as: {each['read_as']})")
        for row in each["identifiers"]:
            more = ", ".join(said for said in (row["name"], row["certainty"]) if said)
            lines.append(f"  {row['catalogue']}: {row['identifier']}{f' ({more})' if more else ''}")
    return lines


def wordnet(atlas: Atlas, _asked: argparse.Namespace) -> Answer:
    """Download WordNet if needed and validate the data tables."""
    return {
        "synsets": len(atlas.hierarchy),
        "datasets": {key: len(dataset) for key, dataset in atlas.datasets.items()},
        "cache_dir": str(settings().cache_dir),
        "notice": atlas.notice,
    }


def _write_search(answer: Answer) -> list[str]:
    lines = [
        f"{match['wnid']}  {match['name']}  ({', '.join(match['parents'])}; {match['found_by']}; "
        f"{counted(match['classes'], 'class')})\n           {match['gloss']}"
        for match in answer["matches"]
    ]
    return lines or ["No matches."]


def _write_show(answer: Answer) -> list[str]:
    lines = [
        f"{answer['wnid']}  {', '.join(answer['lemmas'])}",
        f"  {answer['gloss']}",
        f"  parents: {_named(answer['parents']) or 'none'}",
        f"  children: {_named(answer['children']) or 'none'}",
        f"  class of: {', '.join(answer['datasets'])}",
    ]
    if answer["ilsvrc2012_index"] is not None:
        lines.append(
            f"  ILSVRC-2012: index {answer['ilsvrc2012_index']}, "
            f"devkit ID {answer['ilsvrc2012_devkit_id']}"
        )
    if category := answer["tiered_category"]:
        lines.append(f"  tieredImageNet category: {_named([category])}")
    if answer["safety"]:
        lines.append(f"  safety label: {answer['safety']} ({LABELLED_BY})")
    figures = [
        (
            entry["label"],
            *(written(entry[which], entry["unit"]) for which in ("subtree", "own")),
        )
        for entry in answer["figures"].values()
    ]
    return lines + aligned(("measure", "subtree", "this synset only"), figures, indent="  ")


def _named(relatives: list[dict[str, str]]) -> str:
    return ", ".join(f"{each['name']} ({each['wnid']})" for each in relatives)


def _write_tree(answer: Answer) -> list[str]:
    measures = list(answer["units"])
    rows = [
        (
            f"{'  ' * (row['level'] - 1)}{row['name']}",
            "" if row["rest"] else row["wnid"],
            *("" if row["rest"] else written(row["figures"][key]) for key in measures),
        )
        for row in answer["rows"]
    ]
    lines = aligned(("synset", "WordNet ID", *answer["units"].values()), rows)
    return lines or [f"{answer['dataset']} has no classes at or under this synset."]


def _write_path(answer: Answer) -> list[str]:
    lines = [
        " > ".join(f"{step['name']} {step['classes']:,}" for step in way) for way in answer["paths"]
    ]
    if found := answer.get("comparison"):
        lines += [
            f"lowest common ancestor: {_named(found['lowest_common_ancestors']) or 'none'}",
            f"path: {' > '.join(step['name'] for step in found['path'])}",
            f"Wu-Palmer similarity: {fixed(found['wu_palmer'], 4)}",
        ]
    return lines


def _write_wordnet(answer: Answer) -> list[str]:
    lines = [f"WordNet 3.0 is ready: {answer['synsets']:,} noun synsets."]
    return lines + ([answer["notice"]] if answer["notice"] else [])
