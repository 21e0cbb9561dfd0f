"""The ledger of published figures in a terminal."""

import argparse

from explorer.atlas import Atlas
from explorer.audits import claims as audits
from explorer.cli.command import Answer, Commands
from explorer.formatting import precise, records


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    commands.add(claims, _write)


def claims(atlas: Atlas, _asked: argparse.Namespace) -> Answer:
    """What documents say of ImageNet in figures, held against the data."""
    ledger = audits.ledger(atlas)
    verdicts = ledger["verdict"].value_counts()
    return {
        "verdicts": {str(verdict): int(count) for verdict, count in verdicts.items()},
        "claims": records(ledger),
    }


def _write(answer: Answer) -> list[str]:
    lines = []
    for row in answer["claims"]:
        lines.append(f"{row['verdict']}: {row['statement']} ({row['document']})")
        lines.append(f"  published {row['published']}, measured {precise(row['measured'])}")
        lines += [f"  {row['note']}"] if row["note"] else []
    return lines
