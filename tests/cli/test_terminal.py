"""The real command in terminals that interrupt, leave, are full or know only ASCII."""

import os
import resource
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nltk
import pytest

from explorer.cli import terminal
from explorer.settings import settings
from explorer.wordnet import corpus
from explorer.wordnet.noun_table import KEPT, SYNSETS

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "explorer"]
FULL = Path("/dev/full")
MAPS = Path("/proc/self/maps")

needs_full = pytest.mark.skipif(not FULL.exists(), reason="there is no full device here")
needs_maps = pytest.mark.skipif(not MAPS.exists(), reason="there is no /proc here")


def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.run([*COMMAND, *arguments], cwd=ROOT, check=False, **options)


def surroundings(**more: str) -> dict[str, str]:
    return {**os.environ, **more}


def fresh_cache(folder: Path) -> dict[str, str]:
    """Surroundings with a cache folder of their own, and WordNet where it is, so unread yet."""
    roots = [*nltk.data.path, str(settings().cache_dir / "nltk_data")]
    return surroundings(EXPLORER_CACHE_DIR=str(folder), NLTK_DATA=os.pathsep.join(roots))


# Ctrl-C


def interrupted(
    begun: Callable[[int], bool], *arguments: str, command: list[str] = COMMAND
) -> tuple[int, str]:
    """Exit code and words of a command that gets Ctrl-C as soon as it has begun something."""
    process = subprocess.Popen(
        [*command, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    while not begun(process.pid):
        assert process.poll() is None, "It ended before it was interrupted."
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    return process.returncode, said.decode()


def loaded(library: str) -> Callable[[int], bool]:
    """Whether a process has loaded a library by now."""
    return lambda pid: library in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")


@needs_maps
@pytest.mark.parametrize("library", ["numpy", "pandas", "scipy/sparse"])
def test_ctrl_c_while_libraries_are_loaded_ends_with_130_and_silence(library: str):
    assert interrupted(loaded(library), "claims") == (130, "")


@needs_maps
def test_ctrl_c_ends_the_installed_command_and_the_app_the_same_way():
    entry = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert entry["project"]["scripts"] == {"imagenet-explorer": "explorer.__main__:console"}
    installed = "import sys; from explorer.__main__ import console; sys.exit(console())"
    for arguments in (["claims"], ["app", "--server.headless", "true", "--server.port", "0"]):
        command = [sys.executable, "-c", installed, *arguments]
        assert interrupted(loaded("numpy"), command=command) == (130, "")


@needs_maps
@pytest.mark.parametrize("seconds", [0.2, 0.5])
def test_ctrl_c_while_the_answer_is_computed_ends_with_130_and_silence(seconds: float):
    def begun(pid: int) -> bool:
        if not loaded("scipy/sparse")(pid):
            return False
        time.sleep(seconds)
        return True

    assert interrupted(begun, "claims") == (130, "")


def test_ctrl_c_while_wordnet_is_read_ends_with_130_and_leaves_nothing(tmp_path: Path):
    cache = tmp_path / "cache"
    process = subprocess.Popen(
        [*COMMAND, "wordnet"],
        cwd=ROOT,
        env=fresh_cache(cache),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr
    told = b""
    while b"Reading WordNet" not in told:
        told = process.stderr.readline()
        assert told, "It ended before it was interrupted."
    process.send_signal(signal.SIGINT)
    said, more = process.communicate(timeout=60)
    assert (process.returncode, said, more) == (130, b"", b"")
    assert not cache.exists() or list(cache.rglob("*.part")) == []


# Where the answer goes


@needs_full
@pytest.mark.parametrize("arguments", [["claims"], ["claims", "--json"], ["--help"]])
def test_a_full_device_is_a_sentence(arguments: list[str]):
    with FULL.open("wb") as full:
        done = run(*arguments, stdout=full)
    assert done.returncode == 2
    assert done.stderr.startswith(b"explorer: The answer could not be written (No space left on")
    assert done.stderr.count(b"\n") == 1


@needs_full
def test_a_full_device_for_errors_changes_no_answer_and_no_code():
    with FULL.open("wb") as full:
        assert run("show", "n02084071", stderr=full).stdout.startswith(b"n02084071  dog")
        assert run("show", "dog", stderr=full).returncode == 2


@pytest.mark.parametrize("arguments", ["claims", "claims --json", "errors --help"])
def test_a_reader_that_is_gone_before_the_first_line_is_silence(arguments: str):
    command = f"{sys.executable} -m explorer {arguments} | true"
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, check=False)
    assert done.stderr == b""


def test_a_closed_standard_output_is_a_sentence():
    command = f"{sys.executable} -m explorer show n02084071 >&-"
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"standard output is closed" in done.stderr


@pytest.mark.parametrize(
    "more",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
    ids=["ascii", "C"],
)
def test_an_ascii_terminal_gets_the_answer_in_ascii(more: dict[str, str]):
    asked = ["show", "n04399382"]  # no class of Fall 2011, so its images are a dash: not known
    wide = run(*asked, env=surroundings(PYTHONIOENCODING="utf-8")).stdout.decode("utf-8")
    assert not wide.isascii()
    narrow = run(*asked, env=surroundings(**more))
    assert (narrow.returncode, narrow.stderr) == (0, b"")
    spelled = "".join(terminal.PLAIN.get(character, character) for character in wide)
    assert narrow.stdout.decode("ascii") == spelled


def test_what_ascii_lacks_is_spelled_plainly():
    code = (
        "import sys; from explorer.cli import terminal; terminal.accept_any_terminal();"
        "sys.exit(terminal.write(sys.argv[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "café – 3 ≥ 2 … 猫"],
        cwd=ROOT,
        env=surroundings(PYTHONIOENCODING="ascii"),
        capture_output=True,
        check=True,
    )
    assert done.stdout == rb"cafe - 3 >= 2 ... \u732b"


# Where WordNet's table is kept


def test_a_disk_that_takes_no_more_is_told_with_the_setting_and_the_answer_is_given(
    tmp_path: Path,
):
    """Files of a megabyte at most stand for a full disk: the table needs more."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    done = run("wordnet", env=fresh_cache(tmp_path / "cache"), preexec_fn=limit)
    told = done.stderr.decode()
    assert done.returncode == 0 and f"{SYNSETS:,}".encode() in done.stdout
    assert "could not be cached" in told and "EXPLORER_CACHE_DIR" in told
    assert "Traceback" not in told
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []


def test_without_wordnet_a_folder_that_cannot_be_written_is_told_with_the_setting(
    tmp_path: Path,
):
    (tmp_path / "cache").write_text("a file in the folder's place")
    nowhere = surroundings(
        EXPLORER_CACHE_DIR=str(tmp_path / "cache"), NLTK_DATA="", HOME=str(tmp_path)
    )
    if any(Path(root, "corpora").exists() for root in nltk.data.path if str(tmp_path) not in root):
        pytest.skip("WordNet is installed for all users here")
    done = run("wordnet", env=nowhere)
    assert (done.returncode, done.stdout) == (2, b"")
    assert corpus.ELSEWHERE.encode() in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_folder_in_the_place_of_the_kept_table_is_named(tmp_path: Path):
    (tmp_path / KEPT).mkdir()
    done = run("wordnet", env=fresh_cache(tmp_path))
    assert done.returncode == 0
    assert f"{tmp_path / KEPT} is a folder instead of a file" in done.stderr.decode()
    assert [path.name for path in tmp_path.iterdir()] == [KEPT]


def test_a_start_sweeps_what_a_killed_set_up_left(tmp_path: Path):
    (tmp_path / KEPT).symlink_to(settings().cache_dir / KEPT)
    (tmp_path / f"{KEPT}abc.part").write_bytes(b"half a table")
    run("show", "n02084071", env=fresh_cache(tmp_path))
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []
