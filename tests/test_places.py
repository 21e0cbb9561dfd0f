"""Where the files beside the code are found."""

from pathlib import Path

from explorer import facts, places


def test_a_checkout_has_them_at_its_top():
    assert places.home() == Path(__file__).parents[1]
    assert places.home() / "data" == facts.DATA


def test_an_installed_package_has_them_inside(tmp_path: Path):
    (tmp_path / "explorer" / "_app").mkdir(parents=True)
    assert places.home(tmp_path / "explorer") == tmp_path / "explorer" / "_app"
