"""The former home of ``explorer.formatting``."""

from explorer.formatting import NOT_KNOWN, known, precise, records, written

__all__ = ["NOT_KNOWN", "known", "precise", "records", "written"]
