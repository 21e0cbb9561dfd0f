"""Your data: add a data set of your own, map its class names to synsets, and keep it."""

import streamlit as st

from explorer.pages.your_data.add import add_panel
from explorer.pages.your_data.kept import kept_panel
from explorer.pages.your_data.review import counts, review_panel
from explorer.ui.address import Address
from explorer.ui.headings import page_title
from explorer.ui.panels import Panel, choose_panel, draw_panel
from explorer.ui.session import open_atlas, options
from explorer.ui.toolbar import BAR
from explorer.ui.window import is_narrow
from explorer.views.your_data import from_query

PANELS = (
    Panel("add", "Add a data set", add_panel),
    Panel("review", "Review the mapping", review_panel),
    Panel("kept", "Your data sets", kept_panel),
)

atlas = open_atlas()
address = Address(atlas, from_query)
with st.container(horizontal=True, vertical_alignment="center"):
    page_title("Your data", "Your data")
    st.space("stretch")
    options()
bar = st.container(key=BAR, gap="xsmall")
with bar:
    choose_panel(address, PANELS)
if address.view.panel == "review":
    # In a narrow window they would take too much of it to stay in sight.
    with st.container() if is_narrow() else bar:
        counts()
draw_panel(atlas, address, PANELS)
