"""Command that checks published figures against the data."""

import argparse

from explorer.atlas import Atlas
from explorer.audits import claims as audits
from explorer.cli.command import Answer, Commands
from explorer.formatting import precise, records


def add(commands: Commands) -> None:
    """Register the commands of this module."""
    commands.add(claims, _write)


def claims(atlas: Atlas, _asked: argparse.Namespace) -> Answer:
    """Check published figures about ImageNet against the data."""
    rolled = audits.published_figures(atlas)
    return {"verdicts": audits.tally(rolled), "claims": records(rolled)}


def _write(answer: Answer) -> list[str]:
    lines = []
    for row in answer["claims"]:
        lines.append(f"{row['verdict']}: {row['statement']} ({row['document']})")
        values = [f"{name} {value}" for name, value in _values(row) if value]
        lines.append(f"  {', '.join(values)} ({row['unit']})")
        lines += [f"  {row['note']}"] if row["note"] else []
    return lines


def _values(row: Answer) -> list[tuple[str, str]]:
    measured = "" if row["measured"] is None else precise(row["measured"])
    return [("published", row["published"]), ("measured", measured)]
