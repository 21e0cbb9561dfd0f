"""How long a folder of images takes to read, beside ``find -type f`` over the same tree."""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from explorer.ingest.datasets import formats
from explorer.settings import Settings

CLASSES, IMAGES = 1_000, 200
"""Folders and files of each; 200,000 files in all."""


Seconds = tuple[float, float]
"""By the clock, and of processor time, which depends less on what else the machine does."""


def scans(rounds: int) -> tuple[list[Seconds], list[Seconds]]:
    """Seconds of reading the tree as a data set and of ``find``, in turns, after one of each."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        make(root)
        explorer: list[Seconds] = []
        find: list[Seconds] = []
        for _ in range(rounds + 1):
            find.append(_timed(lambda: _find(root)))
            explorer.append(_timed(lambda: _read(root)))
    return explorer[1:], find[1:]


def make(root: Path) -> None:
    """A tree as ILSVRC's training images have it, of small files."""
    for number in range(CLASSES):
        folder = root / "train" / f"n{number:08d}"
        folder.mkdir(parents=True)
        for image in range(IMAGES):
            (folder / f"n{number:08d}_{image}.JPEG").write_bytes(b"x")


def _read(root: Path) -> None:
    content = formats.read(root, Settings())
    assert content.counts["images"].sum() == CLASSES * IMAGES


def _find(root: Path) -> None:
    found = subprocess.run(["find", root, "-type", "f"], check=True, capture_output=True)
    assert found.stdout.count(b"\n") == CLASSES * IMAGES


def _timed(step: Callable[[], None]) -> Seconds:
    began, before = time.perf_counter(), os.times()
    step()
    after = os.times()
    return time.perf_counter() - began, sum(after[:4]) - sum(before[:4])


def told(rounds: int) -> str:
    """What was measured, in a line for each kind of seconds."""
    ours, yardstick = scans(rounds)
    lines = []
    for at, what in enumerate(("by the clock", "of processor time")):
        explorer, find = (median(each[at] for each in times) for times in (ours, yardstick))
        lines.append(
            f"folder of {CLASSES * IMAGES:,} images: median {explorer:.2f} s {what}, find -type f "
            f"{find:.2f} s, {explorer / find if find else float('inf'):.2f} times"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(told(rounds=5))
