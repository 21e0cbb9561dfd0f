"""Class balance: how images are distributed over the classes of a subtree, and training plans."""

import streamlit as st

from explorer.audits.balance import subtrees
from explorer.audits.balance.subtrees import ALL, KINDS
from explorer.pages.balance.branches import branches_panel
from explorer.pages.balance.comparison import comparison_panel
from explorer.pages.balance.controls import controls
from explorer.pages.balance.distribution import distribution_panel
from explorer.pages.balance.plan import plan_panel
from explorer.ui.address import Address
from explorer.ui.head import page_head
from explorer.ui.markdown import plain
from explorer.ui.navigation import BALANCE
from explorer.ui.nearest import nothing
from explorer.ui.panels import Panel, draw_panel
from explorer.ui.session import open_atlas
from explorer.views.balance import from_query

PANELS = (
    Panel("shape", "Distribution", distribution_panel),
    Panel("branches", "By branch", branches_panel),
    Panel("compare", "Compare", comparison_panel),
    Panel("plan", "Training plan", plan_panel),
)


atlas = open_atlas()
address = Address(atlas, from_query)
view = address.view
dataset = atlas.dataset(view.dataset)
name = atlas.lexicon.name(view.focus)
page_head(atlas, address, BALANCE, f"Class balance: {plain(name)}", panels=PANELS)
if not subtrees.count_measures(dataset):
    st.info(
        plain(
            f"Per-class image counts of {dataset.title} are not available, so its balance cannot "
            f"be computed. {dataset.note} Choose another data set above."
        ),
        icon=":material/info:",
    )
    st.stop()
rolled = atlas.roll_up(view.dataset)
if not subtrees.counts(rolled, view.focus, view.measure, view.classes).wnids:
    kind = "" if view.classes == ALL else f"{KINDS[view.classes].lower().split()[0]} "
    nothing(
        atlas,
        view.focus,
        f"No {kind}class of {dataset.title} with a known image count is at or under "
        f"{plain(name)}. Search for another synset, or choose other classes or another data set.",
        rolled.subtree(view.measure) > 0,
        lambda wnid: address.move(focus=wnid),
    )
    controls(address, dataset)
    st.stop()
draw_panel(atlas, address, PANELS)
