"""Sections on labels that do not depend on the chosen model: labels to doubt, duplicates."""

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.errors import agreement, duplicates
from explorer.evaluations import Truth
from explorer.formatting import counted
from explorer.ui.address import Address
from explorer.ui.headings import section
from explorer.ui.metrics import Shown, metrics
from explorer.ui.table import table
from explorer.views.errors import ErrorsView

NAME = st.column_config.TextColumn("Class", pinned=True, width="medium")


def doubts_section(
    atlas: Atlas, address: Address[ErrorsView], truth: Truth, labels: list[int]
) -> None:
    """Draw the images on which most of very many models agree on another class."""
    found = agreement.doubts(atlas, truth, labels)
    count = agreement.models()
    section(
        f"Labels to doubt: at least half of {count:,} models predict the same other class "
        f"({counted(len(found), 'image')})"
    )
    if found.empty:
        st.caption("None listed here.")
        return
    table(
        found,
        key="doubts",
        name=f"{address.view.focus}-labels-to-doubt",
        alt="Images on which many models agree on a class that is not the label",
        columns={
            "image": st.column_config.NumberColumn(
                "Image", format="%d", help="Number of the validation image."
            ),
            "label": st.column_config.TextColumn("Original label", width="medium"),
            "predicted": st.column_config.TextColumn("Models predict", width="medium"),
            "models": st.column_config.NumberColumn(
                "Models", format="localized", help=f"Of {count:,}, up to EVA-02."
            ),
            "percent": st.column_config.NumberColumn("Share of models (%)", format="%.1f"),
            "kind": st.column_config.TextColumn(
                "Kind of error", help=f"By automatic rules; {agreement.SOURCE}."
            ),
            "accepted": st.column_config.TextColumn(
                "Accepted labels", help=f"The authors accept these; {agreement.SOURCE}."
            ),
            "real_labels": st.column_config.TextColumn(
                "Reassessed labels (ReaL)", help="Empty if no label was accepted."
            ),
            "wnid": "wnid of the label",
            "predicted_wnid": "wnid of the prediction",
        },
        on_pick=lambda wnid: address.move(focus=wnid),
        caption=f"Most models first; {agreement.SOURCE}. Their lists end near 1,000 pairs of each "
        "kind, so an image that is not listed is not an easy one. Select a row to open the "
        "class of the label.",
        height=340,
    )


def duplicates_section(
    atlas: Atlas, address: Address[ErrorsView], truth: Truth, labels: list[int]
) -> None:
    """Draw the classes that share identical training images."""
    wnids = tuple(truth.wnids[label] for label in labels)
    section("Identical training images")
    total = duplicates.totals(atlas, wnids)
    metrics(
        [
            Shown(
                "Also in another class",
                total.across,
                "images",
                "Training images that are identical to one of another class.",
            ),
            Shown(
                "Twice in the class",
                total.within,
                "images",
                "Training images that are identical to another of the same class.",
            ),
            Shown("Classes concerned", total.classes, "classes", f"Of {len(wnids):,} here."),
            Shown("Pairs of classes", total.pairs, "pairs", "That share at least one image."),
        ],
    )
    found = duplicates.pairs(atlas, wnids)
    if len(found):
        table(
            found,
            key="duplicate_pairs",
            name=f"{address.view.focus}-identical-training-images-pairs",
            alt="Pairs of classes that share identical training images",
            columns={
                "name": NAME,
                "second_name": st.column_config.TextColumn("Other class", width="medium"),
                "identical_images": st.column_config.NumberColumn(
                    "Identical images", format="localized"
                ),
                "percent": st.column_config.NumberColumn(
                    "Of the smaller class (%)",
                    format="%.1f",
                    help="Share of the training images of the class that has fewer.",
                ),
                "meet": "Lowest common ancestor",
                "wnid": "wnid",
                "second": "wnid (other class)",
            },
            column_order=["name", "second_name", *found.columns[4:], "wnid", "second"],
            on_pick=lambda wnid: address.move(focus=wnid),
            caption="Most images first. Which of the two classes an image belongs to is not known; "
            "near-identical images are not counted. Select a row to open its first class.",
            height=340,
        )
    _duplicates_by_class(atlas, address, wnids)


def _duplicates_by_class(
    atlas: Atlas, address: Address[ErrorsView], wnids: tuple[str, ...]
) -> None:
    by_class = duplicates.by_class(atlas, wnids)
    if len(by_class):
        table(
            by_class,
            key="duplicate_classes",
            name=f"{address.view.focus}-identical-training-images",
            alt="Classes with identical training images",
            columns={
                "name": NAME,
                "across": st.column_config.NumberColumn(
                    "Also in another class", format="localized"
                ),
                "within": st.column_config.NumberColumn("Twice in the class", format="localized"),
                "percent": st.column_config.NumberColumn(
                    "Of its training images (%)", format="%.1f"
                ),
                "wnid": "wnid",
            },
            column_order=["name", "across", "within", "percent", "wnid"],
            on_pick=lambda wnid: address.move(focus=wnid),
            height=300,
        )
