"""Superclasses in a terminal: a cut, its groups, files for training, and errors at it."""

import argparse
from pathlib import Path
from typing import Any

from explorer.atlas import Atlas
from explorer.audits.superclasses import coarseness, errors, exports, groups, splits
from explorer.audits.superclasses import cut as cuts
from explorer.audits.superclasses.cut import BOUNDS, BY, PRESETS, Cut
from explorer.cli.command import Answer, Commands, whole
from explorer.datasets import RollUp
from explorer.errors import ExplorerError
from explorer.formatting import counted, csv, fixed, known, precise, records

FILE_BYTES = 4_000_000
"""Of a saved cut at most; an export of 100,000 classes has fewer."""


NUMBER = (
    "number of groups, always dividing the largest (default: 20); children smaller than a tenth of "
    "the mean group stay together as '(rest)' while anything else can be divided"
)
"""Help of ``--groups``; see ``audits.superclasses.heads.SMALL``."""


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    command = commands.add(superclasses, _write, dataset="ilsvrc2012")
    method = command.add_mutually_exclusive_group()

    def number(key: str, option: str, text: str) -> None:
        method.add_argument(option, type=whole(*BOUNDS[key]), help=text)

    number("groups", "--groups", NUMBER)
    number("depth", "--depth", "synsets at this depth: edges on the longest path to the root")
    number("images", "--min-images", "the lowest synsets with at least so many images")
    number("classes", "--min-classes", "the lowest synsets with at least so many classes")
    method.add_argument("--preset", choices=PRESETS, help="a published or built-in list")
    method.add_argument("--by-hand", action="store_true", help="one group, changed by --edit")
    method.add_argument(
        "--cut", default="", help="a cut as text, as in a page's address, or a file that holds one"
    )
    command.add_argument(
        "--by", choices=BY, default="classes", help="what makes a group the largest"
    )
    command.add_argument(
        "--edit",
        action="append",
        default=[],
        help="a change by hand: take-WNID, split-WNID, merge-WNID, drop-WNID or "
        "place-WNID-GROUP; can be repeated",
    )
    command.add_argument(
        "--write",
        default="",
        dest="file",
        metavar="FILE",
        help="write class to superclass: .csv or .json",
    )
    command.add_argument(
        "--split",
        type=whole(0, splits.MOST_SEED),
        metavar="SEED",
        help="split the subclasses of each superclass into source and target (BREEDS)",
    )
    command.add_argument(
        "--split-by",
        choices=splits.BY,
        default="classes",
        help="what the sides are balanced by (default: classes)",
    )
    command.add_argument("--errors", default="", metavar="MODEL", help="accuracy at the cut")


