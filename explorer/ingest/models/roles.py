"""The columns of a table of predictions in their roles, compared with each other row by row."""

from collections.abc import Sequence

import numpy as np

from explorer.evaluations import NONE
from explorer.ingest.files.tables import IMAGE_BY_POSITION, shown
from explorer.ingest.models import agreement, images, numbering
from explorer.ingest.models.agreement import Said
from explorer.ingest.models.columns import Group, Use, is_accuracy, is_by_class, use_of
from explorer.ingest.models.columns import words as split_name
from explorer.ingest.models.images import Images
from explorer.ingest.models.numbering import ImageOrder
from explorer.ingest.models.opened import Opened
from explorer.ingest.models.validation import IMAGES


def check(file: Opened) -> None:
    """Make sure that there are columns of images and of classes.

    Raises:
        UploadError: one of them is missing, or a rank is.
    """
    columns, header = file.columns, file.table.header
    found = f"found {', '.join(map(shown, header[:8]))}"
    named = {name for group in columns.predictions for name in group.names}
    imageless = not columns.images and len(file.rows) != IMAGES
    by_class = [
        name
        for name in header
        if name not in named
        and (is_accuracy(name) or "error" in split_name(name) or (imageless and is_by_class(name)))
    ]
    if by_class and not any(use_of(name) is Use.IMAGE for name in header):
        raise file.fault(
            f"{by_class[0]} looks like a figure by class; accuracies by class need a column of "
            "classes (wnid, class_index or class_name) and one of accuracies (accuracy from 0 to "
            f"1, or accuracy_percent), {found}"
        )
    if imageless:
        raise file.fault(
            "expected a column of images (file_name, image, image_id, path, ...) and one of "
            f"classes (predicted_class, prediction, ..., or top1 to top5), {found}"
        )
    if columns.gaps:
        raise file.fault("; ".join(columns.gaps))


def choose(file: Opened, found: Images, orders: Sequence[ImageOrder]) -> tuple[Said, list[Said]]:
    """The columns of the predictions, and the other columns of classes.

    Columns named like predictions come first; then the one column whose name has no meaning
    but whose classes agree with the known labels better than chance; then columns of classes.

    Raises:
        ChoiceNeeded: the user named a column that is none of them, or several could be.
        UploadError: the table has no such column.
    """
    columns = file.columns
    if file.choice.column:
        return _asked(file)
    classes = [file.said(group) for group in columns.classes]
    if columns.predictions:
        return _widest([file.said(group) for group in columns.predictions], classes)
    likely = [said for said in map(file.said, columns.unknown) if _likely(said, found, orders)]
    if len(likely) > 1:
        names = " and ".join(said.title for said in likely)
        raise file.column_needed(f"has several columns that may be the predictions, {names}")
    if likely:
        return likely[0], classes
    if classes:
        return _widest(classes, [])
    header = file.table.header
    flags = [header[at] for at in columns.flags]
    hint = f"; {' and '.join(flags)} hold only 0 and 1, which are hits" if flags else ""
    raise file.fault(
        "expected a column of predicted classes (predicted_class, prediction, ..., or top1 to "
        f"top5), found {', '.join(map(shown, header[:8]))}{hint}"
    )


def _asked(file: Opened) -> tuple[Said, list[Said]]:
    """The column that the user named, and the others."""
    asked, columns = file.choice.column, file.columns
    every = (*columns.predictions, *columns.classes, *columns.unknown)
    for group in every:
        if asked not in (*group.names, group.title):
            continue
        # The first rank stands for all of them, a later one for itself.
        at = group.names.index(asked) if asked in group.names else 0
        chosen = Group((asked,), (group.at[at],), group.use) if at else group
        rest = [each for each in every if each is not group and each.use is not Use.UNKNOWN]
        return file.said(chosen), [file.said(each) for each in rest]
    raise file.column_needed(f"has no column {shown(asked)} that may hold predictions")


def _widest(said: list[Said], rest: list[Said]) -> tuple[Said, list[Said]]:
    """Of several columns that should agree, the one that can be read and has most ranks."""
    main = max(said, key=lambda each: (not each.classes.faults, each.classes.numbers.shape[1]))
    return main, [each for each in said if each is not main] + rest


