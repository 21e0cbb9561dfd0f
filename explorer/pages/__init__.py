"""One file a page; each reads the view from the address, calls down and draws."""

from pathlib import Path

OVERVIEW = Path(__file__).parent / "overview.py"
HIERARCHY = Path(__file__).parent / "hierarchy.py"
ICON = Path(__file__).parent / "icon.svg"