def superclasses(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """A data set's classes in superclasses: a cut through the hierarchy, and what it gives."""
    rolled = atlas.roll_up(asked.dataset)
    cut = _cut(asked)
    found = groups.grouping(rolled, cut)
    total = groups.balance(atlas, rolled, found)
    listed = groups.classes(atlas, rolled, found)
    answer: Answer = exports.document(atlas, rolled, found)
    answer |= {
        "method": groups.about(cut),
        "answer": groups.sentence(rolled, found, total),
        "totals": {key: known(value) for key, value in total.items()},
        "groups": records(groups.table(atlas, rolled, found)),
        "settled": records(listed[listed["settled"] != ""]),
        "refused": [{"edit": edit.text, "reason": why} for edit, why in found.refused],
    }
    if asked.split is not None:
        divided = splits.split(atlas, rolled, found, asked.split, asked.split_by)
        answer["split"] = splits.document(
            divided, found, asked.dataset, asked.split, asked.split_by
        )
        answer["split_totals"] = records(splits.summary(divided))
    if asked.errors:
        answer["errors"] = _errors(atlas, rolled, found, asked.errors)
    if asked.file:
        _save(atlas, rolled, found, asked.file, answer.get("split"))
        answer["written"] = asked.file
    return answer


def _cut(asked: argparse.Namespace) -> Cut:
    text = asked.cut
    file = Path(text)
    if text and file.is_file():
        if file.stat().st_size > FILE_BYTES:
            raise ExplorerError(f"{file.name!r} is larger than {FILE_BYTES:,} bytes: no saved cut.")
        text = cuts.opened(file.read_text(encoding="utf-8", errors="replace"), file.name).text
    elif text.endswith((".json", ".txt")):
        raise ExplorerError(f"There is no file {file.name!r} to read a cut from.")
    return cuts.asked_for(
        groups=asked.groups,
        by=asked.by,
        depth=asked.depth,
        min_images=asked.min_images,
        min_classes=asked.min_classes,
        preset=asked.preset,
        by_hand=asked.by_hand,
        cut=text,
        edits=asked.edit,
    )


def _errors(atlas: Atlas, rolled: RollUp, found: groups.Grouping, name: str) -> Answer:
    evaluation = errors.evaluation_of(atlas, rolled)
    model = errors.predictions(evaluation, name)
    by = found.cut.by
    confused = errors.confusion(atlas, found, model)
    coarse = coarseness.coarseness(rolled, [model], by)
    return {
        "model": name,
        "evaluation": evaluation.about.key,
        "summary": {key: known(value) for key, value in errors.summary(found, model).items()},
        "groups": records(errors.by_group(confused)),
        "confusion": records(errors.long(confused)),
        "curve": records(coarseness.curve(rolled, model, by)),
        "coarseness": records(coarse)[0],
        "answer": coarseness.answer(name, coarse.iloc[0]),
    }


def _save(atlas: Atlas, rolled: RollUp, found: groups.Grouping, name: str, split: Any) -> None:
    file = Path(name)
    if file.suffix == ".csv":
        content = csv(exports.class_table(atlas, rolled, found))
    elif file.suffix == ".json":
        held = exports.document(atlas, rolled, found)
        content = exports.as_json(held if split is None else held | {"split": split}).encode()
    else:
        raise ExplorerError(f"{file.name!r}: expected a file that ends in .csv or .json.")
    try:
        file.write_bytes(content)
    except OSError as fault:
        raise ExplorerError(f"{file.name!r} cannot be written: {fault.strerror}.") from fault


def _write(answer: Answer) -> list[str]:
    lines = [answer["answer"], f"  {answer['method']} Cut: {answer['cut']}"]
    lines += [f"  not done: {each['edit']}: {each['reason']}" for each in answer["refused"]]
    for row in answer["groups"]:
        images = "" if row["images"] is None else f", {counted(row['images'], 'image')}"
        lines.append(
            f"  {row['index']:>3}  {row['name']} {row['wnid']}: "
            f"{counted(row['classes'], 'class')}{images}"
        )
    contested: dict[tuple[str, ...], list[str]] = {}
    for row in answer["settled"]:
        if row["settled"] != "most specific":
            way = (row["superclass_name"], row["settled"], row["under_names"])
            contested.setdefault(way, []).append(f"{row['name']} {row['wnid']}")
    for (name, how, under), names in contested.items():
        lines.append(f"  settled, {how}: into {name}, of {under}: {', '.join(names)}")
    if answer["under_none"]:
        lines.append(f"  under none: {' '.join(answer['under_none'])}")
    for row in answer.get("split_totals", []):
        lines.append(
            f"  split {row['superclass_name']}: source "
            f"{counted(row['source_classes'], 'class')}, target "
            f"{counted(row['target_classes'], 'class')}"
        )
    if "errors" in answer:
        lines += _error_lines(answer["errors"])
    if "written" in answer:
        lines.append(f"  written: {answer['written']}")
    return lines


def _error_lines(found: Answer) -> list[str]:
    total = found["summary"]
    at_cut, of_classes = (
        f"{fixed(total[f'{kind}accuracy'], 2, '%')} (95% CI {fixed(total[f'{kind}low'], 2)} to "
        f"{fixed(total[f'{kind}high'], 2)})"
        for kind in ("", "top1_")
    )
    images = counted(total["images"], "image")
    lines = [
        f"  {found['model']}: accuracy at the cut {at_cut}; top-1 {of_classes}; same {images}",
        f"  {found['answer']}",
    ]
    for row in found["groups"]:
        confused = f", most predicted as {row['most_confused']}" if row["most_confused"] else ""
        lines.append(
            f"    {row['name']}: {precise(row['accuracy'], '%')} of "
            f"{counted(row['images'], 'image')}{confused}"
        )
    return lines
