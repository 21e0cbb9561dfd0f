"""The page of published figures without a browser."""

import io

import pandas as pd

from explorer.ui.navigation import CLAIMS, PAGES
from tests.support import visit
from tests.support.visit import query, sound


def page(**params: str) -> visit.AppTest:
    return sound(visit.page(CLAIMS, **params).run())


TALLY = ("reproduced", "differs", "not measurable")


def test_every_published_figure_is_listed_with_its_verdict_and_counted():
    opened = page()
    verdicts = opened.dataframe[0].value["verdict"].value_counts().to_dict()
    counts = {metric.label.lower(): int(metric.value) for metric in opened.metric}
    assert counts == {name: verdicts[name] for name in TALLY}
    assert verdicts == {**counts, "stated goal": 1}


def test_figures_that_are_only_computed_here_are_shown_on_request_and_not_counted():
    opened = page(verdicts="computed here")
    shown = opened.dataframe[0].value
    assert set(shown["verdict"]) == {"computed here"}
    assert set(shown["published"]) == {""}
    assert {metric.label.lower() for metric in opened.metric} == set(TALLY)


def test_the_page_has_one_name():
    opened = page()
    entry = next(entry for entry in PAGES if entry.file == CLAIMS)
    assert entry.title == "Published figures"
    assert opened.title[0].value.startswith(entry.title)


def test_the_links_lead_to_pages_that_there_are():
    links = page().dataframe[0].value["link"]
    paths = {link.split("?")[0] for link in links if link}
    assert paths <= {entry.url_path for entry in PAGES}


def test_claims_of_one_verdict_are_shown_alone_and_the_address_says_so():
    opened = page(verdicts="differs")
    assert set(opened.dataframe[0].value["verdict"]) == {"differs"}
    assert query(opened) == {"verdicts": "differs"}


def test_the_table_is_saved_as_shown():
    with visit.downloads() as saved:
        opened = page()
    frame = pd.read_csv(io.BytesIO(saved["imagenet-published-figures.csv"]), keep_default_na=False)
    assert frame["statement"].tolist() == opened.dataframe[0].value["statement"].tolist()


def test_a_sentence_counts_the_verdicts_and_what_differs_is_told_in_full():
    opened = page()
    verdicts = opened.dataframe[0].value["verdict"].value_counts()
    same, other = verdicts["reproduced"], verdicts["differs"]
    (said,) = visit.verdicts(opened)
    assert said.startswith(f"Of {same + other} published figures that these tables can check, ")
    assert f"{same} are reproduced and {other} differ" in said
    listed = visit.unescaped(opened.markdown[-1].value)
    assert listed.count("\n") == other - 1
    assert "Published: 14,197,122; measured: 14,197,114 images. 8 lines of the list" in listed
    assert not any("Published:" in each.value for each in page(verdicts="reproduced").markdown)
