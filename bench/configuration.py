"""What the bench measures: which configuration, on which machine, and how busy it is."""

import os
import platform
import tomllib
from importlib.metadata import version

from tests.support.server import ROOT, SHIPPED


def stated() -> str:
    """The configuration that is measured, in a few lines."""
    shipped = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    options = ", ".join(
        f"{section}.{option} = {value}"
        for section, chosen in sorted(shipped.items())
        if section != "theme"
        for option, value in sorted(chosen.items())
    )
    given = {name: value for name, value in os.environ.items() if _matters(name)}
    return (
        f"measured: app.py as it is shipped ({options}), started with {' '.join(SHIPPED)}\n"
        f"environment: {given or 'nothing set'}\n"
        f"Python {platform.python_version()}, Streamlit {version('streamlit')}, "
        f"{os.cpu_count()} processors, {busy()}"
    )


def busy() -> str:
    """How busy the machine is, since seconds depend on it."""
    return f"load average {os.getloadavg()[0]:.1f}"


def _matters(name: str) -> bool:
    return name.startswith(("EXPLORER_", "STREAMLIT_", "MALLOC_", "ARROW_"))
