"""What goes with the errors of a class."""

from explorer.audits.errors import associations
from tests.support.real import atlas, validation

ALL = list(range(1_000))


def test_near_siblings_share_a_parent_and_are_classes():
    known = associations.features(atlas(), validation().truth)
    toy = atlas().index_of["n02113624"]
    assert known.loc[toy, "near_siblings"] == 2
    assert known.loc[toy, "train_images"] == 1_300


def test_captions_are_counted_for_four_data_sets_only():
    found = associations.clip_models(validation().truth, ALL)
    assert len(found) == 21
    counted = found["pretraining"].isin(associations.CAPTIONS)
    assert found.loc[counted, "correlation"].notna().all()
    assert found.loc[~counted, "correlation"].isna().all()
    assert (found.loc[counted, "correlation"] < 0).all()
