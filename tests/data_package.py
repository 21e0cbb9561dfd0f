"""Whether frictionless, which knows nothing of this project, accepts data/ as a Data Package.

``python -m tests.data_package`` prints what it objects to. Every cell of every table is checked
by ``explorer.facts`` and its tests; frictionless takes minutes for the large Parquet files, so
of those it is shown the description only.
"""

import sys
from pathlib import Path

from frictionless import Package

from explorer import facts


def faults(path: Path = facts.DATA / facts.PACKAGE) -> list[str]:
    """What is wrong with the description or a CSV table, a sentence each."""
    package = Package(str(path))
    for resource in [each for each in package.resources if each.format == "parquet"]:
        assert resource.name is not None
        package.remove_resource(resource.name)
    report = package.validate()
    return [f"{table}: {message}" for table, message in report.flatten(["title", "message"])]


if __name__ == "__main__":
    found = faults()
    print("\n".join(found) or "data/ is a valid Data Package.")
    sys.exit(bool(found))
