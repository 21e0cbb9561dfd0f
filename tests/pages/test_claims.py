"""The page of published figures without a browser."""

import io

import pandas as pd

from explorer.pages import CLAIMS, PAGES
from tests.pages import visit
from tests.pages.visit import query, sound


def page(**params: str) -> visit.AppTest:
    return sound(visit.page(CLAIMS, **params).run())


def test_every_claim_is_listed_with_its_verdict_and_counted():
    opened = page()
    shown = opened.dataframe[0].value
    counts = {metric.label.lower(): int(metric.value) for metric in opened.metric}
    assert shown["verdict"].value_counts().to_dict() == counts
    assert sum(counts.values()) == len(shown) == 78


def test_the_links_lead_to_pages_that_there_are():
    links = page().dataframe[0].value["link"]
    paths = {link.split("?")[0] for link in links if link}
    assert paths <= {entry.url_path for entry in PAGES}


def test_claims_of_one_verdict_are_shown_alone_and_the_address_says_so():
    opened = page(verdicts="differs")
    assert set(opened.dataframe[0].value["verdict"]) == {"differs"}
    assert query(opened) == {"verdicts": "differs"}


def test_the_ledger_is_saved_as_shown():
    with visit.downloads() as saved:
        opened = page()
    frame = pd.read_csv(io.BytesIO(saved["imagenet-published-figures.csv"]), keep_default_na=False)
    assert frame["statement"].tolist() == opened.dataframe[0].value["statement"].tolist()
