"""The fact tables of ``data/``: their descriptions, and a reader that validates every cell."""

from explorer.facts.data_package import DATA, PACKAGE, catalogue
from explorer.facts.tables import check_links, check_wnids, read

__all__ = ["DATA", "PACKAGE", "catalogue", "check_links", "check_wnids", "read"]
