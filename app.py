"""The door: page configuration and navigation, nothing else."""

import streamlit as st

if __name__ == "app":  # as the server imports it, before anybody has come
    from starlette.middleware import Middleware

    from explorer.pages.frame import FrameFromMemory
    from explorer.server.admission import OwnVisitorsOnly, RoomForVisitors
    from explorer.server.class_maps import ClassMaps
    from explorer.server.life import opened_ahead
    from explorer.server.plotly_script import PlotlyScript
    from explorer.server.style import StyledDocument
    from explorer.ui import faults

    app = st.App(
        __file__,
        lifespan=opened_ahead,
        middleware=[
            Middleware(OwnVisitorsOnly),
            Middleware(RoomForVisitors),
            Middleware(FrameFromMemory),
            Middleware(StyledDocument),
            Middleware(ClassMaps),
            Middleware(PlotlyScript),
        ],
        on_script_error=faults.tell,
    )
else:  # as it is run for each visitor
    from explorer.ui import faults, window
    from explorer.ui.navigation import ICON, NAME, PAGES

    st.set_page_config(page_title=NAME, page_icon=ICON, layout="wide")
    page = st.navigation(
        [
            st.Page(
                entry.file,
                title=entry.title,
                icon=entry.icon,
                url_path=entry.url_path,
                default=entry is PAGES[0],
                help=entry.help,
            )
            for entry in PAGES
        ],
        position="top",
    )
    window.watch()
    with faults.told():
        page.run()
