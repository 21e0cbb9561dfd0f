"""Names of classes in a user's files: kept as they are; those that are not seen whole are said."""

from collections.abc import Iterable

from explorer.formatting import visible
from explorer.ingest.datasets.content import Aside
from explorer.ingest.files.text_table import shown


def unseen(names: Iterable[str]) -> tuple[Aside, ...]:
    """What is said of names with control, direction or blank characters in them."""
    found = [name for name in names if visible(name) != name]
    if not found:
        return ()
    what = "class names with characters that cannot be seen"
    return (Aside(what=what, count=len(found), where=shown(visible(found[0])), kept=True),)
