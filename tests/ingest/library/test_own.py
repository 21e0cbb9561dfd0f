"""A user's data set is of the same type as the built-in ones, with figures that are right."""

import dataclasses
import tracemalloc
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from explorer import datasets
from explorer.audits import class_list
from explorer.datasets import OWN, DataSet
from explorer.ingest.datasets.content import Aside
from explorer.ingest.library.figures import boxes_of, shares_images
from explorer.ingest.library.own import OwnDataSet, dataset, described
from explorer.ingest.names.mapping import Mapping
from explorer.settings import Settings
from tests.support.own_data import CAT, DOG, PUPPY, animals, boxes, content, mapping, own
from tests.support.real import atlas

SETTINGS = Settings()


def made(found: OwnDataSet) -> DataSet:
    return dataset(found, atlas(), SETTINGS)


def rolled(found: OwnDataSet, measure: str, wnid: str) -> float:
    up = datasets.roll_up(atlas().hierarchy, made(found))
    return float(up.subtree(measure, atlas().hierarchy.positions([wnid]))[0])


def test_classes_are_the_synsets_that_count():
    found = made(animals())
    assert found.wnids.tolist() == sorted([DOG, CAT])
    assert (found.key, found.title, found.group, found.own) == ("animals", "Animals", OWN, True)


def test_images_of_a_class_roll_up():
    assert rolled(animals(), "images", "n00001740") == 30
    assert rolled(animals(), "images", DOG) == 10


def test_what_is_only_proposed_is_in_no_figure():
    read = animals().content
    found = own(read, mapping(read, [DOG, CAT, PUPPY], ["exact", "", "none"]))
    assert made(found).wnids.tolist() == [DOG]


def test_the_note_says_how_many_are_mapped_and_what_is_not_counted():
    assert made(animals()).note == (
        "2 of 3 classes are mapped to synsets (all confirmed); 1 class with 30 images is not "
        "mapped and not counted."
    )


def test_published_mappings_count_and_are_not_confirmed():
    read = animals().content
    found = own(read, mapping(read, [DOG, CAT, PUPPY], ["published", "accepted", "broader"]))
    assert made(found).note == "3 of 3 classes are mapped to synsets (2 confirmed)."
    assert len(made(found)) == 3


def test_names_on_one_synset_are_summed_and_counted():
    read = animals().content
    found = made(own(read, mapping(read, [DOG, DOG, CAT])))
    frame = found.columns.frame(["images", "names"])
    assert frame.loc[DOG].tolist() == [30, 2]
    assert found.measure("names").numerator == "names"


def test_a_sum_is_unknown_if_one_of_its_counts_is():
    read = content([{"position": 0, "images": 5}, {"position": 1}], ["a", "b"], shared=False)
    found = made(own(read, mapping(read, [DOG, DOG])))
    assert np.isnan(found.columns["images"]).all()


def test_a_class_that_is_listed_and_not_counted_has_no_images():
    read = content([{"position": 0, "images": 5}], ["a", "b"], shared=False)
    found = made(own(read, mapping(read, [CAT, DOG])))
    assert found.columns.frame(["images"]).loc[DOG, "images"] == 0


def test_every_split_has_figures_of_its_own():
    rows = [
        {"position": 0, "split": "train", "images": 5},
        {"position": 0, "split": "val", "images": 2},
        {"position": 1, "split": "train", "images": 7},
    ]
    read = content(rows, ["a", "b"], {"train": 12, "val": 2}, shared=False)
    found = made(own(read, mapping(read, [CAT, DOG])))
    columns = found.columns.frame(["images", "images_train", "images_val"])
    assert columns.loc[CAT].tolist() == [7, 5, 2]
    assert columns.loc[DOG].tolist() == [7, 7, 0]
    assert found.measure("images_val").label == "Images, val"


def test_of_more_splits_than_the_setting_the_further_ones_are_in_the_sum_only():
    rows = [{"position": 0, "split": f"s{at:02}", "images": 1} for at in range(30)]
    read = content(rows, ["a"], shared=False)
    found = made(own(read, mapping(read, [CAT])))
    assert found.columns["images"].tolist() == [30]
    assert len([name for name in found.columns if name.startswith("images_")]) == 12


def test_splits_whose_names_are_alike_have_columns_of_their_own():
    rows = [
        {"position": 0, "split": split, "images": at} for at, split in enumerate(("a b", "a-b"))
    ]
    read = content(rows, ["a"], shared=False)
    found = made(own(read, mapping(read, [CAT])))
    assert [name for name in found.columns if name.startswith("images_")] == [
        "images_a_b",
        "images_a_b_2",
    ]


# Several labels


def test_images_of_several_classes_are_image_class_pairs_with_all_images_beside():
    rows = [{"position": 0, "images": 6, "labels": 9}, {"position": 1, "images": 5, "labels": 5}]
    read = content(rows, ["a", "b"], {"": 8}, shared=True)
    found = made(own(read, mapping(read, [CAT, DOG])))
    pairs = found.measure("pairs")
    assert (pairs.label, pairs.unit) == ("Image-class pairs", "image-class pairs")
    assert found.columns["pairs"].sum() == 11
    assert "there are 8 images in all" in class_list.caveats(found)
    assert "images" not in [measure.key for measure in found.measures]
    assert found.measure("labels_per_image").denominator == "pairs"


