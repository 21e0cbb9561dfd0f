"""The library that draws pictures: sent by its address, compressed for who takes that."""

import gzip
from pathlib import Path

import plotly
import pytest

from explorer.server.plotly_script import KEPT, PlotlyScript
from explorer.ui.picture.address import plotly_address
from tests.support import middleware

BODY = (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_bytes()


def fetch(path: str, method: str = "GET", accepts: str = "gzip") -> tuple[dict[str, str], bytes]:
    """Headers and body of the answer."""
    return middleware.fetch(PlotlyScript, path, method, accepts)[1:]


def test_the_library_of_the_installed_package_is_sent_and_may_be_kept():
    headers, body = fetch(plotly_address(""))
    assert gzip.decompress(body) == BODY
    assert (headers["content-encoding"], headers["cache-control"]) == ("gzip", KEPT)
    assert headers["content-type"].startswith("text/javascript")


def test_a_browser_that_takes_no_gzip_gets_it_unpacked():
    headers, body = fetch(plotly_address(""), accepts="identity")
    assert body == BODY
    assert "content-encoding" not in headers


def test_it_is_found_below_the_path_that_the_app_is_served_at():
    assert plotly_address("/tools/") == f"/tools{plotly_address('')}"
    assert gzip.decompress(fetch(plotly_address("tools"))[1]) == BODY


@pytest.mark.parametrize("path", ["/", "/chart-picture/", "/chart-picture/plotly-0.min.js"])
def test_other_requests_are_passed_on(path: str):
    assert fetch(path)[1] == b"elsewhere"
    assert fetch(plotly_address(""), "POST")[1] == b"elsewhere"
