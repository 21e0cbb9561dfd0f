"""Commands about the user's own data sets: add, list, refresh, remove, map to synsets."""

import argparse
import dataclasses
from pathlib import Path
from typing import Any

from explorer.atlas import Atlas
from explorer.cli import terminal
from explorer.cli.columns import aligned
from explorer.cli.command import Answer, Commands
from explorer.errors import ExplorerError, UploadError
from explorer.formatting import counted, known, records, visible, written
from explorer.ingest.datasets import formats
from explorer.ingest.datasets.format import Options
from explorer.ingest.library import changes, kept, listing
from explorer.ingest.library.changes import Reading
from explorer.ingest.library.figures import number, over_classes
from explorer.ingest.library.own import OwnDataSet, note
from explorer.ingest.names import mapping_file
from explorer.ingest.names.mapping import merged
from explorer.settings import settings

MOST_NAMES = 10
"""Maximum number of names in a line of text; the JSON has all."""

KEY = "key of the data set, such as my-animals"


def add(commands: Commands) -> None:
    """Register the commands of this module."""
    reading = commands.add(add_data_set, _write_reading, name="add")
    reading.add_argument("path", help="path of a file or folder, or a glob in quotation marks")
    reading.add_argument(
        "--name", default="", help="title of the data set (default: the name of the file)"
    )
    keys = ", ".join(each.key for each in formats.FORMATS)
    reading.add_argument(
        "--format", default="", help=f"format of the files: {keys} (default: detected)"
    )
    for option, what in (
        ("label", "name of the column of classes"),
        ("split", "name of the column of splits"),
        ("image", "name of the column of images"),
        ("images", "name of the column of image counts, in a table of counts"),
        ("boxes", "name of the column of box counts, in a table of counts"),
    ):
        reading.add_argument(f"--{option}", default="", help=f"{what} (default: detected)")
    reading.add_argument(
        "--rows",
        default="",
        choices=("images", "annotations"),
        help="what one row of a manifest describes (default: detected)",
    )
    reading.add_argument(
        "--distinct",
        action="store_true",
        help="count distinct images even if that needs a second query",
    )
    reading.add_argument(
        "--sizes", type=Path, metavar="FILE", help="table of image sizes, for formats without them"
    )
    reading.add_argument(
        "--mapping", type=Path, metavar="FILE", help="CSV file of synsets, as written by `mapping`"
    )
    reading.add_argument(
        "--dry-run", action="store_true", help="report what would be added, without adding it"
    )
    again = commands.add(refresh, _write_reading)
    again.add_argument("key", help=KEY)
    again.add_argument(
        "--force", action="store_true", help="read the source even if it seems unchanged"
    )
    listed = commands.add(own_data_sets, _write_list, name="list")
    listed.add_argument(
        "--changes",
        action="store_true",
        help="check whether the files that each was read from changed",
    )
    commands.add(
        remove, lambda answer: [f"Removed {answer['key']} ({answer['title']})."]
    ).add_argument("key", help=KEY)
    names = commands.add(mapping, _write_mapping)
    names.add_argument("key", help=KEY)
    names.add_argument(
        "--write",
        dest="target",
        type=Path,
        metavar="FILE",
        help="write the mapping to a new CSV file, for editing",
    )
    names.add_argument(
        "--read", type=Path, metavar="FILE", help="replace the mapping by that of a CSV file"
    )