def test_images_of_splits_are_said_to_be_counted_per_split_one_without_a_name_among_them():
    rows = [{"position": 0, "split": split, "images": 3} for split in ("", "val")]
    read = content(rows, ["a"], {"": 4, "val": 5}, shared=True)
    said = class_list.caveats(made(own(read, mapping(read, [CAT]))))
    assert "there are 9 images in all, counted per split (without a split 4, val 5)." in said


def test_where_it_was_not_counted_more_images_of_classes_than_images_are_pairs():
    rows = [{"position": 0, "images": 6}, {"position": 1, "images": 5}]
    assert shares_images(content(rows, ["a", "b"], {"": 8}))
    assert not shares_images(content(rows, ["a", "b"], {"": 11}))
    assert not shares_images(content(rows, ["a", "b"]))


def test_where_it_was_not_counted_more_labels_than_images_are_pairs():
    assert shares_images(content([{"position": 0, "images": 6, "labels": 7}], ["a"]))


def test_labels_as_many_as_images_are_no_measure_of_their_own():
    read = content([{"position": 0, "images": 6, "labels": 6}], ["a"], shared=False)
    assert "labels" not in made(own(read, mapping(read, [CAT]))).columns


def test_lower_bounds_are_called_so():
    read = content([{"position": 0, "images": 6}], ["a"], shared=True, exhaustive=False)
    found = made(own(read, mapping(read, [CAT])))
    assert found.measure("pairs").label == "Image-class pairs (lower bound)"


def test_a_data_set_without_any_count_has_its_classes():
    read = content([{"position": 0}], ["a"])
    assert [measure.key for measure in made(own(read, mapping(read, [CAT]))).measures] == [
        "classes"
    ]


def test_a_data_set_of_which_nothing_is_mapped_is_empty_and_says_so():
    found = made(own(animals().content, mapping(animals().content, ["", "", ""])))
    assert (len(found), found.note.partition(";")[0]) == (
        0,
        "0 of 3 classes are mapped to synsets (0 confirmed)",
    )


def test_what_was_left_out_is_said():
    read = dataclasses.replace(
        animals().content, aside=(Aside(what="boxes without a class", count=3),)
    )
    assert "Left out: boxes without a class (3)." in made(own(read, animals().mapping)).caveats


# Names


def test_the_class_list_has_its_own_names_with_their_certainty():
    read = animals().content
    found = made(own(read, mapping(read, [DOG, CAT, PUPPY], ["exact", "published", ""])))
    whole = atlas().with_datasets({"animals": found})
    listed = class_list.class_list(whole, "animals")
    assert listed["class_name"].tolist() == ["dog", "cat", "thing"]
    assert listed["wnid"].tolist() == [DOG, CAT, ""]
    assert listed["certainty"].tolist() == [
        class_list.EXACT,
        class_list.UNCONFIRMED,
        class_list.TO_REVIEW,
    ]
    assert listed["images"].tolist() == [10, 20, 30]


# Boxes


def boxed(rows: Sequence[tuple[float, ...]], unit: str) -> OwnDataSet:
    read = content(
        [{"position": 0, "images": 1, "boxes": len(rows)}],
        ["a"],
        shared=False,
        boxes=boxes(rows),
        box_unit=unit,
    )
    return own(read, mapping(read, [DOG]))


def test_boxes_in_pixels_are_shares_of_their_image():
    found = made(
        boxed([(1, 0, 200, 100, 0, 0, 100, 50), (1, 0, 200, 100, 0, 0, 50, 100)], "pixels")
    )
    assert found.columns["boxes"].tolist() == [2]
    assert found.columns["area"].tolist() == [0.5]
    assert found.boxes.corners[0].tolist() == [0, 0, 0.5, 0.5]
    assert found.boxes.aspect.tolist() == [2.0, 0.5]


def test_without_the_size_of_the_image_shares_of_pixels_are_unknown():
    found = made(boxed([(1, 0, np.nan, np.nan, 0, 0, 100, 50)], "pixels"))
    up = datasets.roll_up(atlas().hierarchy, found)
    at = atlas().hierarchy.positions([DOG])
    assert np.isnan(found.boxes.corners).all()
    assert found.boxes.aspect.tolist() == [2.0]
    assert np.isnan(up.subtree("object_scale", at))
    assert np.isnan(up.subtree("class_object_scale", at))
    assert up.subtree("val_boxes", at) == 1


def test_without_the_size_of_the_image_the_shape_of_shares_is_unknown():
    found = made(boxed([(1, 0, np.nan, np.nan, 0, 0, 0.5, 0.5)], "shares"))
    assert found.columns["area"].tolist() == [0.25]
    assert np.isnan(found.boxes.aspect).all()


def test_of_unknown_sizes_a_mean_is_over_the_known_ones():
    rows = [(1, 0, 10, 10, 0, 0, 5, 10), (2, 0, np.nan, np.nan, 0, 0, 5, 10)]
    found = boxed(rows, "pixels")
    assert rolled(found, "object_scale", DOG) == 50
    assert rolled(found, "boxes_per_image", DOG) == 1


