"""Where the browser fetches the library that draws pictures; without Streamlit, for the server."""

from importlib.metadata import version

PLACE = "chart-picture"
FILE = f"plotly-{version('plotly')}.min.js"
"""Named after its version, so that a browser may keep it."""


def plotly_address(base: str) -> str:
    """The address of the library on this server, below the path that the app is served at."""
    base = base.strip("/")
    return f"{f'/{base}' if base else ''}/{PLACE}/{FILE}"
