"""Data sets in annotation formats, written from frames of boxes, for tests and the bench.

A frame of boxes has the columns of data/validation_boxes.parquet: image (a number), label (index
into the names), width, height, x0, y0, x1, y1, in pixels.
"""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd

from explorer import facts
from explorer.arrays import Integers

CORNERS = ["x0", "y0", "x1", "y1"]


@cache
def validation_boxes(images: int = 500) -> pd.DataFrame:
    """The boxes of the first validation images of ILSVRC-2012."""
    table = facts.read("validation_boxes")
    frame: pd.DataFrame = table[table["image"] <= images].astype("int64").reset_index(drop=True)
    return frame


@cache
def wnids() -> tuple[str, ...]:
    """The challenge's classes, by index."""
    return tuple(facts.read("ilsvrc2012").sort_values("index")["wnid"])


def image_name(image: int) -> str:
    """The name of a validation image, without its ending."""
    return f"ILSVRC2012_val_{image:08d}"


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Its rows as named tuples, whose cells may be anything."""
    yield from frame.itertuples()


def write_coco(boxes: pd.DataFrame, names: Sequence[str], path: Path) -> Path:
    """One COCO-type JSON file."""
    images = boxes.drop_duplicates("image")
    content = {
        "images": [
            {"id": row.image, "file_name": f"{image_name(row.image)}.JPEG"}
            | {"width": row.width, "height": row.height}
            for row in _rows(images)
        ],
        "annotations": [
            {"id": number, "image_id": row.image, "category_id": row.label + 1, "iscrowd": 0}
            | {"bbox": [row.x0, row.y0, row.x1 - row.x0, row.y1 - row.y0]}
            for number, row in enumerate(_rows(boxes), start=1)
        ],
        "categories": [{"id": at, "name": name} for at, name in enumerate(names, start=1)],
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def write_voc(boxes: pd.DataFrame, names: Sequence[str], folder: Path) -> Path:
    """A folder with one XML file per image, as ILSVRC's own."""
    folder.mkdir(parents=True, exist_ok=True)
    for image, rows in boxes.groupby("image"):
        objects = "".join(
            f"<object><name>{escape(names[row.label])}</name><pose>Unspecified</pose>"
            f"<truncated>0</truncated><difficult>0</difficult><bndbox><xmin>{row.x0}</xmin>"
            f"<ymin>{row.y0}</ymin><xmax>{row.x1}</xmax><ymax>{row.y1}</ymax></bndbox></object>"
            for row in _rows(rows)
        )
        first = rows.iloc[0]
        name = image_name(int(str(image)))
        (folder / f"{name}.xml").write_text(
            f"<annotation><folder>val</folder><filename>{name}</filename><size><width>"
            f"{first['width']}</width><height>{first['height']}</height><depth>3</depth></size>"
            f"<segmented>0</segmented>{objects}</annotation>",
            encoding="utf-8",
        )
    return folder


def write_kaggle(boxes: pd.DataFrame, names: Sequence[str], path: Path) -> Path:
    """Kaggle's LOC_val_solution.csv."""
    lines = ["ImageId,PredictionString"]
    for image, rows in boxes.groupby("image"):
        parts = (f"{names[row.label]} {row.x0} {row.y0} {row.x1} {row.y1} " for row in _rows(rows))
        lines.append(f"{image_name(int(str(image)))},{''.join(parts)}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_yolo(boxes: pd.DataFrame, names: Sequence[str], folder: Path) -> Path:
    """A folder with data.yaml and one text file per image; shares with six digits, as usual."""
    labels = folder / "labels" / "val"
    labels.mkdir(parents=True)
    listed = "".join(f"  {at}: {json.dumps(name)}\n" for at, name in enumerate(names))
    (folder / "data.yaml").write_text(
        f"path: .\nval: images/val\nnames:\n{listed}", encoding="utf-8"
    )
    for image, rows in boxes.groupby("image"):
        lines = [
            f"{row.label} {(row.x0 + row.x1) / 2 / row.width:.6f} "
            f"{(row.y0 + row.y1) / 2 / row.height:.6f} {(row.x1 - row.x0) / row.width:.6f} "
            f"{(row.y1 - row.y0) / row.height:.6f}\n"
            for row in _rows(rows)
        ]
        name = image_name(int(str(image)))
        (labels / f"{name}.txt").write_text("".join(lines), encoding="utf-8")
    return folder


def write_sizes(boxes: pd.DataFrame, path: Path) -> Path:
    """A table of the sizes of the images."""
    images = boxes.drop_duplicates("image")
    names = [f"{image_name(image)}.JPEG" for image in images["image"]]
    images[["width", "height"]].assign(image=names).to_csv(path, index=False)
    return path


CROWDS = 10_052
"""How many of the written COCO annotations are crowds; its table does not have that figure."""


def write_coco2017(path: Path, numbers_per_polygon: int = 0, seed: int = 0) -> Path:
    """A COCO-type file with the real numbers of training images and instances of all classes.

    Args:
        path: the file.
        numbers_per_polygon: how many numbers the outline of an instance has, for the bench: with
            44 of them, the file has the size of the real one.
        seed: of the images and places, which are random.
    """
    random = np.random.default_rng(seed)
    table = facts.read("coco2017")
    with path.open("w", encoding="utf-8") as file:
        file.write('{"info": {"year": 2017}, "images": [')
        file.write(", ".join(_coco_image(image) for image in range(1, COCO_IMAGES + 1)))
        file.write('], "annotations": [')
        number = 0
        for row in _rows(table):
            images = _shown(random, row.train_images, row.train_instances)
            for each in _coco_annotations(random, images, row.id, number, numbers_per_polygon):
                file.write(each)
            number += row.train_instances
        categories = [{"id": row.id, "name": row.category} for row in _rows(table)]
        file.write(f'], "categories": {json.dumps(categories)}}}')
    return path


COCO_IMAGES = 118_287
"""Training images of COCO 2017."""


def _shown(random: np.random.Generator, images: int, instances: int) -> Integers:
    """The image of each instance of a class that so many images show."""
    chosen = random.choice(COCO_IMAGES, images, replace=False) + 1
    again = random.choice(chosen, instances - images)
    return np.concatenate([chosen, again])


def _coco_image(image: int) -> str:
    return (
        f'{{"license": 3, "file_name": "{image:012d}.jpg", "height": 480, "width": 640, '
        f'"date_captured": "2013-11-14 11:18:45", "id": {image}}}'
    )


def _coco_annotations(
    random: np.random.Generator, images: Integers, category: int, before: int, polygon: int
) -> Iterator[str]:
    places = random.integers(0, 30_000, (len(images), 4))
    for at, (image, (x, y, wide, high)) in enumerate(
        zip(images.tolist(), places.tolist(), strict=True), start=before + 1
    ):
        outline: list[Any] = [x / 100, y / 100, wide / 100, high / 100] * (polygon // 4)
        segmentation = f'"segmentation": {[outline]}, ' if polygon else ""
        yield (
            f'{", " if at > 1 else ""}{{{segmentation}"iscrowd": {int(at <= CROWDS)}, "image_id": '
            f'{image}, "bbox": [{x / 100}, {y / 100}, {wide / 100 + 1}, {high / 100 + 1}], '
            f'"category_id": {category}, "id": {at}}}'
        )
