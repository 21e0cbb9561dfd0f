"""Uploaded models leave the memory with their session."""

import gc
import resource
import weakref
from pathlib import Path

import pytest

from explorer.atlas import Atlas
from explorer.audits.errors import (
    associations,
    calibration,
    confusion,
    model_comparison,
    nodes,
)
from explorer.evaluations import Model, Predictions
from explorer.evaluations.declared import ILSVRC
from explorer.ingest.models import uploads
from explorer.settings import Settings
from explorer.ui import session
from explorer.ui.navigation import ERRORS
from explorer.ui.session import OWN_ATLAS, OWN_MODELS
from tests.support import visit
from tests.support.own_files import FILES, VGG, csv
from tests.support.real import atlas, validation

DOG = "n02084071"
SESSIONS, FIRST = 200, 40
GROWTH = 32 * 2**20
"""Bytes by which the sessions after the first ones may raise the memory in all: a session that
stays has 0.3 MB of predictions alone, and about a megabyte with what is computed from them."""


@pytest.fixture(autouse=True)
def opened() -> None:
    """As in a server, where the atlas is loaded, and what is there then stays, before sessions."""
    session.open_ahead()


def upload(number: int) -> Model:
    """A file of 600 images, of each session other ones, read as a page reads it."""
    columns = {"file": FILES, "prediction": VGG, "confidence": 0.5}
    data = csv(columns, range(number, number + 600))
    return uploads.model(f"mine-{number}.csv", data, atlas(), Settings()).model


def visited(model: Model, **address: str) -> visit.AppTest:
    """A session with an uploaded model, at a page."""
    opened = visit.page(ERRORS, model=model.model, focus=DOG, **address)
    opened.session_state[OWN_MODELS] = {model.model: model}
    return visit.sound(opened.run())


def look_at_everything(atlas: Atlas, model: Predictions) -> None:
    """Ask for whatever keeps its results with a model, an evaluation or an atlas."""
    other = validation().model("resnet50")
    assert isinstance(other, Predictions)
    labels = list(range(151, 269))
    atlas.roll_up("ilsvrc2012", model.model).subtree("top1_error")
    nodes.branches(atlas, model, DOG)
    confusion.matrix(atlas, model, DOG)
    for first, second in ((model, other), (other, model)):
        model_comparison.compare(atlas, first, second, DOG)
    associations.top1_error(atlas, model)
    calibration.of(model, labels, 10)


def one_session(number: int) -> weakref.ref[Model]:
    """Open a session, upload, look at everything, and close it; the model, if it is still there.

    Without a page, which the tests below have, since that would take minutes.
    """
    model = upload(number)
    assert isinstance(model, Predictions)
    look_at_everything(atlas().with_own(ILSVRC, {model.model: model}), model)
    return weakref.ref(model)


def memory() -> int:
    """Bytes that this process holds, once garbage is collected."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def test_of_200_sessions_with_uploads_nothing_is_left_and_the_memory_does_not_grow():
    watched = [one_session(number) for number in range(FIRST)]
    before = memory()
    watched += [one_session(number) for number in range(FIRST, SESSIONS)]
    after = memory()
    assert sum(model() is not None for model in watched) == 0
    assert after - before < GROWTH


@pytest.mark.parametrize(
    "panel", ["where", "compare", "confusion", "field", "associations", "labels"]
)
def test_a_session_that_looked_at_a_panel_leaves_nothing(panel: str):
    model = upload(0)
    watched = weakref.ref(model)
    opened = visited(model, panel=panel)
    del model
    gc.collect()
    assert watched() is not None
    del opened
    gc.collect()
    assert watched() is None


def test_a_model_that_was_removed_leaves_though_its_session_stays():
    model = upload(0)
    watched = weakref.ref(model)
    opened = visited(model, panel="own")
    visit.sound(opened.button(key=f"own_remove_{model.model}").click().run())
    del model
    gc.collect()
    assert watched() is None
    assert OWN_ATLAS not in opened.session_state


def test_a_session_keeps_its_atlas_from_run_to_run():
    opened = visited(upload(0), panel="own")
    kept = opened.session_state[OWN_ATLAS][1]
    assert visit.sound(opened.run()).session_state[OWN_ATLAS][1] is kept
