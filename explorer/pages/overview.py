"""Overview: what ImageNet is in figures, and where to start."""

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import overview
from explorer.charts import bars
from explorer.ui.chart_options import PLAIN
from explorer.ui.finder import finder
from explorer.ui.markdown import plain
from explorer.ui.navigation import HIERARCHY
from explorer.ui.session import open_atlas, options
from explorer.ui.table import download

atlas = open_atlas()


def _open(wnid: str) -> None:
    st.switch_page(str(HIERARCHY), query_params={"focus": wnid})


def _entries(atlas: Atlas, wnids: tuple[str, ...]) -> None:
    entries = overview.entry_points(atlas, wnids)
    with st.grid("auto", min_column_width=170, gap="small", border=True) as grid:
        for row in entries.itertuples():
            with grid.cell():
                st.page_link(
                    str(HIERARCHY),
                    label=f"**{plain(str(row.name))}**",
                    icon="",
                    help="",
                    query_params={"focus": str(row.wnid)},
                )
                st.caption(
                    f"{row.classes:,} classes, {row.ilsvrc2012:,} in ILSVRC  \n"
                    f"{row.images:,} images"
                )


with st.container(horizontal=True, vertical_alignment="bottom"):
    st.title("ImageNet, class by class")
    st.space("stretch")
    options()
st.markdown(
    "Walk the WordNet hierarchy behind ImageNet with true counts at every concept: "
    "each class is counted once, however many parents it has."
)
finder(atlas, "overview", "Search synsets", _open)

headline = overview.headline(atlas)
splits, challenge = overview.splits(), overview.challenge()
with st.grid("auto", min_column_width=180, gap="small"):
    st.metric(
        "Classes (21K)",
        f"{headline['classes']:,}",
        help="ImageNet-21K, Fall 2011 release, counted in the table of classes.",
        border=True,
    )
    st.metric(
        "Images (21K)",
        f"{headline['images']:,}",
        help="ImageNet-21K, Fall 2011 release, summed over classes. "
        f"Published: {headline['fall11_images']:,}; "
        "eight lines of the URL list are malformed.",
        border=True,
    )
    st.metric(
        "Classes (1K)",
        f"{headline['ilsvrc2012_classes']:,}",
        help="ILSVRC-2012, also called ImageNet-1K: the classes of the classification challenge.",
        border=True,
    )
    st.metric(
        "Training (1K)",
        f"{headline['ilsvrc2012_train_images']:,}",
        help="Training images of ILSVRC-2012, besides "
        f"{headline['ilsvrc2012_validation_images']:,} validation and "
        f"{headline['ilsvrc2012_test_images']:,} test images.",
        border=True,
    )
    st.metric(
        "Boxed images",
        f"{headline['boxed_images']:,}",
        help="Published total for the whole of ImageNet; never published by class.",
        border=True,
    )

st.subheader("Where to start")
_entries(atlas, overview.BRANCHES)
outside = overview.outside(atlas, overview.BRANCHES)
st.caption(
    f"Branches overlap, so their figures do not add up: {outside:,} of the "
    f"{headline['classes']:,} classes are under none of these ten. Counts: Fall 2011."
)
st.markdown("**Often singled out**")
_entries(atlas, overview.FAVOURITES)

st.subheader("Releases side by side")
releases = overview.releases(atlas)
releases_chart, right = st.columns([2, 3], gap="medium")
with right:
    shown = releases.drop(columns=["key"])
    st.dataframe(
        shown,
        hide_index=True,
        height="content",
        column_config={
            "title": st.column_config.TextColumn("Data set", pinned=True),
            "classes": st.column_config.NumberColumn("Classes", format="localized"),
            "images": st.column_config.NumberColumn(
                "Images by class, summed",
                format="localized",
                help="Training images for ILSVRC-2012 and tieredImageNet.",
            ),
            "basis": st.column_config.TextColumn(
                "Basis",
                help="Measured: summed from counts of this release. Derived: from the counts of "
                "another release, because its own by class are not in the tables.",
            ),
            "published": st.column_config.NumberColumn(
                "Images, published", format="localized", help="As its makers state the total."
            ),
            "summary": st.column_config.TextColumn("What it is"),
            "note": st.column_config.TextColumn("Mind"),
        },
        placeholder="not known",
        alt="Data sets with classes, images and what the figures rest on",
    )
    download(releases, "imagenet-releases", "releases_csv")

st.subheader("The challenge")
left, right = st.columns(2, gap="medium")
with left:
    st.markdown("**Best top-5 error of the classification task, by year**")
    challenge_chart = st.container()
    st.dataframe(
        challenge,
        hide_index=True,
        column_config={
            "year": st.column_config.NumberColumn("Year", format="%d"),
            "team": "Team",
            "model": "Method",
            "top5_error_percent": st.column_config.NumberColumn("Top-5 error (%)", format="%.2f"),
            "note": "Note",
        },
        alt="Winners of the classification task by year",
    )
    st.caption(
        "Winners' entries, often ensembles, on the hidden test set; as the challenge's result "
        "pages and the winners' papers state them."
    )
    download(challenge, "ilsvrc-winners", "challenge_csv")
with right:
    st.markdown("**ILSVRC-2012 (ImageNet-1K)**")
    st.dataframe(
        splits,
        hide_index=True,
        column_config={
            "split": "Split",
            "images": st.column_config.NumberColumn("Images", format="localized"),
            "boxed_images": st.column_config.NumberColumn("Images with boxes", format="localized"),
            "boxes": st.column_config.NumberColumn("Boxes", format="localized"),
        },
        placeholder="not published",
        alt="Images and bounding boxes of the three splits of ILSVRC-2012",
    )
    st.caption(
        "Training and test: published totals. Validation boxes: counted, 80,477 on all 50,000 "
        "images. Sources of every table: data/SOURCES.md in the project."
    )
    download(splits, "ilsvrc2012-splits", "splits_csv")

# Charts last: what draws them takes a browser a second to load, which holds up what follows.
with releases_chart:
    st.plotly_chart(
        bars.ranked(overview.release_bars(releases), "classes"),
        key="releases_chart",
        config=PLAIN,
        alt="Classes of each data set, ImageNet-21K Fall 2011 largest with 21,841",
    )
with challenge_chart:
    st.plotly_chart(
        bars.columns(overview.challenge_bars(challenge), "top-5 error (%)"),
        key="challenge_chart",
        config=PLAIN,
        alt="Top-5 error of the winner fell from 28.2 percent in 2010 to 2.25 percent in 2017",
    )