def test_boxes_of_a_class_without_a_synset_are_none_of_the_boxes():
    read = content(
        [{"position": 0, "images": 1}], ["a", "b"], boxes=boxes([(1, 1, 9, 9, 0, 0, 1, 1)])
    )
    found = boxes_of(read, mapping(read, [DOG, ""]))
    assert found is not None
    assert len(found) == 0
    assert rolled(own(read, mapping(read, [DOG, ""])), "val_boxes", DOG) == 0


@pytest.mark.parametrize(("step", "most"), [(1.0, 68), (0.1, 84)])
def test_a_box_takes_few_bytes_and_is_exactly_what_was_read(step: float, most: int):
    """Whole pixels are kept in half the bytes; what float32 does not hold, is not."""
    rows = [(at, 0, 640, 480, step * at, 0, step * at + 30, 20 + step) for at in range(1, 400)]
    read = boxed(rows, "pixels")
    found = boxes_of(read.content, read.mapping)
    assert found is not None and read.content.boxes is not None
    for name in ("image", "width", "height", "x0", "y0", "x1", "y1"):
        assert found.pixels[name].tolist() == read.content.boxes[name].tolist()
    kept = [found.pixels[name].to_numpy() for name in found.pixels]
    assert np.shares_memory(kept[0], found.image) and np.shares_memory(kept[1], found.label)
    kept += [found.corners, found.aspect]
    whole = [each if each.base is None else each.base for each in kept]  # a view keeps all of it
    assert sum({id(each): each.nbytes for each in whole}.values()) <= most * len(rows)


def test_the_boxes_of_a_data_set_are_not_called_validation_boxes():
    found = made(boxed([(1, 0, 200, 100, 0, 0, 100, 50)], "pixels"))
    texts = [f"{each.label} {each.meaning} {each.source}" for each in found.measures]
    assert not [text for text in texts if "alidation" in text or "ILSVRC" in text]


def test_validation_boxes_in_a_data_set_of_ones_own_give_the_same_figures():
    built = atlas().dataset("ilsvrc2012")
    table = built.boxes.pixels.rename(columns={"label": "position"})
    wnids = built.wnids.tolist()
    read = content(
        [{"position": at, "images": 50} for at in range(1000)], wnids, shared=False, boxes=table
    )
    found = made(own(read, mapping(read, wnids)))
    names = ["boxes", "box_images", "several", "area", "mean_area", "chance"]
    pd.testing.assert_frame_equal(found.columns.frame(names), built.columns.frame(names))
    assert np.array_equal(found.boxes.corners, built.boxes.corners)
    assert np.array_equal(found.boxes.aspect, built.boxes.aspect)


def test_chance_is_worked_out_for_a_sample_where_a_class_has_more_boxes_than_the_setting():
    random = np.random.default_rng(1)
    corner = random.random((6000, 2)) * 0.3
    rows = np.column_stack(
        [np.arange(6000), np.zeros(6000), np.ones((6000, 2)), corner, corner + 0.6]
    )
    found = boxed([tuple(row) for row in rows.tolist()], "shares")
    first, again = made(found), made(found)
    assert first.columns["chance"].tolist() == again.columns["chance"].tolist()
    assert "a random sample of 2,000" in first.measure("chance_localisation").meaning
    shift = corner[:, None, :] - corner[None, :, :]
    shared = np.prod(0.6 - np.abs(shift), axis=2)
    pairs = shared >= 0.5 * (2 * 0.36 - shared)
    whole = (pairs.sum() - 6000) / (6000 * 5999)
    assert first.columns["chance"][0] == pytest.approx(whole, abs=0.02)


# Evaluations, memory


def test_a_data_set_of_21841_classes_takes_at_most_15_megabytes():
    built = atlas().dataset("fall11")
    wnids = built.wnids.tolist()
    rows = [{"position": at, "images": 500} for at in range(len(wnids))]
    read = content(rows, [f"class {wnid}" for wnid in wnids], shared=False)
    names = mapping(read, wnids)
    atlas().hierarchy.closure  # noqa: B018 belongs to the hierarchy
    del rows
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    found = made(own(read, Mapping(names.table.copy())))
    up = datasets.roll_up(atlas().hierarchy, found)
    for measure in found.measures:
        up.subtree(measure.key)
        up.own(measure.key)
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert taken < 15_000_000


def test_the_description_needs_no_column():
    description, columns = described(animals(), SETTINGS)
    assert set(description.columns) == set(columns)
    assert {name for each in description.measures for name in each.columns} <= {"classes", *columns}


def test_no_folder_of_the_machine_is_in_what_a_data_set_says_of_itself():
    held = animals()
    read = dataclasses.replace(held.content.provenance, source="/home/ada/secret/pets.csv")
    held = dataclasses.replace(held, content=dataclasses.replace(held.content, provenance=read))
    found = made(held)
    assert "read from pets.csv (counts)" in found.summary
    assert {each.source for each in found.measures} == {"pets.csv"}
