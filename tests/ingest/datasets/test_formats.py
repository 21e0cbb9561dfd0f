"""The format of a data set is recognised, chosen by a person where several fit, or refused."""

from pathlib import Path

import pandas as pd
import pytest

from explorer.errors import UploadError
from explorer.ingest.datasets import formats, sources
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Format, Options
from explorer.ingest.datasets.formats import FormatChoiceNeeded
from explorer.progress import Cancelled, Report
from explorer.settings import Settings


def nothing(path: Path, options: Options, _settings: Settings, _report: Report) -> Content:
    return Content(
        classes=pd.DataFrame(columns=["id", "name", "synset"]),
        counts=pd.DataFrame(columns=["position", "split", "images", "labels", "boxes"]),
        splits=pd.DataFrame(columns=["split", "images", "unlabelled"]),
        provenance=sources.provenance(path, "any", options),
    )


def of(key: str, suffix: str, over: tuple[str, ...] = (), read=nothing) -> Format:
    return Format(
        key=key,
        title=f"format {key}",
        about=f"Files that end with {suffix}.",
        recognise=lambda path: f"It ends with {suffix}." if path.name.endswith(suffix) else "",
        read=read,
        over=over,
    )


TEXT, DOTTED, ANY = of("text", ".txt"), of("dotted", ".a.txt"), of("any", "t")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "mine.a.txt"
    path.write_text("x", encoding="utf-8")
    return path


def test_the_format_that_fits_is_read_and_said(source: Path) -> None:
    content = formats.read(source, Settings(), formats=[TEXT, of("other", ".csv")])
    assert content.recognised == "It ends with .txt."


def test_where_several_fit_each_is_named_with_why_and_how_to_choose(source: Path) -> None:
    with pytest.raises(FormatChoiceNeeded, match="option format") as refused:
        formats.read(source, Settings(), formats=[TEXT, DOTTED])
    assert [each.format.key for each in refused.value.formats] == ["text", "dotted"]
    assert "text: It ends with .txt. dotted: It ends with .a.txt." in str(refused.value)


def test_a_format_that_was_chosen_is_read_whatever_else_fits(source: Path) -> None:
    content = formats.read(source, Settings(), format="dotted", formats=[TEXT, DOTTED])
    assert content.recognised == "Read as format dotted, which was chosen."


def test_a_more_general_format_gives_way(source: Path) -> None:
    special = of("special", ".a.txt", over=("any",))
    assert [each.format.key for each in formats.recognise(source, [ANY, special])] == ["special"]


def test_where_none_fits_what_is_taken_is_listed(source: Path) -> None:
    with pytest.raises(UploadError, match=r"no format that is known.*csv: Files that end with"):
        formats.read(source, Settings(), formats=[of("csv", ".csv")])


def test_a_format_that_there_is_not_is_refused_with_those_there_are(source: Path) -> None:
    with pytest.raises(UploadError, match=r"no format 'voc'\. Choose one of: text, any"):
        formats.read(source, Settings(), format="voc", formats=[TEXT, ANY])


def test_a_path_that_does_not_exist_is_said_to(tmp_path: Path) -> None:
    with pytest.raises(UploadError, match=r"'gone\.csv' does not exist"):
        formats.read(tmp_path / "gone.csv", Settings())


def test_a_file_that_cannot_be_read_is_named(source: Path) -> None:
    def locked(path: Path, *_rest: object) -> Content:
        raise PermissionError(13, "Permission denied", str(path))

    with pytest.raises(UploadError, match=r"'mine\.a\.txt' cannot be read \(Permission denied\)"):
        formats.read(source, Settings(), formats=[of("text", ".txt", read=locked)])


def test_a_step_that_is_cancelled_ends_so(source: Path) -> None:
    def cancel(_share: float, _sentence: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        formats.read(source, Settings(), cancel, formats=[TEXT])


def test_what_was_read_is_recorded_with_what_was_chosen(source: Path) -> None:
    read = sources.provenance(source, "text", Options(label="class", distinct=True))
    assert read.options == {"label": "class", "distinct": "True"}
    assert (read.files, read.size) == (1, 1)
    assert read.modified is not None
    assert read.modified.timestamp() == pytest.approx(source.stat().st_mtime)


def test_text_of_another_encoding_is_said_to_be_so_with_its_row(tmp_path: Path):
    path = tmp_path / "counts.csv"
    path.write_bytes("class,images\ncaf\u00e9,5\ndog,3\n".encode("latin-1"))
    with pytest.raises(UploadError, match=r"row 2: expected UTF-8 text, found the byte 0xe9"):
        formats.read(path, Settings())
