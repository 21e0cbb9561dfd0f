"""What every panel on class balance has: what is counted, and what the counts are."""

import streamlit as st

from explorer.audits.balance import subtrees
from explorer.audits.balance.subtrees import KINDS
from explorer.audits.class_list import caveats
from explorer.datasets import DataSet, RollUp
from explorer.formatting import counted
from explorer.ui.address import Address
from explorer.ui.markdown import plain
from explorer.views.balance import MOST_IMAGES, BalanceView


def controls(address: Address[BalanceView], dataset: DataSet, *, threshold: bool = True) -> None:
    """Draw the choices: which classes, which count, and what is small.

    Args:
        address: of the page.
        dataset: whose classes are counted.
        threshold: whether the panel shows small classes.
    """
    measures = {key: dataset.measure(key).label for key in subtrees.count_measures(dataset)}
    several = len(measures) > 1
    places = iter(st.columns(1 + several + threshold, vertical_alignment="bottom"))
    with next(places):
        address.choice(
            "classes",
            "Classes counted",
            KINDS,
            help="An internal class has other classes of the data set below it (dog has its "
            "breeds); a leaf class has none.",
        )
    if several:
        with next(places):
            address.choice("measure", "Count", measures)
    if threshold:
        with next(places):
            address.number("threshold", "Small-class threshold (images)", 1, MOST_IMAGES, step=50)


def source_note(rolled: RollUp, view: BalanceView) -> str:
    """What the counts are and which classes have none, as Markdown."""
    dataset = rolled.dataset
    said = [f"{dataset.title}.", dataset.measure(view.measure).meaning]
    said.append("" if dataset.own else caveats(dataset))
    unknown = subtrees.not_counted(rolled, view.focus, view.measure, view.classes)
    if unknown:
        left_out = "is left out, its count" if unknown == 1 else "are left out, their counts"
        said.append(f"{counted(unknown, 'further class')} {left_out} unknown.")
    return plain(" ".join(filter(None, said)))
