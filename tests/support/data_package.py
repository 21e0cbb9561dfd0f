"""Whether frictionless, which knows nothing of this project, accepts data/ as a Data Package.

``python -m tests.support.data_package`` prints what it objects to. Every cell of every table is
checked by ``explorer.facts`` and its tests; frictionless takes minutes for the large Parquet files,
so of those it is shown the description only.
"""

import json
import sys
from pathlib import Path

from frictionless import Package

from explorer import facts


def faults(path: Path = facts.DATA / facts.PACKAGE) -> list[str]:
    """What is wrong with the description or a CSV table, a sentence each."""
    Package(str(path))  # raises where the description of any table is no valid one
    described = json.loads(path.read_text(encoding="utf-8"))
    tables = [each for each in described["resources"] if each["format"] == "csv"]
    names = {each["name"] for each in tables}
    for each in tables:
        keys = each["schema"].get("foreignKeys", [])
        each["schema"]["foreignKeys"] = [
            key for key in keys if key["reference"]["resource"] in {"", *names}
        ]
    shown = Package({**described, "resources": tables}, basepath=str(path.parent))
    report = shown.validate()
    return [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors]


if __name__ == "__main__":
    found = faults()
    print("\n".join(found) or "data/ is a valid Data Package.")
    sys.exit(bool(found))
