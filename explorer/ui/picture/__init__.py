"""A chart as a file: drawn anew in the browser at paper size, with its title and its source line.

The server sends a figure a second time only when it is asked for, in the colours of a light page.
"""

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from explorer.ui.picture.address import plotly_address

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

KINDS = ("PNG", "SVG")

_component = st.components.v2.component(
    "explorer_picture",
    js=(Path(__file__).parent / "picture.js").read_text(encoding="utf-8"),
)
_turns = itertools.count(1)


def save(figure: "Figure", kind: str, *, name: str, title: str, source: str, key: str) -> None:
    """Have the browser save a figure; shows nothing unless that fails.

    Args:
        figure: in the colours of a light page.
        kind: one of ``KINDS``.
        name: of the file, without its ending.
        title: above the chart.
        source: below it.
        key: tells it apart from the page's other elements.
    """
    # Imported here, since plotly would keep the server from starting to listen.
    from explorer.charts import paper

    printed = paper.on_paper(figure)
    _component(
        # Streamlit refuses two underscores in a row, which keys made of names and of empty parts
        # can have.
        key=key.replace("_", "-"),
        data={
            "turn": f"{key}-{next(_turns)}",
            "kind": kind.lower(),
            "figure": printed.to_json(validate=False),
            "width": printed.layout.width,
            "height": printed.layout.height,
            "dots": paper.DOTS,
            "font": paper.FONT,
            "name": name,
            "title": title,
            "source": source,
            "plotly": plotly_address(str(st.get_option("server.baseUrlPath") or "")),
        },
    )
