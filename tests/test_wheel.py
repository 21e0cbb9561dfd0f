"""The package as a stranger has it: a wheel in an environment of its own, far from a checkout.

What it depends on is not installed again: a path file in the environment leads to this one's
packages, among which the explorer is not. tests/test_requirements.py checks the ranges.
"""

import ast
import base64
import http.client
import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.support.server import Server, serving
from tests.support.visitor import apart, visiting

ROOT = Path(__file__).parents[1]
FOLDER = "Scripts" if os.name == "nt" else "bin"
ELSEWHERE = {"PYTHONPATH": ""}
SPACE = "someone-imagenet.hf.space"

SERVER = ("--server.headless=true", "--server.port=0")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that has the wheel."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=os.name != "nt")
    programs = folder / FOLDER
    pip = [sys.executable, "-m", "pip", "--python", str(programs / "python"), "install"]
    alone = ["--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    subprocess.run([*pip, *alone, str(wheel)], check=True, capture_output=True)
    (package,) = folder.rglob("explorer/places.py")
    shared = package.parents[1] / "shared.pth"
    shared.write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return programs


def run(program: Path, *arguments: str, folder: Path) -> str:
    done = subprocess.run(
        [program, *arguments],
        cwd=folder,
        env=os.environ | ELSEWHERE,
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_what_stands_at_the_top_of_a_checkout(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        for name in ("app.py", ".streamlit/config.toml"):
            assert archive.read(f"explorer/_app/{name}") == (ROOT / name).read_bytes()
        kept = {name.split("/")[-1] for name in archive.namelist() if "/_app/data/" in name}
        assert any(name.endswith("/licenses/LICENSE") for name in archive.namelist())
        assert not [name for name in archive.namelist() if "secrets" in name or "tests/" in name]
    assert kept == {path.name for path in (ROOT / "data").iterdir()}


def test_a_command_answers_from_any_folder(scripts: Path, tmp_path: Path):
    text = run(scripts / "imagenet-explorer", "show", "n02084071", "--json", folder=tmp_path)
    assert json.loads(text)["wnid"] == "n02084071"


def test_the_package_is_imported_from_any_folder_and_brings_its_tables(
    scripts: Path, tmp_path: Path
):
    code = (
        "import explorer, explorer.facts as f; print(explorer.__file__, len(f.read('challenge')))"
    )
    path, rows = run(scripts / "python", "-c", code, folder=tmp_path).split()
    assert Path(path).is_relative_to(scripts.parent)
    assert rows == "8"


def test_a_notebook_elsewhere_loads_the_installed_package(scripts: Path, tmp_path: Path):
    code = (
        "import explorer; ex = explorer.load(); "
        "print(ex.synset('dog.n.01').figures().loc['classes', 'subtree'], ex.datasets.columns[0])"
    )
    assert run(scripts / "python", "-c", code, folder=tmp_path).split() == ["190", "key"]


def test_usage_names_the_program_as_it_was_called(scripts: Path, tmp_path: Path):
    text = run(scripts / "imagenet-explorer", "--help", folder=tmp_path)
    assert text.startswith("usage: imagenet-explorer")
    assert "\n    app " in text


def host_config(server: Server) -> dict[str, object]:
    with urlopen(f"{server.url}/_stcore/host-config", timeout=10) as answer:
        config: dict[str, object] = json.load(answer)
    return config


async def first_page(server: Server) -> list[str]:
    async with visiting(server.url) as visitor:
        await visitor.open()
        return [heading.body for heading in visitor.elements("heading")]


def test_the_app_serves_its_first_page_with_its_settings_from_any_folder(
    scripts: Path, tmp_path: Path
):
    start = [str(scripts / "imagenet-explorer"), "app", *SERVER]
    with serving(start, tmp_path / "log", tmp_path, ELSEWHERE) as server:
        assert host_config(server)["allowedOrigins"] == []
        assert "ImageNet, class by class" in apart(first_page(server))
        assert not server.troubles()


def dockers_options() -> list[str]:
    """What the Dockerfile starts, without the program and with a port that is free here."""
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    (start,) = [line.removeprefix("CMD ") for line in lines if line.startswith("CMD ")]
    program, *options = ast.literal_eval(start)
    assert program == "imagenet-explorer"
    assert "--server.address=0.0.0.0" in options
    return [option.replace("port=7860", "port=0") for option in options]


def websocket_answer(server: Server, host: str, origin: str) -> int:
    """The status with which a websocket is opened, or refused, for a page of a site."""
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=10)
    headers = {
        "Host": host,
        "Origin": origin,
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(bytes(16)).decode(),
        "Sec-WebSocket-Protocol": "streamlit",
    }
    connection.request("GET", "/_stcore/stream", headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status


def test_the_dockerfile_serves_a_space_behind_its_proxy_and_no_other_name(
    scripts: Path, tmp_path: Path
):
    start = [str(scripts / "imagenet-explorer"), *dockers_options()]
    with serving(start, tmp_path / "log", tmp_path, ELSEWHERE) as server:
        through_proxy = {"Host": SPACE, "X-Forwarded-Proto": "https"}
        with urlopen(Request(server.url, headers=through_proxy), timeout=10) as answer:
            assert answer.status == 200
        assert websocket_answer(server, SPACE, f"https://{SPACE}") == 101
        assert websocket_answer(server, SPACE, "https://evil.example") == 403
        assert websocket_answer(server, "evil.example", "https://evil.example") == 403
        assert not server.troubles()


def test_the_image_is_described_in_about_ten_lines():
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line and not line.startswith("#")]) <= 12
