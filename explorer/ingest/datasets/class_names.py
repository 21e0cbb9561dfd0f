"""Class names in user files: kept unchanged; names with invisible characters are reported."""

from collections.abc import Iterable

from explorer.formatting import visible
from explorer.ingest.datasets.content import Aside
from explorer.ingest.files.text_table import shown


def unseen(names: Iterable[str]) -> tuple[Aside, ...]:
    """Note about names with control, direction or blank characters."""
    found = [name for name in names if visible(name) != name]
    if not found:
        return ()
    what = "class names with characters that cannot be seen"
    return (Aside(what=what, count=len(found), where=shown(visible(found[0])), kept=True),)
