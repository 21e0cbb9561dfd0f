"""Overview: every class on one map, the questions that people bring, data sets, the challenge."""

import streamlit as st

from explorer.audits import class_layers, overview
from explorer.audits.class_map import class_map
from explorer.audits.questions_asked import QUESTIONS, Question
from explorer.audits.source_line import source_line
from explorer.formatting import counted
from explorer.ui import answers
from explorer.ui import class_map as drawn_map
from explorer.ui.address import Address
from explorer.ui.chart import save_menu
from explorer.ui.class_map import shelf
from explorer.ui.class_map.packing import pack_layer
from explorer.ui.class_map.printed import printed
from explorer.ui.finder import finder
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.navigation import HIERARCHY, PAGES
from explorer.ui.own_note import own_note
from explorer.ui.session import open_atlas, options
from explorer.ui.table import download, folded_table
from explorer.ui.window import is_narrow
from explorer.views.overview import OverviewView, from_query
from explorer.views.reading import FIRST, ordered_keys

MAP = "class_map"
CARD = 300 if is_narrow() else 380
"""Pixels of a card at least: the six are two lines of three in a wide window."""

ASKED = "overview_asked"
"""Session key: the cards were drawn without answers, which are computed next."""

LOOK_SECONDS = 0.4
"""After which cards without answers ask for them."""

atlas = open_atlas()


def _open(wnid: str, dataset: str = FIRST) -> None:
    kept = {"dataset": dataset} if dataset != FIRST else {}
    st.switch_page(str(HIERARCHY), query_params={"focus": wnid} | kept)


def _link(dataset: str) -> str:
    """The address of a synset's page, its wnid left out at the end."""
    kept = f"dataset={dataset}&" if dataset != FIRST else ""
    return f"hierarchy?{kept}focus="


def _picked(dataset: str) -> None:
    wnid = drawn_map.picked(MAP)
    if wnid:
        _open(wnid, dataset)


def _light(wnids: list[str] | None) -> None:
    """Light the squares at or under the synsets that a search finds."""
    view, _ = from_query(st.query_params.to_dict(), atlas)
    shown = class_map(atlas.hierarchy, atlas.dataset(view.dataset))
    drawn_map.light(MAP, None if wnids is None else shown.under(wnids))


def _branches() -> None:
    """The map's targets once more, for the keyboard and for who knows where to go."""
    for title, wnids in (("Branches", overview.BRANCHES), ("Popular", overview.FAVOURITES)):
        entries = overview.entry_points(atlas, wnids)
        with st.container(horizontal=True, gap=None, vertical_alignment="center"):
            st.markdown(f":small[:gray[{title}:]]", width="content")
            for row in entries.itertuples():
                st.page_link(
                    str(HIERARCHY),
                    label=f"{plain(str(row.name))} :gray[{row.classes:,}]",
                    help=f"{row.classes:,} classes, {row.ilsvrc2012:,} in ILSVRC-2012, "
                    f"{row.images:,} images listed (2011)",
                    query_params={"focus": str(row.wnid)},
                )


@st.fragment
def _map() -> None:
    """The map alone is drawn anew when its data set or its layer is changed."""
    address: Address[OverviewView] = Address(atlas, from_query)
    view = address.view
    dataset = atlas.dataset(view.dataset)
    layer = class_layers.layer(atlas, view.dataset, view.layer)
    colour, choice, said = st.columns([3, 3, 6], vertical_alignment="bottom", gap="small")
    with colour:
        offered = class_layers.available(atlas, dataset)
        address.choice("layer", "Colour", {name: class_layers.LAYERS[name] for name in offered})
    with choice:
        titles = {key: atlas.datasets[key].title for key in ordered_keys(atlas)}
        address.choice("dataset", "Data set", titles)
    with said:
        st.markdown(f"**{plain(layer.verdict)}**")
    shown = class_map(atlas.hierarchy, dataset)
    drawn_map.draw(
        key=MAP,
        label=f"Class map of {dataset.title}: {counted(len(dataset), dataset.noun)}, "
        f"coloured by {layer.label}",
        address=shelf.put(atlas, view.dataset),
        link=_link(view.dataset),
        layer=pack_layer(shown, layer, dataset),
        on_pick=lambda: _picked(view.dataset),
    )
    save_menu(
        lambda: printed(atlas, shown, layer, dataset),
        key=MAP,
        name=f"class-map-{view.dataset}-{view.layer}",
        title=f"{dataset.title}: {counted(len(dataset), dataset.noun)}, neighbours in WordNet side "
        f"by side. {layer.verdict}",
        source=f"{source_line((dataset,))} {layer.source}",
    )
    own_note(dataset)
    _branches()
    outside = overview.outside(atlas, overview.BRANCHES)
    st.caption(
        f"Each square is one of {counted(len(dataset), dataset.noun)} of {plain(dataset.title)}, "
        "beside its neighbours in WordNet; a class with several parents is drawn once, under its "
        f"deepest parent. Select a square or a branch to open it. {plain(layer.source)} Branches "
        f"are given with their distinct classes of Fall 2011. They overlap, so the counts do not "
        f"sum to the total; {outside:,} of the {headline['classes']:,} classes are under none of "
        f"the first {len(overview.BRANCHES)}."
    )
    folded_table(
        lambda: class_layers.table(atlas, view.dataset, view.layer),
        key="class_map_table",
        name=f"classes-{view.dataset}-{view.layer}",
        alt=f"Classes of {dataset.title} with their value: {layer.label}",
        columns={
            "name": st.column_config.TextColumn("Name", pinned=True),
            "value": layer.label if not layer.unit else f"{layer.label} ({layer.unit})",
            "wnid": st.column_config.TextColumn("WordNet ID (wnid)"),
        },
        column_order=["name", "value", "wnid"],
    )


