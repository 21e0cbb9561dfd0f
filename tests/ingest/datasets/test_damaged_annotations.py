"""Annotation files with damaged bytes are read or refused with a sentence; nothing else happens."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.errors import UploadError
from explorer.ingest.datasets import coco, kaggle, openimages, voc, yolo
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Format, Options
from explorer.progress import silent
from explorer.settings import Settings
from tests.support import annotation_files as files

NAMES = ("cat", 'a "quoted", name', "<b>&amp;", "n02123045")

OPEN_IMAGES = (
    "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsGroupOf\n"
    "a,xclick,/m/0bt9lr,1,0.1,0.4,0.2,0.9,0,1\nb,xclick,/m/01yrx,1,0.1,0.4,0.2,0.9,1,0\n"
)

SOURCES = {
    coco.FORMAT: "set/instances_val.json",
    voc.FORMAT: "set/ILSVRC2012_val_00000001.xml",
    yolo.FORMAT: "set/data.yaml",
    kaggle.FORMAT: "set/LOC_val_solution.csv",
    openimages.FORMAT: "set/validation-annotations-bbox.csv",
}
"""Formats, and the file of each that is damaged."""


def write(kind: Format, folder: Path) -> None:
    """A small whole data set of a format."""
    boxes = files.validation_boxes(4).assign(label=lambda frame: frame["label"] % len(NAMES))
    folder.mkdir()
    if kind is coco.FORMAT:
        files.write_coco(boxes, NAMES, folder / "instances_val.json")
    elif kind is voc.FORMAT:
        files.write_voc(boxes, NAMES, folder)
    elif kind is yolo.FORMAT:
        files.write_yolo(boxes, NAMES, folder)
    elif kind is kaggle.FORMAT:
        files.write_kaggle(boxes, ["n02123045"] * 4, folder / "LOC_val_solution.csv")
    else:
        (folder / "validation-annotations-bbox.csv").write_text(OPEN_IMAGES)


def attempt(kind: Format, source: Path) -> tuple[str, Content | None]:
    """Why a source is refused, or what it gives."""
    try:
        return "", kind.read(source, Options(), Settings(), silent)
    except UploadError as fault:
        return str(fault), None


@st.composite
def damages(draw: st.DrawFn) -> tuple[float, int, bytes]:
    """Where in a file, how many bytes are lost, and what stands there instead."""
    words = b'\0 \xff \n " [ { } < &a; , -1 NaN 1e999 null true \xed\xa0\x80 *a !!'.split(b" ")
    pieces = st.sampled_from([*words, b"", b"9" * 400, b"[[" * 90])
    return (
        draw(st.floats(0, 1)),
        draw(st.sampled_from([0, 1, 2, 7, 40, 10**9])),
        draw(st.one_of(pieces, st.binary(max_size=12))),
    )


@pytest.mark.parametrize("kind", SOURCES, ids=lambda kind: kind.key)
@settings(max_examples=40, deadline=timedelta(seconds=5))
@given(damaged=st.lists(damages(), min_size=1, max_size=3))
def test_damaged_bytes_are_read_or_refused(kind: Format, damaged: list[tuple[float, int, bytes]]):
    with TemporaryDirectory() as folder:
        write(kind, Path(folder) / "set")
        path = Path(folder) / SOURCES[kind]
        data = path.read_bytes()
        for share, lost, instead in damaged:
            at = int(share * len(data))
            data = data[:at] + instead + data[at + lost :]
        path.write_bytes(data)
        for source in (path, path.parent):
            kind.recognise(source)
            fault, content = attempt(kind, source)
            if content is None:
                assert fault.isprintable()
                assert folder not in fault
            else:
                assert content.counts["labels"].sum() >= content.counts["boxes"].fillna(0).sum()


@pytest.mark.parametrize("kind", SOURCES, ids=lambda kind: kind.key)
def test_the_whole_ones_are_recognised_as_themselves_only(kind: Format, tmp_path):
    write(kind, tmp_path / "set")
    for source in (tmp_path / SOURCES[kind], tmp_path / "set"):
        assert [each.key for each in SOURCES if each.recognise(source)] == [kind.key]
        assert kind.read(source, Options(), Settings(), silent).counts["labels"].sum() > 0
