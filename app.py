"""The door: page configuration and navigation, nothing else."""

import streamlit as st

from explorer.pages import HIERARCHY, ICON, OVERVIEW
from explorer.pages.session import faults_told

st.set_page_config(page_title="ImageNet explorer", page_icon=ICON, layout="wide")
page = st.navigation(
    [
        st.Page(
            OVERVIEW,
            title="Overview",
            icon=":material/home:",
            url_path="overview",
            default=True,
            help="ImageNet in figures: classes, images, releases side by side, where to start.",
        ),
        st.Page(
            HIERARCHY,
            title="Hierarchy",
            icon=":material/account_tree:",
            url_path="hierarchy",
            help="Search and walk the 21,841-class hierarchy, with true counts at every synset.",
        ),
    ],
    position="top",
)
with faults_told():
    page.run()