def add_data_set(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """Add a data set of your own: counts, a manifest, image folders or annotations."""
    options = Options(
        label=asked.label,
        split=asked.split,
        image=asked.image,
        images=asked.images,
        boxes=asked.boxes,
        rows=asked.rows,
        distinct=asked.distinct,
        sizes=asked.sizes,
    )
    with terminal.progress() as report:
        reading = changes.read(
            Path(asked.path),
            atlas,
            settings(),
            report,
            name=asked.name,
            format=asked.format,
            options=options,
            mapping=None if asked.mapping is None else _bytes(asked.mapping),
        )
    if not asked.dry_run:
        changes.keep(reading, atlas, settings())
    return _summary(reading, asked.dry_run)


def refresh(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """Update a data set of your own if its source or its edited mapping changed."""
    with terminal.progress() as report:
        reading = changes.refresh(asked.key, atlas, settings(), report, again=asked.force)
    if reading is None:
        return {"key": asked.key, "changed": False}
    return {"changed": True} | _summary(reading, dry_run=False)


def own_data_sets(_atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """List your own data sets and those that cannot be used."""
    found = listing.entries(settings(), look=asked.changes)
    rows = [
        dataclasses.asdict(each) | {"read": None if each.read is None else each.read.isoformat()}
        for each in found
    ]
    return {"folder": str(kept.place(settings())), "data_sets": rows}


def remove(_atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """Remove a data set of your own; the files that it was read from are not deleted."""
    return {"key": asked.key, "title": changes.remove(asked.key, settings())}


def mapping(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """Show, write or read the mapping of your own data set's classes to synsets."""
    if asked.read is not None:
        own = changes.remap(asked.key, _bytes(asked.read), atlas, settings(), asked.read.name)
    else:
        own = kept.opened(kept.find(settings(), asked.key), boxes=False)
    if asked.target is not None:
        _put(asked.target, mapping_file.write(own.mapping, atlas.lexicon))
    table = own.mapping.table
    names = [atlas.lexicon.name(wnid) if wnid else "" for wnid in table["wnid"].tolist()]
    return {
        "key": own.key,
        "written": None if asked.target is None else str(asked.target),
        "read": None if asked.read is None else str(asked.read),
        "mapping": _counts(own),
        "note": note(own.content, own.mapping),
        "classes": records(table.assign(synset=names)),
        "unused": records(own.mapping.unused),
    }


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise UploadError(f"{path} cannot be read ({fault.strerror}). Correct the path.") from fault


def _put(path: Path, data: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise ExplorerError(f"{path} already exists. Choose another name or delete it.") from None
    except OSError as fault:
        raise ExplorerError(f"{path} cannot be written ({fault.strerror}).") from fault


def _counts(own: OwnDataSet) -> dict[str, int]:
    return {match or "to review": count for match, count in own.mapping.counts.items()}


def _summary(reading: Reading, dry_run: bool) -> Answer:
    own, content = reading.own, reading.own.content
    read = content.provenance
    images = number(content.splits["images"])
    whole = float(images.sum()) if len(images) else float("nan")
    of_classes, uncounted = over_classes(content, "images")
    return {
        "key": own.key,
        "title": own.title,
        "kept": not dry_run,
        "replaced": bool(reading.before),
        "source": read.source,
        "format": read.format,
        "recognised": content.recognised,
        "files": read.files,
        "bytes": read.size,
        "classes": len(content.classes),
        "images": known(whole),
        "images_over_classes": known(of_classes),
        "classes_without_count": uncounted,
        "splits": records(content.splits),
        "shared": content.shared,
        "exhaustive": content.exhaustive,
        "boxes": None if content.boxes is None else len(content.boxes),
        "aside": [
            {"what": each.what, "count": each.count, "where": each.where, "kept": each.kept}
            for each in content.aside
        ],
        "recognised_names": reading.proposal.recognised,
        "question": reading.proposal.question,
        "mapping": _counts(own),
        "one_candidate": len(reading.proposal.single),
        "to_review": own.mapping.table["name"][own.mapping.to_review].tolist(),
        "merged": records(merged(own.mapping)[["wnid", "classes", "names"]]),
        "source_changes": {
            "changed": list(reading.difference.changed),
            "added": list(reading.difference.added),
            "removed": list(reading.difference.removed),
            "summary": str(reading.difference),
        },
        "new": list(reading.new),
        "gone": list(reading.gone),
        "note": note(content, own.mapping),
        "mapping_file": None if dry_run else str(kept.find(settings(), own.key).mapping),
    }


def _names(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
    return ", ".join(map(visible, names[:MOST_NAMES])) + more


def _write_reading(answer: Answer) -> list[str]:
    if answer.get("changed") is False:
        return [f"{answer['key']}: neither the source nor the mapping changed."]
    key = answer["key"]
    lines = [
        f"{key}: {answer['title']}",
        *(f"  {said}" for said in (answer["source_changes"]["summary"],) if said),
        f"  {visible(answer['recognised'])}",
        f"  {counted(answer['classes'], 'class')}, {_images(answer)}"
        + ("" if answer["boxes"] is None else f", {counted(answer['boxes'], 'box')}"),
    ]
    if len(answer["splits"]) > 1:
        lines += [
            f"  {visible(each['split']) or 'without a split'}: {counted(each['images'], 'image')}"
            for each in answer["splits"][:MOST_NAMES]
            if each["images"] is not None
        ]
    lines += [_aside(each) for each in answer["aside"]]
    lines += [
        f"  {visible(said)}" for said in (answer["recognised_names"], answer["question"]) if said
    ]
    lines += [f"  {written(count)} {match}" for match, count in answer["mapping"].items() if count]
    for group in answer["merged"][:MOST_NAMES]:
        lines.append(f"  merged on {group['wnid']}: {_names(group['names'])}")
    for what in ("new", "gone"):
        if answer[what]:
            lines.append(f"  {what}: {_names(answer[what])}")
    lines.append(f"  {answer['note']}")
    return [*lines, *_next(answer)]


def _images(answer: Answer) -> str:
    if answer["images"] is not None:
        return counted(answer["images"], "image")
    if answer["images_over_classes"] is None:
        return "images not counted"
    # An image with several classes counts for each.
    summed = f"{counted(answer['images_over_classes'], 'image')} summed over classes"
    if uncounted := answer["classes_without_count"]:
        return f"at least {summed}; {counted(uncounted, 'class')} without a count"
    return summed


def _aside(each: dict[str, Any]) -> str:
    how = "counted, but doubtful" if each["kept"] else "not counted"
    # "rows without a label (1)": the description is in the plural, whatever the number.
    where = f", first: {visible(each['where'])}" if each["where"] else ""
    return f"  {how}: {visible(each['what'])} ({written(each['count'])}{where})"


def _next(answer: Answer) -> list[str]:
    """The next steps, as lines."""
    key = answer["key"]
    if not answer["kept"]:
        return ["Nothing was added because of --dry-run."]
    lines = [f"Added. Try: imagenet-explorer balance --dataset {key}"]
    if answer["to_review"]:
        lines += [
            f"To review: {_names(answer['to_review'])}",
            f"  imagenet-explorer mapping {key} --write mapping.csv",
            (
                "  In the column match of that file write accepted, broader or none; correct the "
                "wnid where the proposed one is wrong. Then:"
            ),
            f"  imagenet-explorer mapping {key} --read mapping.csv",
            (
                f"Or edit the mapping in {answer['mapping_file']} and run `imagenet-explorer "
                f"refresh {key}`."
            ),
        ]
    return lines


def _write_list(answer: Answer) -> list[str]:
    if not answer["data_sets"]:
        return ["You keep no data set. Try: imagenet-explorer add PATH"]
    lines = []
    for each in answer["data_sets"]:
        lines.append(f"{each['key']}: {each['title']}")
        if each["problem"]:
            lines.append(f"  {visible(each['problem'])}")
            continue
        lines.append(
            f"  {counted(each['classes'], 'class')}, {written(each['confirmed'])} confirmed, "
            f"{written(each['to_review'])} to review; read from "
            f"{visible(each['path'] or each['source'])} ({each['format']}) on {each['read'][:10]}"
        )
        if each["source_changes"]:
            lines.append(f"  {each['source_changes']}")
    return [*lines, f"Kept in {answer['folder']}."]


def _write_mapping(answer: Answer) -> list[str]:
    lines = [f"{answer['key']}: {answer['note']}"]
    if answer["written"]:
        lines.append(
            f"Written to {answer['written']}. Edit it, then: imagenet-explorer mapping "
            f"{answer['key']} --read {answer['written']}"
        )
        return lines
    rows = [
        (
            visible(row["name"] or row["id"]),
            row["wnid"] or "–",
            row["synset"] or "–",
            row["match"] or "to review",
            visible(row["by"]),
        )
        for row in answer["classes"]
    ]
    lines += aligned(("class", "WordNet ID", "synset", "match", "by"), rows, indent="  ")
    lines += [f"  not a class of this data set: {visible(row['name'])}" for row in answer["unused"]]
    return lines
