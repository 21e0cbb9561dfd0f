"""The example of several processes behind a proxy uses options and names that there are."""

import re

from streamlit import config

from tests.support.server import ROOT

COMPOSE = (ROOT / "deploy/compose.yaml").read_text(encoding="utf-8")
CADDY = (ROOT / "deploy/Caddyfile").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_options_of_the_recipes_are_streamlits():
    options = re.findall(r"--(server\.\w+)", COMPOSE + README)
    assert "server.allowedHosts" in options
    assert set(options) <= set(config.get_config_options())


def test_the_proxy_serves_every_process_at_its_port():
    (port,) = set(re.findall(r"--server\.port=(\d+)", COMPOSE))
    processes = re.findall(r"^  (explorer-\d+):", COMPOSE, re.MULTILINE)
    assert len(processes) > 1
    (served,) = re.findall(r"PROCESSES: (.*)", COMPOSE)
    assert served.split() == [f"{process}:{port}" for process in processes]


def test_the_proxy_gets_all_that_its_file_asks_for():
    asked = set(re.findall(r"\{\$(\w+)\}", CADDY))
    given = set(re.findall(r"^      (\w+): ", COMPOSE, re.MULTILINE))
    assert asked == given


def test_the_proxy_asks_who_comes_and_keeps_a_session_in_its_process():
    assert "basic_auth" in CADDY
    assert "lb_policy cookie" in CADDY
