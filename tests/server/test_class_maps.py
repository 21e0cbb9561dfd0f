"""Class maps over HTTP: the body at its address, kept by the browser, and nothing elsewhere."""

import gzip
from functools import partial

from explorer.server.class_maps import GONE, KEPT, ClassMaps
from explorer.ui.class_map import shelf
from tests.support import middleware
from tests.support.real import atlas

fetch = partial(middleware.fetch, ClassMaps)


def test_a_map_is_at_the_address_that_its_page_gives_below_any_base_path():
    address = shelf.put(atlas(), "ilsvrc2012")
    for base in ("", "/imagenet"):
        status, headers, body = fetch(f"{base}/{address}")
        assert status == 200
        assert headers["cache-control"] == KEPT
        assert headers["content-encoding"] == "gzip"
        assert b"toy poodle" in gzip.decompress(body)


def test_a_browser_that_takes_no_gzip_gets_the_map_unpacked():
    _, headers, body = fetch(f"/{shelf.put(atlas(), 'vid')}", accepts="identity")
    assert "content-encoding" not in headers
    assert b"giant panda" in body


def test_what_is_no_map_is_said_to_be_gone_and_not_kept():
    status, headers, body = fetch("/class-map/" + "0" * 40)
    assert (status, body.decode()) == (404, GONE)
    assert "cache-control" not in headers


def test_every_other_request_is_passed_on():
    address = shelf.put(atlas(), "vid")
    for path, method in (("/", "GET"), (f"/{address}", "POST"), (f"/{address}/more", "GET")):
        assert fetch(path, method)[2] == b"elsewhere"
