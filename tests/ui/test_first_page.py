"""What is computed ahead is what the first page asks for, and the same."""

from unittest import mock

from explorer import facts
from explorer.audits import overview
from explorer.ui.first_page import prepare
from tests.support import visit
from tests.support.real import atlas


def test_the_first_page_computes_nothing_again_that_was_prepared():
    prepare(atlas())
    with mock.patch.object(facts, "read", side_effect=AssertionError("read again")):
        assert len(overview.releases(atlas())) > 5
        assert overview.headline(atlas())["classes"] == 21_841
    assert overview.releases(atlas()) is overview.releases(atlas())
    visit.sound(visit.overview())
