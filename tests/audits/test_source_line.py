"""The line below a saved picture."""

from explorer.audits.source_line import Source, source_line
from tests.support.real import atlas


def test_data_sets_are_named_with_their_tables_once_each():
    fall11, det = (atlas().dataset(key) for key in ("fall11", "det"))
    assert source_line([fall11, det, fall11]) == (
        "Data: ImageNet-21K, Fall 2011 (imagenet21k); ILSVRC DET (ilsvrc_det); WordNet 3.0."
    )


def test_what_has_no_table_is_named_alone():
    assert source_line([Source("mine", "")]) == "Data: mine; WordNet 3.0."
