"""Locations of the app's script, its settings and the fact tables."""

from pathlib import Path

INSTALLED = "_app"
"""Folder of the package into which a wheel's build copies them; a checkout has none."""


PACKAGE = Path(__file__).resolve().parent


def home(package: Path = PACKAGE) -> Path:
    """The folder with ``app.py``, ``.streamlit/`` and ``data/``.

    It is inside the package where that was installed from a wheel, else the checkout's top.
    """
    installed = package / INSTALLED
    return installed if installed.is_dir() else package.parent
