"""Detect the kind of a file from its first bytes, and what to do about unsupported kinds."""

import re
from dataclasses import dataclass

AS_TABLE = "Upload an uncompressed table: CSV, TSV, JSON, Parquet, .npy or .npz."


@dataclass(frozen=True)
class Refused:
    """A kind of file that is not supported.

    Attributes:
        what: its name with an article.
        advice: a sentence that says what to do.
    """

    what: str
    advice: str = AS_TABLE


PICKLE = Refused(
    "a pickle",
    "Opening a pickle can run arbitrary code. Write its content as JSON or CSV first; for "
    "MMPretrain's results (--out), one row per item with img_path and pred_label.",
)
TORCH = Refused(
    "a PyTorch file",
    "It is a pickle in a zip archive, and opening a pickle can run arbitrary code. Save the "
    "predictions as CSV, or with numpy.save.",
)
WORKBOOK = Refused("an Excel workbook", "Save the sheet as CSV (UTF-8) and upload that.")
ZIP = Refused("a zip archive")

BEGINNINGS = {
    b"PK\x05\x06": ZIP,
    b"\x1f\x8b": Refused("a gzip archive", "Unpack it and upload the table that is in it."),
    b"BZh": Refused("a bzip2 archive", "Unpack it and upload the table that is in it."),
    b"\xfd7zXZ": Refused("an xz archive", "Unpack it and upload the table that is in it."),
    b"\x28\xb5\x2f\xfd": Refused(
        "a zstandard archive", "Unpack it and upload the table that is in it."
    ),
    b"7z\xbc\xaf": Refused("a 7z archive"),
    b"Rar!": Refused("a rar archive"),
    b"\x80\x02": PICKLE,
    b"\x80\x03": PICKLE,
    b"\x80\x04": PICKLE,
    b"\x80\x05": PICKLE,
    b"\x89HDF": Refused(
        "an HDF5 file", "Write the predictions as CSV, or with numpy.save, and upload that."
    ),
    b"%PDF": Refused("a PDF file"),
    b"ARROW1": Refused(
        "an Arrow (Feather) file", "Write it as Parquet (DataFrame.to_parquet) and upload that."
    ),
    b"ORC": Refused("an ORC file", "Write it as Parquet and upload that."),
    b"SQLite format 3": Refused("an SQLite database", "Export the table as CSV."),
    b"\xd0\xcf\x11\xe0": WORKBOOK,
    b"\xff\xd8\xff": Refused("a JPEG image"),
    b"\x89PNG": Refused("a PNG image"),
    b"version https://git-lfs": Refused(
        "a Git LFS pointer and not the file it stands for", "Fetch the file (git lfs pull) first."
    ),
    b"\xff\xfe": Refused("UTF-16 text", "Save it as UTF-8 and upload it again."),
    b"\xfe\xff": Refused("UTF-16 text", "Save it as UTF-8 and upload it again."),
}
"""First bytes of what is refused, and what it is."""

HTML = re.compile(rb"\s*<(?:!doctype|html|head|body)", re.IGNORECASE)
JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")


def kind(data: bytes) -> str | Refused:
    """``parquet``, ``json``, ``npy``, ``npz`` or ``text``; or what it is if it is not taken."""
    for beginning, what in BEGINNINGS.items():
        if data.startswith(beginning):
            return what
    if data.startswith(b"PAR1"):
        return "parquet"
    if data.startswith(b"\x93NUMPY"):
        return "npy"
    if data.startswith(b"PK\x03\x04"):
        return _zip(data)
    if HTML.match(data):
        return Refused(
            "a web page (HTML), perhaps the answer to a download that failed",
            "Download the table itself and upload that.",
        )
    return "json" if JSON.match(data) else "text"


def _zip(data: bytes) -> str | Refused:
    """The kind of a zip archive, from the names in its directory, which is at its end."""
    directory = data[-65_536:]
    if b"/data.pkl" in directory:
        return TORCH
    if b"xl/workbook" in directory or b"[Content_Types].xml" in directory:
        return WORKBOOK
    return "npz" if re.search(rb"\.npyPK|\.npy[\x00-\x1f]", directory) else ZIP
