"""How alike data sets are, in a terminal."""

import argparse

from explorer.atlas import Atlas
from explorer.audits import similarity as audits
from explorer.cli.command import SYNSET, Answer, Commands
from explorer.datasets import CLASSES
from explorer.formatting import fixed, records
from explorer.wordnet.noun_table import ENTITY


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    command = commands.add(similarity, _write)
    command.add_argument("--root", default=ENTITY, help=f"{SYNSET} (default: entity)")
    command.add_argument(
        "--of",
        choices=audits.WHAT,
        default=CLASSES,
        help="what is distributed over the branches (default: classes)",
    )


def similarity(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """How alike data sets are: divergence of their distributions over branches."""
    atlas.hierarchy.position(asked.root)
    found = audits.similarity(atlas, asked.root, asked.of)
    keys = found.shares["key"].tolist()
    return {
        "root": asked.root,
        "of": asked.of,
        "unit": "bits",
        "datasets": records(found.shares),
        "branches": [
            {"wnid": wnid, "name": name}
            for wnid, name in zip(found.distributions, found.names, strict=True)
        ],
        "distributions": dict(zip(keys, found.distributions.to_numpy().tolist(), strict=True)),
        "divergences": dict(zip(keys, found.divergences.to_numpy().tolist(), strict=True)),
        "left_out": list(found.left_out),
    }


def _write(answer: Answer) -> list[str]:
    lines = [
        f"{row['key']}: {fixed(row['divergence_from_uniform'], 3)} bits from uniform"
        + (
            f", nearest to {row['nearest']} ({fixed(row['nearest_divergence'], 4)} bits)"
            if row["nearest"]
            else ""
        )
        for row in answer["datasets"]
    ]
    if answer["left_out"]:
        lines.append(f"Left out, without such figures here: {', '.join(answer['left_out'])}")
    return lines
