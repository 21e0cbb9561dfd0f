"""The columns of a table of predictions in their roles, compared with each other row by row."""

from collections.abc import Sequence

import numpy as np

from explorer.ingest import agreement, images, numbering
from explorer.ingest.agreement import Said
from explorer.ingest.columns import Group, Use
from explorer.ingest.images import Images
from explorer.ingest.numbering import ImageOrder
from explorer.ingest.opened import Opened
from explorer.ingest.tables import IMAGE_BY_POSITION, shown
from explorer.predictions import IMAGES, NONE


def check(file: Opened) -> None:
    """Make sure that there are columns of images and of classes.

    Raises:
        UploadError: one of them is missing, or a rank is.
    """
    columns, header = file.columns, file.table.header
    found = f"found {', '.join(map(shown, header[:8]))}"
    if not columns.images and len(file.rows) != IMAGES:
        raise file.fault(
            "expected a column of images (file_name, image, image_id, path, ...) and one of "
            f"classes (predicted_class, prediction, ..., or top1 to top5), {found}"
        )
    if columns.gaps:
        raise file.fault("; ".join(columns.gaps))
    if not columns.predictions and not columns.classes:
        flags = [header[at] for at in columns.flags]
        hint = f"; {' and '.join(flags)} hold only 0 and 1, which are hits" if flags else ""
        raise file.fault(
            "expected a column of predicted classes (predicted_class, prediction, ..., or top1 "
            f"to top5), {found}{hint}"
        )


def choose(file: Opened) -> tuple[Group, list[Group]]:
    """The group of the predictions, and the other groups of classes.

    Raises:
        ChoiceNeeded: the user named a column that is none of them.
    """
    every = (*file.columns.predictions, *file.columns.classes)
    asked = file.choice.column
    if asked:
        for group in every:
            if asked not in (*group.names, group.title):
                continue
            # The first rank stands for all of them, a later one for itself.
            at = group.names.index(asked) if asked in group.names else 0
            chosen = Group((asked,), (group.at[at],), group.use) if at else group
            return chosen, [each for each in every if each is not group]
        raise file.column_needed(f"has no column {shown(asked)} that may hold predictions")
    # The widest group keeps the ranks; of single columns the first.
    widest = max(file.columns.predictions or file.columns.classes, key=lambda group: len(group.at))
    return widest, [group for group in every if group is not widest]


def same_role(
    file: Opened, group: Group, main: Said, others: Sequence[Said]
) -> tuple[set[str] | None, list[Said]]:
    """Compare columns that should name the same class as the predictions.

    Where no column is named a prediction, all columns of classes have the same role.

    Returns:
        Keys of the numberings of classes under which they agree, None for all; and the columns
        of another role.

    Raises:
        ChoiceNeeded: two of them disagree in some row.
    """
    if file.choice.column:
        return None, list(others)
    named = {each.title for each in file.columns.predictions}
    alike = [each for each in others if each.title in named or group.use is not Use.PREDICTION]
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
    name = file.table.header[main_at]
    file.told.used.append(("image", "position" if name == IMAGE_BY_POSITION else name))
    file.refuse(main.faults)
    for at, other in parsed:
        # A column of other text, such as a web address, names no image at all.
        if at == main_at or len(other.faults) == len(file.rows):
            continue
        second = file.table.header[at]
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
