"""A small valid example of every format of data sets: two classes, each with images in two splits.

Whoever adds a format adds its example here; recognition and damaged files are tested with it.
"""

import io
import json
import tarfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from explorer.ingest.datasets.content import Content
from tests.support.annotation_files import write_kaggle, write_voc, write_yolo

Maker = Callable[[Path], Path]
"""Writes an example into an empty folder, and gives the path to read."""


def figures(content: Content, what: str = "images") -> dict[tuple[str, str], Any]:
    """A count by class and split; None where it is unknown."""
    ids = content.classes["id"]
    return {
        (ids[row["position"]], row["split"]): None if pd.isna(row[what]) else row[what]
        for row in content.counts.to_dict("records")
    }


def said(content: Content) -> dict[str, tuple[int, str]]:
    """What was left out or has to be said: how many, and where the first is."""
    return {each.what: (each.count, each.where) for each in content.aside}


def counts_csv(folder: Path) -> Path:
    path = folder / "counts.csv"
    path.write_text("wnid,name,train,val\nn02084071,dog,3,1\nn02121808,cat,2,2\n", encoding="utf-8")
    return path


def counts_json(folder: Path) -> Path:
    path = folder / "counts.json"
    path.write_text('[{"class": "dog", "images": 4}, {"class": "cat", "images": 4}]', "utf-8")
    return path


def counts_parquet(folder: Path) -> Path:
    path = folder / "counts.parquet"
    frame = pd.DataFrame({"class": ["dog", "cat"], "images": [4, 4], "boxes": [5, 9]})
    frame.to_parquet(path)
    return path


def folders(folder: Path) -> Path:
    for name in ("train/dog/1.jpg", "train/dog/2.jpg", "train/cat/3.jpg", "val/cat/4.jpg"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\xff\xd8\xff\xd9")
    return folder


def tar_of(path: Path, files: Mapping[str, bytes]) -> Path:
    """A tar file with the files in this order."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in files.items():
            about = tarfile.TarInfo(name)
            about.size = len(content)
            tar.addfile(about, io.BytesIO(content))
    return path


def webdataset(folder: Path) -> Path:
    for split, labels in (("train", (0, 0, 1)), ("val", (1,))):
        files: dict[str, bytes] = {}
        for at, label in enumerate(labels):
            files |= {f"{at:04d}.jpg": b"\xff\xd8", f"{at:04d}.cls": str(label).encode()}
        tar_of(folder / f"{split}-000000.tar", files)
    (folder / "classnames.txt").write_text("dog\ncat\n", encoding="utf-8")
    return folder


def webdataset_shard(folder: Path) -> Path:
    files: dict[str, bytes] = {}
    for name in ("dog", "cat"):
        about = json.dumps({"label": name, "width": 3}).encode()
        files |= {f"a/{name}.png": b"x", f"a/{name}.json": about}
    return tar_of(folder / "shard.tar", files)


def hf_file(path: Path, labels: list[Any], names: Sequence[str], **more: Any) -> Path:
    """A Parquet file as Hugging Face's datasets writes it, with images of a byte."""
    label: dict[str, Any] = {"names": list(names), "_type": "ClassLabel"}
    several = any(isinstance(each, list) for each in labels)
    feature = {"feature": label, "_type": "Sequence"} if several else label
    features = {"image": {"_type": "Image"}, "label": feature, **more}
    kind = pa.list_(pa.int64()) if several else pa.int64()
    image = pa.array([{"bytes": b"x", "path": "x.jpg"}] * len(labels))
    columns = {"image": image, "label": pa.array(labels, kind)}
    columns |= {name: pa.array([0] * len(labels)) for name in more}
    about = {"huggingface": json.dumps({"info": {"features": features}})}
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns).replace_schema_metadata(about), path)
    return path


def huggingface(folder: Path) -> Path:
    hf_file(folder / "data" / "train-00000-of-00002.parquet", [0, 0], ["dog", "cat"])
    hf_file(folder / "data" / "train-00001-of-00002.parquet", [1], ["dog", "cat"])
    hf_file(folder / "data" / "validation-00000-of-00001.parquet", [1], ["dog", "cat"])
    return folder


def coco(folder: Path) -> Path:
    path = folder / "instances_val2017.json"
    content = {
        "images": [{"id": at, "file_name": f"{at}.jpg", "width": 9, "height": 9} for at in (1, 2)],
        "categories": [{"id": 3, "name": "dog"}, {"id": 7, "name": "cat"}],
        "annotations": [
            {"id": 1, "image_id": 1, "category_id": 3, "iscrowd": 0, "bbox": [1, 1, 4, 4]},
            {"id": 2, "image_id": 2, "category_id": 7, "iscrowd": 1, "bbox": [0, 0, 9, 9]},
        ],
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


MANIFEST = {
    "image": ["1.jpg", "2.jpg", "3.jpg"],
    "label": ["dog", "dog", "cat"],
    "split": ["train", "train", "val"],
}


def manifest_csv(folder: Path) -> Path:
    path = folder / "manifest.csv"
    pd.DataFrame(MANIFEST).to_csv(path, index=False)
    return path


def manifest_lines(folder: Path) -> Path:
    path = folder / "manifest.jsonl"
    pd.DataFrame(MANIFEST).to_json(path, orient="records", lines=True)
    return path


def manifest_parquet(folder: Path) -> Path:
    path = folder / "manifest.parquet"
    pd.DataFrame(MANIFEST).to_parquet(path)
    return path


BOXES = pd.DataFrame(
    {
        "image": [1, 1, 2],
        "label": [0, 1, 1],
        "width": [100, 100, 80],
        "height": [50, 50, 60],
        "x0": [0, 10, 20],
        "y0": [0, 10, 20],
        "x1": [50, 40, 60],
        "y1": [50, 30, 50],
    }
)
"""Of two images, the first of which shows both classes."""

NAMES = ("n02084071", "n02121808")


def voc(folder: Path) -> Path:
    return write_voc(BOXES, NAMES, folder / "Annotations").parent


def yolo(folder: Path) -> Path:
    return write_yolo(BOXES, NAMES, folder)


def kaggle(folder: Path) -> Path:
    return write_kaggle(BOXES, NAMES, folder / "LOC_val_solution.csv")


def openimages(folder: Path) -> Path:
    path = folder / "validation-annotations-bbox.csv"
    path.write_text(
        "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,"
        "IsDepiction,IsInside\n"
        "a,xclick,/m/0bt9lr,1,0.1,0.4,0.2,0.9,0,0,0,0,0\n"
        "b,xclick,/m/01yrx,1,0.1,0.4,0.2,0.9,0,1,0,0,0\n",
        encoding="utf-8",
    )
    return path


EXAMPLES: Mapping[str, tuple[Maker, ...]] = {
    "counts": (counts_csv, counts_json, counts_parquet),
    "folders": (folders,),
    "webdataset": (webdataset, webdataset_shard),
    "huggingface": (huggingface,),
    "coco": (coco,),
    "voc": (voc,),
    "yolo": (yolo,),
    "kaggle": (kaggle,),
    "openimages": (openimages,),
    "manifest": (manifest_csv, manifest_lines, manifest_parquet),
}
"""Makers by key of the format."""

CASES = [(key, make) for key, makers in EXAMPLES.items() for make in makers]
CASE_NAMES = [make.__name__ for _, make in CASES]
