"""Every limit and every folder that a user can set, in one table.

A setting is read from the environment variable of the same name in capitals with the
prefix ``EXPLORER_`` (``chart_sectors`` from ``EXPLORER_CHART_SECTORS``), once, when the
process first asks. The table in the README is generated from this one.
"""

import dataclasses
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from tempfile import gettempdir

from platformdirs import user_cache_path, user_data_path

from explorer.errors import ExplorerError

PREFIX = "EXPLORER_"

FOLDER = {
    "cache_dir": "platform cache folder",
    "data_dir": "platform data folder",
    "temporary_dir": "system temporary folder",
}
"""Settings that are a folder, with a description of the default."""

FOLDERS = {"data_folders": "none"}
"""Settings that are several folders, with a description of the default."""


def _setting(default: int, meaning: str, *, least: int, most: int) -> int:
    bounds = {"help": meaning, "least": least, "most": most}
    return field(default=default, metadata=bounds)


@dataclass(frozen=True)
class Settings:
    """The values in force; ``describe`` says what each of them limits."""

    cache_dir: Path = field(
        default_factory=lambda: user_cache_path("imagenet-explorer"),
        metadata={"help": "cache folder for WordNet's files and the table read from them"},
    )
    data_dir: Path = field(
        default_factory=lambda: user_data_path("imagenet-explorer"),
        metadata={"help": "folder for the user's own data sets"},
    )
    data_folders: tuple[Path, ...] = field(
        default=(),
        metadata={
            "help": "folders whose contents can be read by path in the browser, separated as in "
            "PATH; by default none"
        },
    )
    dataset_splits: int = _setting(
        12,
        "maximum number of splits of a user's data set with figures of their own",
        least=1,
        most=100,
    )
    chance_boxes: int = _setting(
        2_000,
        "maximum number of boxes per class that chance performance of localisation is computed "
        "from",
        least=1_000,
        most=20_000,
    )
    temporary_dir: Path = field(
        default_factory=lambda: Path(gettempdir()),
        metadata={
            "help": "folder for temporary files of counting a large manifest; emptied afterwards"
        },
    )
    manifest_memory_megabytes: int = _setting(
        1_000,
        "maximum memory for counting a manifest (MB); what does not fit goes to disk",
        least=100,
        most=1_000_000,
    )
    manifest_threads: int = _setting(
        0,
        "maximum number of threads that count a manifest; 0 for one per processor",
        least=0,
        most=1_024,
    )
    nltk_timeout: int = _setting(
        20, "timeout of NLTK's own downloader (seconds)", least=1, most=3600
    )
    archive_timeout: int = _setting(
        600, "timeout of downloading the WordNet archive (seconds)", least=1, most=3600
    )
    chart_sectors: int = _setting(
        120, "maximum number of sectors in a treemap, icicle or sunburst", least=10, most=200
    )
    narrow_sectors: int = _setting(
        40,
        "maximum number of sectors in such a chart on a phone",
        least=10,
        most=200,
    )
    chart_levels: int = _setting(
        3, "maximum number of levels below the focus in such a chart", least=1, most=8
    )
    strip_bands: int = _setting(
        240, "maximum number of branches in the strip of a model's errors", least=20, most=400
    )
    strip_levels: int = _setting(
        5, "maximum number of levels in the strip of a model's errors", least=1, most=8
    )
    slope_lines: int = _setting(
        14, "maximum number of branches in a chart of what each data set kept", least=3, most=24
    )
    tree_rows: int = _setting(
        40, "children listed per branch of the tree before 'more'", least=5, most=500
    )
    cut_characters: int = _setting(
        2_000,
        "maximum length of a cut in the URL of Superclasses (characters)",
        least=100,
        most=8_000,
    )
    superclass_matrix: int = _setting(
        60, "maximum number of superclasses in a drawn confusion matrix", least=2, most=200
    )
    search_results: int = _setting(12, "maximum number of search results", least=1, most=100)
    upload_megabytes: int = _setting(64, "maximum size of an upload (MB)", least=1, most=1024)
    upload_unpacked_megabytes: int = _setting(
        128,
        "maximum uncompressed size of an upload, for Parquet and .npz (MB)",
        least=1,
        most=4096,
    )
    upload_memory_megabytes: int = _setting(
        512,
        "maximum memory of the process that decodes an upload (MB)",
        least=64,
        most=16_384,
    )
    upload_seconds: int = _setting(
        5,
        "maximum processor time of the process that decodes an upload (seconds)",
        least=1,
        most=600,
    )
    upload_rows: int = _setting(
        200_000, "maximum number of rows of an uploaded table", least=1_000, most=2_000_000
    )
    upload_columns: int = _setting(
        64, "maximum number of columns of an uploaded table", least=4, most=1_000
    )
    upload_cells: int = _setting(
        2_000_000, "maximum number of cells of an uploaded table", least=1_000, most=100_000_000
    )
    upload_cell_characters: int = _setting(
        10_000,
        "maximum number of characters in a cell of an uploaded table",
        least=100,
        most=100_000,
    )
    upload_list_items: int = _setting(
        100,
        "maximum number of items in a list in a cell of an uploaded table",
        least=5,
        most=10_000,
    )
    upload_faults: int = _setting(
        10, "maximum number of problems reported per upload", least=1, most=1_000
    )
    name_candidates: int = _setting(
        8, "maximum number of synsets proposed for a class name", least=1, most=50
    )
    misspelt_names: int = _setting(
        50,
        "maximum number of unknown class names per data set for which similar spellings are "
        "searched",
        least=0,
        most=10_000,
    )
    shard_member_kilobytes: int = _setting(
        64,
        "maximum size of a class file (.cls, .txt, .json) in a WebDataset shard (kB)",
        least=1,
        most=65_536,
    )
    annotation_megabytes: int = _setting(
        8,
        "maximum size of an annotation file of one image (XML, YOLO) or of a data.yaml (MB)",
        least=1,
        most=1_024,
    )
    folder_files: int = _setting(
        20_000_000,
        "maximum number of files in a folder of images, subfolders included",
        least=1,
        most=1_000_000_000,
    )
    folder_folders: int = _setting(
        1_000_000, "maximum number of subfolders in a folder of images", least=1, most=100_000_000
    )
    folder_sizes: int = _setting(
        50_000,
        "maximum number of image files that are checked for being empty",
        least=0,
        most=1_000_000_000,
    )
    source_files: int = _setting(
        1_000,
        "maximum number of files of a source that a refresh compares one by one; of more, it "
        "compares folders",
        least=0,
        most=100_000,
    )
    review_rows: int = _setting(
        20, "classes per page when a mapping is reviewed", least=5, most=100
    )
    calibration_bins: int = _setting(
        15, "number of bins of a calibration curve, all of the same width", least=2, most=100
    )
    resamples: int = _setting(
        1_000, "number of resamples for a simulated interval", least=200, most=10_000
    )
    search_characters: int = _setting(
        200, "maximum length of a search query (characters)", least=10, most=1000
    )


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings read from environment variables; defaults for those that are unset or empty.

    Raises:
        ExplorerError: a value is not a whole number within the setting's bounds, or a folder is in
            the home folder of an unknown user.
    """
    chosen: dict[str, object] = {}
    for setting in dataclasses.fields(Settings):
        name = PREFIX + setting.name.upper()
        text = environment.get(name)
        if text is None or text == "":
            continue
        if setting.name in FOLDER:
            chosen[setting.name] = _folder(name, text)
        elif setting.name in FOLDERS:
            parts = [part for part in text.split(os.pathsep) if part]
            chosen[setting.name] = tuple(_folder(name, part) for part in parts)
        else:
            bounds = setting.metadata
            chosen[setting.name] = _bounded(name, text, bounds["least"], bounds["most"])
    return Settings(**chosen)  # type: ignore[arg-type]


def _folder(name: str, text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError as problem:
        raise ExplorerError(
            f"The environment variable {name} is {text[:40]!r}: that user has no known home "
            "folder. Correct it or unset it."
        ) from problem


def _bounded(name: str, text: str, least: int, most: int) -> int:
    try:
        value = int(text)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise ExplorerError(
            f"The environment variable {name} is {text[:40]!r}; it must be a whole number "
            f"from {least} to {most}. Correct it or unset it."
        )
    return value


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process."""
    return read_settings(os.environ)


def describe() -> list[tuple[str, str, str, str]]:
    """One row per setting: environment variable, default, bounds, meaning."""
    rows = []
    for setting in dataclasses.fields(Settings):
        if setting.name in FOLDER:
            default, bounds = FOLDER[setting.name], "a folder"
        elif setting.name in FOLDERS:
            default, bounds = FOLDERS[setting.name], "folders"
        else:
            default = str(setting.default)
            bounds = f"{setting.metadata['least']} to {setting.metadata['most']}"
        rows.append((PREFIX + setting.name.upper(), default, bounds, str(setting.metadata["help"])))
    return rows


def markdown() -> str:
    """The table of settings in Markdown, as in the README."""
    rows = [("variable", "default", "values", "meaning"), ("---",) * 4, *describe()]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    print(markdown())
