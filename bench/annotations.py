"""A COCO-type file of about 390 MB, made from COCO's real counts, against its parser alone."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import ijson

from bench.memory import resident_mb
from explorer.ingest.datasets.coco import FORMAT
from explorer.ingest.datasets.format import Options
from explorer.progress import silent
from explorer.settings import settings
from tests.support.annotation_files import write_coco2017

NUMBERS = 44
"""Numbers in the outline of an instance, with which the file has that size."""


@dataclass(frozen=True)
class Measured:
    """Seconds of processor time, and memory at most above that at the start, in MB."""

    seconds: float
    memory_mb: float


def measure() -> tuple[float, Measured, Measured]:
    """Size of the file in MB; the explorer; the parser alone; each in a process of its own."""
    with TemporaryDirectory() as folder:
        path = write_coco2017(Path(folder) / "instances_train2017.json", NUMBERS)
        with get_context("spawn").Pool(1, maxtasksperchild=1) as processes:
            explorer = processes.apply(_explorer, (path,))
            parser = processes.apply(_parser, (path,))
        return path.stat().st_size / 1e6, explorer, parser


def _explorer(path: Path) -> Measured:
    return _measured(lambda: FORMAT.read(path, Options(), settings(), silent))


def _parser(path: Path) -> Measured:
    def parse() -> None:
        with path.open("rb") as file:
            for _ in ijson.items(file, "annotations.item", use_float=True):
                pass

    return _measured(parse)


def _measured(read: Callable[[], object]) -> Measured:
    before, start = resident_mb(os.getpid()), time.process_time()
    read()
    seconds = time.process_time() - start
    return Measured(seconds, resident_mb(os.getpid(), "VmHWM") - before)
