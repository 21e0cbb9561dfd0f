"""The command that opens the explorer in a browser."""

import runpy
import sys
from collections.abc import Sequence

from explorer.cli.command import Commands
from explorer.places import home

NAME = "app"


def add(commands: Commands) -> None:
    """Add the command to ``--help``."""
    commands.mention(NAME, "Open the explorer in a browser; takes the options of `streamlit run`.")


def serve(options: Sequence[str]) -> None:
    """Start the server with the app's settings and open the app in the user's browser.

    The server runs in this process until it is stopped.

    Args:
        options: of ``streamlit run``, such as ``--server.port 8502``.
    """
    sys.argv = ["streamlit", "run", str(home() / "app.py"), *options]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
