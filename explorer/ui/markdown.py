"""Text for Streamlit's labels, which read Markdown: outside text is shown as it is.

Words of the data, of an address or of an uploaded file all go through ``plain``.
"""

import re

from explorer.formatting import visible

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|$~:<>&^])")

_LINKED = re.compile(r"(https?|ftp|xmpp|mailto|www)(?=[:.])|(?=@)", re.IGNORECASE)
"""What Markdown makes a link of without being asked: beginnings of addresses, and mail's sign."""

_REPLACED = re.compile(
    r"(:)(?=material[/_]|streamlit:)|(?<!\S)([-<>~])(?=(?<=<)->(?!\S)|[->=](?!\S))"
)
"""What Streamlit makes a picture or another sign of: icons, its logo, arrows and the like."""

JOINER = "\u2060"
"""Word joiner: takes no room, and an address that is broken by it is no longer seen as one."""


def plain(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no link, no picture, no invisible character.

    Backslashes do not keep Markdown from linking addresses, nor Streamlit from drawing icons,
    since both look once the backslashes are gone; so a word joiner breaks what they look for.
    One in ``text`` itself is made visible.
    """
    broken = _REPLACED.sub(rf"\1\2{JOINER}", _LINKED.sub(rf"\1{JOINER}", visible(text)))
    return _MARKS.sub(r"\\\1", broken)