def _likely(said: Said, found: Images, orders: Sequence[ImageOrder]) -> bool:
    """Whether every cell is a class, and they agree with the known labels better than chance."""
    if said.classes.faults:
        return False
    readings = numbering.evidence(
        found.numbers,
        found.named,
        said.classes.numbers[:, 0],
        said.classes.known[:, 0],
        orders=orders,
    )
    return any(reading.confirmed() for reading in readings)


def same_role(
    file: Opened, main: Said, others: Sequence[Said]
) -> tuple[set[str] | None, list[Said]]:
    """Compare columns that should name the same class as the predictions.

    Where only columns of classes are there, all of them have the same role.

    Returns:
        Keys of the numberings of classes under which they agree, None for all; and the columns
        of another role.

    Raises:
        ChoiceNeeded: two of them disagree in some row.
    """
    if file.choice.column:
        return None, list(others)
    is_named = main.group.use not in (Use.CLASS, Use.TRUTH)
    alike = [each for each in others if each.group.use is Use.PREDICTION or not is_named]
    allowed: set[str] | None = None
    for other in alike:
        shared = agreement.shared_numberings(main, other)
        if not shared:
            faults = agreement.contradictions(main, other)
            lines = [f"Row {file.rows[at]:,}: {fault}." for at, fault in faults.items()]
            raise file.column_needed(
                f"has columns that disagree in {len(lines):,} of {len(file.rows):,} rows: "
                f"{main.title} and {other.title}. {' '.join(lines[:3])}"
            )
        if len(shared) < len(numbering.class_numberings()):
            keys = {each.key for each in shared}
            allowed = keys if allowed is None else allowed & keys
        file.told.used.append(("the same class", other.title))
    return allowed, [each for each in others if each not in alike]


def find_images(file: Opened) -> Images:
    """The images of the rows.

    Raises:
        UploadError: a cell is no image, an image comes twice, or two columns name different
            images.
    """
    if not file.columns.images:
        file.told.notes.append(
            f"No column names the images; the {IMAGES:,} rows are taken in order."
        )
        return images.parse([str(at) for at in range(1, IMAGES + 1)], file.words.index)
    parsed = [(at, images.parse(file.cells[at], file.words.index)) for at in file.columns.images]
    fewest = min(parsed, key=lambda each: len(each[1].faults))
    main_at, main = next((each for each in parsed if each[1].named.any()), fewest)
    name = file.name(main_at)
    file.told.used.append(("image", "position" if name == IMAGE_BY_POSITION else name))
    file.refuse(main.faults)
    for at, other in parsed:
        # A column of other text, such as a web address, names no image at all.
        unread = len(other.faults) == len(file.rows) or agreement.counts_rows(main, other)
        if at == main_at or unread:
            continue
        second = file.name(at)
        file.refuse(
            {
                row: f"{name} is image {main.numbers[row]:,} and {second} is image "
                f"{other.numbers[row]:,}"
                for row in agreement.images_differ(main, other).tolist()
            }
        )
        file.told.used.append(("the same image", second))
    _check_repeats(file, main)
    return main


def find_orders(file: Opened, found: Images) -> list[ImageOrder]:
    """Orders of the images that are possible: file names and wnids in paths leave only one.

    Raises:
        UploadError: a path has another wnid than the image's known label.
    """
    every = list(numbering.image_orders())
    orders = every[:1] if found.named.any() else every
    if (found.classes == NONE).all():
        return orders
    order, differ = agreement.folder_labels(found, orders)
    file.refuse(
        {
            row: agreement.folder_fault(found, row, file.wnids)
            for row in np.flatnonzero(differ).tolist()
        }
    )
    file.told.notes.append("The wnids in the paths are the known labels of the images.")
    return [order]


def _check_repeats(file: Opened, found: Images) -> None:
    numbers = found.numbers
    _, first, inverse = np.unique(numbers, return_index=True, return_inverse=True)
    again = np.flatnonzero(first[inverse] != np.arange(len(numbers))).tolist()
    file.refuse(
        {
            row: f"image {numbers[row]:,} is already in row {file.rows[first[inverse[row]]]:,}"
            for row in again
        }
    )
