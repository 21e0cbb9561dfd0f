"""Command about superclasses: a cut, its groups, files for training, and errors at it."""

import argparse
from pathlib import Path
from typing import Any

from explorer.atlas import Atlas
from explorer.audits.superclasses import coarseness, errors, exports, groups, splits
from explorer.audits.superclasses import cut as cuts
from explorer.audits.superclasses.cut import BOUNDS, BY, PRESETS, Cut
from explorer.cli.columns import aligned
from explorer.cli.command import Answer, Commands, whole
from explorer.datasets import RollUp
from explorer.errors import ExplorerError
from explorer.formatting import NOT_KNOWN, counted, csv, fixed, known, precise, records, written

FILE_BYTES = 4_000_000
"""Maximum size of a file with a saved cut; an export of 100,000 classes is smaller."""


NUMBER = (
    "divide the largest group until there are this many (default: 20); children smaller than a "
    "tenth of the mean group stay together as '(rest)' while another group can be divided"
)
"""Help of ``--groups``; see ``audits.superclasses.heads.SMALL``."""


def add(commands: Commands) -> None:
    """Register the commands of this module."""
    command = commands.add(superclasses, _write, dataset="ilsvrc2012")
    method = command.add_mutually_exclusive_group()

    def number(key: str, option: str, text: str) -> None:
        method.add_argument(option, type=whole(*BOUNDS[key]), help=text)

    number("groups", "--groups", NUMBER)
    number("depth", "--depth", "cut at this depth: edges on the longest path to the root")
    number("images", "--min-images", "cut at the lowest synsets with at least this many images")
    number("classes", "--min-classes", "cut at the lowest synsets with at least this many classes")
    method.add_argument(
        "--preset", choices=PRESETS, help="published or built-in list of superclasses"
    )
    method.add_argument(
        "--by-hand", action="store_true", help="start with one group and change it with --edit"
    )
    method.add_argument(
        "--cut",
        default="",
        help="cut as text, as in the URL of the page, or a file that contains one",
    )
    command.add_argument(
        "--by",
        choices=BY,
        default="classes",
        help="what the size of a group is measured in (default: classes)",
    )
    command.add_argument(
        "--edit",
        action="append",
        default=[],
        help="change to the cut: take-WNID, split-WNID, merge-WNID, drop-WNID or "
        "place-WNID-GROUP; can be given several times",
    )
    command.add_argument(
        "--write",
        default="",
        dest="file",
        metavar="FILE",
        help="write a table from class to superclass to a .csv or .json file",
    )
    command.add_argument(
        "--split",
        type=whole(0, splits.MOST_SEED),
        metavar="SEED",
        help="random seed; split the subclasses of each superclass into source and target, as "
        "BREEDS does",
    )
    command.add_argument(
        "--split-by",
        choices=splits.BY,
        default="classes",
        help="what source and target are balanced by (default: classes)",
    )
    command.add_argument(
        "--errors", default="", metavar="MODEL", help="model whose accuracy at the cut is shown"
    )


def superclasses(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """Group a data set's classes into superclasses by a cut through the hierarchy."""
    rolled = atlas.roll_up(asked.dataset)
    cut = _cut(asked)
    found = groups.grouping(rolled, cut)
    total = groups.balance(atlas, rolled, found)
    listed = groups.classes(atlas, rolled, found)
    answer: Answer = exports.document(atlas, rolled, found)
    answer |= {
        "method": groups.about(cut),
        "answer": groups.sentence(rolled, found, total),
        "counted": groups.class_images(rolled)[1],
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
            raise ExplorerError(
                f"{file.name!r} is larger than {FILE_BYTES:,} bytes, so it is not a saved cut."
            )
        text = cuts.opened(file.read_text(encoding="utf-8", errors="replace"), file.name).text
    elif text.endswith((".json", ".txt")):
        raise ExplorerError(
            f"{file.name!r} cannot be read as a cut: no such file. Correct the path."
        )
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
        raise ExplorerError(
            f"{file.name!r} cannot be written: expected a name that ends in .csv or .json."
        )
    try:
        file.write_bytes(content)
    except OSError as fault:
        raise ExplorerError(f"{file.name!r} cannot be written: {fault.strerror}.") from fault


def _write(answer: Answer) -> list[str]:
    lines = [answer["answer"], f"  {answer['method']} Cut: {answer['cut']}"]
    lines += [f"  not applied: {each['edit']}: {each['reason']}" for each in answer["refused"]]
    groups = [
        (
            str(row["index"]),
            row["name"],
            row["wnid"],
            written(row["classes"]),
            written(row["images"]),
        )
        for row in answer["groups"]
    ]
    what = answer["counted"] or "images"
    header = ("index", "superclass", "WordNet ID", "classes", what[0].lower() + what[1:])
    lines += aligned(header, groups, indent="  ")
    contested: dict[tuple[str, ...], list[str]] = {}
    for row in answer["settled"]:
        if row["settled"] != "most specific":
            way = (row["superclass_name"], row["settled"], row["under_names"])
            contested.setdefault(way, []).append(f"{row['name']} {row['wnid']}")
    for (name, how, under), names in contested.items():
        lines.append(f"  assigned to {name} ({how}), of {under}: {', '.join(names)}")
    if answer["under_none"]:
        lines.append(f"  in no superclass: {' '.join(answer['under_none'])}")
    sides = [
        (row["superclass_name"], written(row["source_classes"]), written(row["target_classes"]))
        for row in answer.get("split_totals", [])
    ]
    split_header = ("split of superclass", "source classes", "target classes")
    lines += aligned(split_header, sides, indent="  ")
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
        (
            f"  {found['model']}: accuracy at the cut {at_cut}; top-1 accuracy {of_classes}, both "
            "on "
            f"{images}"
        ),
        f"  {found['answer']}",
    ]
    rows = [
        (
            row["name"],
            precise(row["accuracy"], "%"),
            written(row["images"]),
            row["most_confused"] or NOT_KNOWN,
        )
        for row in found["groups"]
    ]
    header = ("superclass", "accuracy", "images", "most confused with")
    return lines + aligned(header, rows, indent="  ")
