"""The hierarchy in a terminal: search, show, tree, path, and whether WordNet is here."""

import argparse
from collections.abc import Callable

from explorer.atlas import Atlas
from explorer.audits import branches, synsets
from explorer.audits.overview import TREE_ENTRIES
from explorer.audits.people import LABELLED_BY
from explorer.cli.command import SYNSET, Answer, Commands, count
from explorer.datasets import CLASSES
from explorer.formatting import known, written
from explorer.settings import settings


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    found = commands.add(search, _write_search, dataset="fall11")
    found.add_argument("text", help="a name, a wnid, a class index or words of a definition")
    rows = settings().search_results
    found.add_argument(
        "--limit", type=count, default=rows, help=f"matches at most (default: {rows})"
    )
    commands.add(show, _write_show, dataset="fall11").add_argument("wnid", help=SYNSET)
    branch = commands.add(tree, _write_tree, dataset="fall11")
    branch.add_argument("wnid", nargs="?", help="top of the branch (default: the entry points)")
    branch.add_argument("--levels", type=count, default=2, help="levels below it (default: 2)")
    rows = settings().tree_rows
    branch.add_argument(
        "--limit", type=count, default=rows, help=f"children listed at most (default: {rows})"
    )
    ways = commands.add(path, _write_path, dataset="fall11")
    ways.add_argument("wnid", help=SYNSET)
    ways.add_argument("other", nargs="?", help="a second synset to compare with")
    commands.add(wordnet, _write_wordnet)


def search(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """Synsets that a text finds, best first."""
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
    """How many distinct classes of a data set stand at or under a synset."""
    classes = atlas.figures(dataset).subtree(CLASSES)
    return lambda wnid: int(classes[atlas.hierarchy.position(wnid)])


def show(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """All that is known of a synset."""
    card = synsets.card(atlas, asked.wnid, asked.dataset)
    figures = card["figures"].items()
    return card | {
        which: {key: entry[which] for key, entry in figures} for which in ("own", "subtree")
    }


def tree(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """A branch down to some levels, children without a class of the data set left out."""
    figures = atlas.figures(asked.dataset)
    entries = list(TREE_ENTRIES) if asked.wnid is None else [asked.wnid]
    for wnid in entries:
        atlas.hierarchy.position(wnid)
    listed = branches.rows(atlas, figures, entries, frozenset(), limit=asked.limit)
    opened: frozenset[str] = frozenset()
    for _ in range(asked.levels):
        closed = {row.path for row in listed if row.state == "closed"}
        if not closed:
            break
        opened |= closed
        listed = branches.rows(atlas, figures, entries, opened, limit=asked.limit)
    measures = branches.shown_measures(figures)
    positions = atlas.hierarchy.positions(row.wnid for row in listed)
    columns = {measure.key: figures.subtree(measure.key, positions) for measure in measures}
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
    """Every path from the root to a synset; with a second one, how the two meet."""
    lexicon, classes = atlas.lexicon, _classes(atlas, asked.dataset)
    answer: Answer = {
        "wnid": asked.wnid,
        "dataset": asked.dataset,
        "paths": [
            [{"wnid": wnid, "name": lexicon.name(wnid), "classes": classes(wnid)} for wnid in way]
            for way in atlas.hierarchy.paths_to_root(asked.wnid)
        ],
    }
    if asked.other is not None:
        answer["comparison"] = synsets.comparison(atlas, asked.wnid, asked.other)
    return answer


def wordnet(atlas: Atlas, _asked: argparse.Namespace) -> Answer:
    """Make sure that WordNet is here and the tables are sound."""
    return {
        "synsets": len(atlas.hierarchy),
        "datasets": {key: len(dataset) for key, dataset in atlas.datasets.items()},
        "cache_dir": str(settings().cache_dir),
        "notice": atlas.notice,
    }


def _write_search(answer: Answer) -> list[str]:
    lines = [
        f"{match['wnid']}  {match['name']}  ({', '.join(match['parents'])}; {match['found_by']}; "
        f"classes: {match['classes']:,})\n           {match['gloss']}"
        for match in answer["matches"]
    ]
    return lines or ["Nothing is called that, nor spelt alike."]


def _write_show(answer: Answer) -> list[str]:
    lines = [
        f"{answer['wnid']}  {', '.join(answer['lemmas'])}",
        f"  {answer['gloss']}",
        f"  parents: {_named(answer['parents'])}",
        f"  children: {_named(answer['children']) or 'none'}",
        f"  class of: {', '.join(answer['datasets'])}",
    ]
    if answer["safety"]:
        lines.append(f"  as a label of people: {answer['safety']} ({LABELLED_BY})")
    for entry in answer["figures"].values():
        whole, own = (written(entry[which], entry["unit"]) for which in ("subtree", "own"))
        lines.append(f"  {entry['label']}: {whole} in the subtree, {own} itself")
    return lines


def _named(relatives: list[dict[str, str]]) -> str:
    return ", ".join(f"{each['name']} ({each['wnid']})" for each in relatives)


def _write_tree(answer: Answer) -> list[str]:
    units = answer["units"]
    lines = [
        f"{'  ' * (row['level'] - 1)}{row['name']}"
        if row["rest"]
        else f"{'  ' * (row['level'] - 1)}{row['name']}  {row['wnid']}  "
        + ", ".join(f"{written(value)} {units[key]}" for key, value in row["figures"].items())
        for row in answer["rows"]
    ]
    return lines or [f"The data set {answer['dataset']} has nothing at or under this synset."]


def _write_path(answer: Answer) -> list[str]:
    lines = [
        " > ".join(f"{step['name']} {step['classes']:,}" for step in way) for way in answer["paths"]
    ]
    if found := answer.get("comparison"):
        lines += [
            f"meet at: {_named(found['lowest_common_ancestors']) or 'nowhere'}",
            f"path: {' > '.join(step['name'] for step in found['path'])}",
            f"Wu-Palmer similarity: {found['wu_palmer']:.4f}",
        ]
    return lines


def _write_wordnet(answer: Answer) -> list[str]:
    lines = [f"WordNet 3.0 is ready: {answer['synsets']:,} noun synsets."]
    return lines + ([answer["notice"]] if answer["notice"] else [])
