"""What a synset says when pointed at."""

from explorer.atlas import Atlas
from explorer.audits.people import LABELLED_BY, UNSAFE


def note(atlas: Atlas, wnid: str) -> str:
    """The definition of a synset with its wnid, and a mark of sensitive labels."""
    safety = atlas.safety.get(wnid)
    mark = f" [{safety} label ({LABELLED_BY})]" if safety in UNSAFE else ""
    return f"{wnid}: {atlas.lexicon.gloss(wnid)}{mark}"