def _cards() -> None:
    """The questions with links to the pages that answer them, and the answers once known.

    The first page of a process is drawn without answers, which take a second or two.
    """
    found = answers.known(atlas)
    if found is None and st.session_state.pop(ASKED, False):
        answers.compute(atlas)
        st.rerun()
    st.session_state[ASKED] = found is None
    told: dict[str, Question] = {each.page: each for each in found or ()}
    with st.grid("auto", min_column_width=CARD, gap="small", border=True) as grid:
        for page, text in QUESTIONS.items():
            entry = next(each for each in PAGES if each.url_path == page)
            answer = told.get(page)
            with grid.cell():
                st.page_link(
                    str(entry.file),
                    label=f"**{plain(text)}**",
                    icon=entry.icon,
                    query_params=dict(answer.query) if answer else {},
                )
                st.markdown(plain(answer.answer) if answer else ":gray[Computing the answer.]")


with st.container(horizontal=True, vertical_alignment="center"):
    st.title("ImageNet, class by class", anchor=False)
    st.space("stretch")
    options()
headline = overview.headline(atlas)
splits, challenge = overview.splits(), overview.challenge()
st.markdown(
    " · ".join(
        f"**{value:,}** {plain(what)}"
        for value, what in (
            (headline["classes"], "classes in ImageNet-21K"),
            (headline["images"], "images listed (2011)"),
            (headline["ilsvrc2012_classes"], "classes in ILSVRC-2012 (1K)"),
            (headline["ilsvrc2012_train_images"], "training images (1K)"),
            (headline["boxed_images"], "images with boxes"),
        )
    ),
    help=f"Images of ImageNet-21K, Fall 2011: lines of its URL list, summed over classes; "
    f"published: {headline['fall11_images']:,}. ILSVRC-2012 also has "
    f"{headline['ilsvrc2012_validation_images']:,} validation and "
    f"{headline['ilsvrc2012_test_images']:,} test images. Images with boxes: published total for "
    "all of ImageNet; per-class counts were never published.",
)
finder(atlas, "overview", "Search synsets", _open, _light)
_map()

section("Questions")
st.fragment(_cards, run_every=None if answers.known(atlas) else LOOK_SECONDS)()

section("Data sets compared")
releases = overview.releases(atlas)
# Bars are drawn in the tables: a chart would take a browser a second to load, and hold up the map.
shown = releases.drop(columns=["key"])
st.dataframe(
    shown,
    hide_index=True,
    height="content",
    column_config={
        "title": st.column_config.TextColumn("Data set", pinned=True),
        "classes": st.column_config.ProgressColumn(
            "Classes", format="localized", max_value=int(releases["classes"].max()), color="primary"
        ),
        "images": st.column_config.NumberColumn(
            "Images (sum over classes)",
            format="localized",
            help="Training images for ILSVRC-2012 and tieredImageNet.",
        ),
        "basis": st.column_config.TextColumn(
            "Basis",
            help="Measured: from this release's own per-class counts. Derived: from those of "
            "another release, because its own are not available.",
        ),
        "published": st.column_config.NumberColumn(
            "Images, published", format="localized", help="Total as stated by the authors."
        ),
        "summary": st.column_config.TextColumn("What it is"),
        "note": st.column_config.TextColumn("Caveat"),
    },
    placeholder="not known",
    alt="Data sets with their classes, images and how the image counts were obtained",
)
download(releases, "imagenet-releases", "releases_csv")

section("The challenge")
left, right = st.columns([3, 2], gap="medium")
with left:
    st.subheader("Winning top-5 error by year", anchor=False)
    st.dataframe(
        challenge,
        hide_index=True,
        column_config={
            "year": st.column_config.NumberColumn("Year", format="%d", width=56),
            "team": st.column_config.TextColumn("Team", width=106),
            "model": st.column_config.TextColumn("Method", width=204),
            "top5_error_percent": st.column_config.ProgressColumn(
                "Top-5 error (%)",
                width=108,
                format="%.2f",
                min_value=0,
                max_value=float(challenge["top5_error_percent"].max()),
                color="primary",
            ),
            "note": st.column_config.TextColumn("Note", width=286),
        },
        alt="Winners of the classification task by year",
    )
    st.caption(
        "Winning entries, often ensembles, on the hidden test set, as reported on the challenge's "
        "result pages and in the winners' papers."
    )
    download(challenge, "ilsvrc-winners", "challenge_csv")
with right:
    st.subheader("ILSVRC-2012 (ImageNet-1K)", anchor=False)
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
        "Training and test: published totals. Validation boxes: counted from the annotations. "
        "data/SOURCES.md names the source of every table."
    )
    download(splits, "ilsvrc2012-splits", "splits_csv")
