"""A reader run in a process of its own, with limits on memory and time.

A Parquet page or a zip member of a few bytes may decode to gigabytes, and the libraries decode a
cell whole before any check can see it. So these files are decoded in a child: a fresh interpreter
(safe under a server's threads, unlike a fork) that limits its own memory and processor time before
it looks at the file and sends back text cells as JSON. It ends with the file; nothing of it, a
crash of a library included, reaches the server.

Memory is limited where the system has ``resource.RLIMIT_AS`` (Linux; macOS accepts and ignores
it); time everywhere.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from explorer.errors import UploadError
from explorer.ingest.files.text_table import TextTable, shown
from explorer.settings import Settings

WAIT = 4
"""Seconds by the clock that the child may take per second of processor time: others compute too."""

MOST_CHILDREN = 2
"""Children at one time in a server; further uploads wait for them."""

READERS = {"parquet": "Parquet", "json": "JSON", "npy": "NumPy", "npz": "NumPy"}
"""What a child can read, and what a sentence calls it."""

COMMAND = ("-P", "-m", "explorer.ingest.files.confined")
"""Arguments of the interpreter for the child."""

OUT_OF_TIME = (-9, -24)
"""Exit statuses of a child that the system ended at its limit of processor time, by signal."""

Reader = Callable[[str, bytes, Settings], TextTable]

_children = threading.BoundedSemaphore(MOST_CHILDREN)


def read(reader: str, name: str, data: bytes, settings: Settings) -> TextTable:
    """The table that a reader finds in a file.

    Args:
        reader: one of ``READERS``.
        name: of the file, cleaned.
        data: its content.
        settings: limits, of memory and time too.

    Raises:
        UploadError: the reader refuses the file, or does not get on with it within the limits.
    """
    limits = {key: value for key, value in asdict(settings).items() if isinstance(value, int)}
    request = json.dumps({"reader": reader, "name": name, "limits": limits}).encode()
    with _children:
        failure, answer = _ask(b"\n".join((request, data)), name, settings)
    if failure:
        raise _failed(name, failure)
    about, *columns = answer.split(b"\n")
    told = json.loads(about)
    if "refused" in told:
        raise UploadError(told["refused"])
    rows = zip(*map(json.loads, columns), strict=True)
    return TextTable(
        name, tuple(told["header"]), tuple(enumerate(rows, start=1)), tuple(told["notes"])
    )


def _ask(request: bytes, name: str, settings: Settings) -> tuple[str, bytes]:
    """How a child failed, empty if it did not, and its answer."""
    root = Path(__file__).parents[3]
    paths = [str(root), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "ARROW_DEFAULT_MEMORY_POOL": "system",  # the others reserve gigabytes that they never use
        "MALLOC_ARENA_MAX": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    try:
        child = subprocess.Popen(
            [sys.executable, *COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=root,
            start_new_session=True,
        )
    except OSError as fault:
        raise UploadError(
            f"{name} could not be read: its process could not be started ({fault.strerror}). Try "
            "again when the machine is less busy."
        ) from fault
    with child:
        try:
            answer, _ = child.communicate(request, timeout=WAIT * settings.upload_seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            return _slow(settings), b""
        except BaseException:
            child.kill()
            raise
    if child.returncode in OUT_OF_TIME:
        return _slow(settings), b""
    return "the library that decodes it crashed" if child.returncode else "", answer


def _slow(settings: Settings) -> str:
    return (
        f"decoding it takes more than {settings.upload_seconds} seconds (EXPLORER_UPLOAD_SECONDS)"
    )


def _failed(name: str, failure: str) -> UploadError:
    return UploadError(
        f"{name} could not be read: {failure}. It is damaged, or much larger than a table of "
        "predictions. Write a file with only the columns of images and classes."
    )


def main() -> None:
    """The child: a request and a file on standard input, a table on standard output."""
    request = json.loads(sys.stdin.buffer.readline())
    name, settings = request["name"], Settings(**request["limits"])
    reader = _reader(request["reader"])
    data = sys.stdin.buffer.read()
    _limit(settings)
    try:
        answer = _encoded(reader(name, data, settings))
    except UploadError as refused:
        answer = json.dumps({"refused": str(refused)}).encode()
    except MemoryError:
        failure = (
            f"decoding it takes more than {settings.upload_memory_megabytes:,} MB of memory "
            "(EXPLORER_UPLOAD_MEMORY_MEGABYTES)"
        )
        answer = json.dumps({"refused": str(_failed(name, failure))}).encode()
    except Exception as fault:  # noqa: BLE001 - libraries raise dozens of errors for damaged files
        what = READERS[request["reader"]]
        sentence = (
            f"{name}: expected a whole {what} file, found a fault in it "
            f"({shown(fault).strip(chr(39))}). Write it again and upload it."
        )
        answer = json.dumps({"refused": sentence}).encode()
    sys.stdout.buffer.write(answer)


def _encoded(table: TextTable) -> bytes:
    about = json.dumps({"header": table.header, "notes": table.notes})
    columns = zip(*(cells for _, cells in table.rows), strict=True)
    return "\n".join([about, *map(json.dumps, columns)]).encode()


def _reader(name: str) -> Reader:
    """A reader and the libraries that it needs, loaded before memory is limited."""
    match name:
        case "parquet":
            from explorer.ingest.files import parquet

            return parquet.read
        case "json":
            from explorer.ingest.files import json_tables

            return json_tables.read
    from explorer.ingest.files import arrays

    return arrays.read_npy if name == "npy" else arrays.read_npz


def _limit(settings: Settings) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    limits = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_CPU, settings.upload_seconds)]
    statm = Path("/proc/self/statm")
    if statm.exists():
        used = int(statm.read_text().split()[0]) * resource.getpagesize()
        limits.append((resource.RLIMIT_AS, used + settings.upload_memory_megabytes * 1_000_000))
    for limit, most in limits:
        allowed = resource.getrlimit(limit)[1]
        value = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(limit, (value, value))


if __name__ == "__main__":
    main()
