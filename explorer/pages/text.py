"""Text for Streamlit's labels, which read Markdown: words of the data are not to be read so."""

import re

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|$~:<>&^])")


def plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKS.sub(r"\\\1", text)
