"""Class balance: how images are distributed over the classes of a subtree, and training plans."""

import streamlit as st

from explorer.audits.balance import subtrees
from explorer.audits.balance.subtrees import ALL, KINDS
from explorer.audits.class_list import caveats
from explorer.formatting import counted
from explorer.pages.balance.branches import branches_panel
from explorer.pages.balance.comparison import comparison_panel
from explorer.pages.balance.distribution import distribution_panel
from explorer.pages.balance.metrics import apart, leading_metrics
from explorer.pages.balance.plan import plan_panel
from explorer.ui.address import Address
from explorer.ui.head import page_head
from explorer.ui.markdown import plain
from explorer.ui.navigation import BALANCE
from explorer.ui.nearest import nothing
from explorer.ui.own_note import own_note
from explorer.ui.panels import Panel, draw_panel
from explorer.ui.session import open_atlas
from explorer.views.balance import MOST_IMAGES, from_query

PANELS = (
    Panel("shape", "Distribution", distribution_panel),
    Panel("branches", "By branch", branches_panel),
    Panel("compare", "Compare", comparison_panel),
    Panel("plan", "Training plan", plan_panel),
)


def _controls() -> None:
    """Which classes, which count, and what is small."""
    several = len(measures) > 1
    choices = st.columns(3 if several else 2, vertical_alignment="bottom")
    with choices[0]:
        address.choice(
            "classes",
            "Classes counted",
            KINDS,
            help="An internal class has other classes of the data set below it (dog has its "
            "breeds); a leaf class has none.",
        )
    if several:
        with choices[1]:
            address.choice("measure", "Count", measures)
    with choices[-1]:
        address.number("threshold", "Small-class threshold (images)", 1, MOST_IMAGES, step=50)


atlas = open_atlas()
address = Address(atlas, from_query)
view = address.view
dataset = atlas.dataset(view.dataset)
name = atlas.lexicon.name(view.focus)
page_head(atlas, address, BALANCE, f"Class balance: {plain(name)}", panels=PANELS)
measures = {key: dataset.measure(key).label for key in subtrees.count_measures(dataset)}
if not measures:
    st.info(
        plain(
            f"Per-class image counts of {dataset.title} are not available, so its balance cannot "
            f"be computed. {dataset.note} Choose another data set above."
        ),
        icon=":material/info:",
    )
    st.stop()
rolled = atlas.roll_up(view.dataset)
found = subtrees.counts(rolled, view.focus, view.measure, view.classes)
if not found.wnids:
    kind = "" if view.classes == ALL else f"{KINDS[view.classes].lower().split()[0]} "
    nothing(
        atlas,
        view.focus,
        f"No {kind}class of {dataset.title} with a known image count is at or under "
        f"{plain(name)}. Search for another synset, or choose other classes or another data set.",
        rolled.subtree(view.measure) > 0,
        lambda wnid: address.move(focus=wnid),
    )
    _controls()
    st.stop()
shapes = subtrees.kinds(rolled, view.focus, view.measure, view.threshold)
measure = dataset.measure(view.measure)
leading_metrics(shapes[view.classes], measure)
unknown = subtrees.not_counted(rolled, view.focus, view.measure, view.classes)
about = [f"{dataset.title}. {measure.meaning}", "" if dataset.own else caveats(dataset)]
if unknown:
    left_out = "is left out, its count" if unknown == 1 else "are left out, their counts"
    about.append(f"{counted(unknown, 'further class')} {left_out} unknown.")
st.caption(plain(" ".join([*about, apart(shapes)])))
own_note(dataset)
_controls()
draw_panel(atlas, address, PANELS)
