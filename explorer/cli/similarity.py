"""Command that measures how similar data sets are."""

import argparse

from explorer.atlas import Atlas
from explorer.audits import similarity as audits
from explorer.cli.columns import aligned
from explorer.cli.command import ROOT, Answer, Commands
from explorer.datasets import CLASSES
from explorer.formatting import fixed, records
from explorer.wordnet.noun_table import ENTITY


def add(commands: Commands) -> None:
    """Register the commands of this module."""
    command = commands.add(similarity, _write)
    command.add_argument("--root", default=ENTITY, help=f"{ROOT} (default: entity)")
    command.add_argument(
        "--of",
        choices=audits.WHAT,
        default=CLASSES,
        help="count what per branch (default: classes)",
    )


def similarity(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """Measure how similar data sets are: divergence of their distributions over branches."""
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
    rows = [
        (
            row["key"],
            fixed(row["divergence_from_uniform"], 3),
            row["nearest"] or "–",
            fixed(row["nearest_divergence"], 4),
        )
        for row in answer["datasets"]
    ]
    header = ("data set", "from uniform (bits)", "nearest", "divergence (bits)")
    left_out = (
        f"Left out, because no {answer['of']} at or under {answer['root']} are known: "
        f"{', '.join(answer['left_out'])}"
    )
    return [*aligned(header, rows), *([left_out] if answer["left_out"] else [])]
