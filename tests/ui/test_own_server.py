"""A server is its user's own only while nobody else can reach it."""

import pytest
import streamlit as st

from explorer.ui.own_server import own_server


@pytest.mark.parametrize(
    ("address", "hosts", "own"),
    [
        ("localhost", ["localhost", "127.0.0.1"], True),
        ("127.0.0.1", None, True),
        ("", ["localhost"], False),
        ("0.0.0.0", ["localhost"], False),
        ("localhost", ["localhost", "explorer.example.org"], False),
        ("localhost", ["*"], False),
    ],
)
def test_a_server_is_the_users_own_on_loopback_under_its_own_names_only(
    monkeypatch: pytest.MonkeyPatch, address: str, hosts: list[str] | None, own: bool
) -> None:
    options = {"server.address": address, "server.allowedHosts": hosts}
    monkeypatch.setattr(st, "get_option", options.__getitem__)
    assert own_server() is own
