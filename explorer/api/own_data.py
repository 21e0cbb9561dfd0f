"""Data sets of one's own for a notebook: read, mapped to synsets, and one of the others then."""

import dataclasses
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pandas as pd

from explorer.api.catalogue import Catalogue
from explorer.datasets import DataSet
from explorer.errors import UnknownDataSet, UploadError
from explorer.ingest.datasets import formats, frames, uploaded
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Options
from explorer.ingest.library import changes, kept, listing
from explorer.ingest.library import own as libraries
from explorer.ingest.library.changes import Reading
from explorer.ingest.names.mapping import CONFIRMED
from explorer.ingest.names.propose import propose
from explorer.progress import silent
from explorer.settings import settings


@dataclass(frozen=True, eq=False)
class OwnData:
    """A data set of one's own, and how its names were mapped. Made by ``Explorer.add``.

    Attributes:
        key: its name in every method that asks for a data set.
        title: its title.
        kept: whether it is kept in your data folder and there in the next session.
    """

    key: str
    title: str
    kept: bool
    _reading: Reading = field(repr=False)
    _dataset: DataSet = field(repr=False)

    @property
    def summary(self) -> str:
        """What was read, how many classes are mapped and confirmed, and what was left out.

        >>> pets = pd.DataFrame({"label": ["n02084071", "n02121620", "my doggo"]})
        >>> ex.add(pets, name="pets", label="label").summary  # doctest: +ELLIPSIS
        'Your data set: 3 classes, 3 images, read from pets (frame) on ... 2 of 3 classes are ...'
        """
        said = (self._dataset.summary, self._dataset.note, self._dataset.caveats or "")
        return " ".join(filter(None, said))

    @property
    def changes(self) -> str:
        """What became of the files of its source since it was read before; empty if nothing.

        >>> pets = pd.DataFrame({"label": ["n02084071"]})
        >>> ex.add(pets, name="pets", label="label").changes
        ''
        """
        return str(self._reading.difference)

    @property
    def mapping(self) -> pd.DataFrame:
        """The synset of every class: id, name, wnid, match, by, note.

        match is exact, published, accepted, broader, none, or empty for a class to be reviewed,
        whose wnid is only proposed. Write it with ``to_csv``, edit it, and give it to ``add``.

        >>> pets = pd.DataFrame({"label": ["n02084071", "n02121620", "my doggo"]})
        >>> ex.add(pets, name="pets", label="label").mapping["match"].tolist()
        ['', 'exact', 'exact']
        """
        return self._reading.own.mapping.table.copy()

    @property
    def review(self) -> pd.DataFrame:
        """Candidates for the classes that are to be reviewed, the likeliest first.

        Returns:
            One row per class and candidate: class_name, rank (from 1), wnid, name, gloss, branch,
            why, imagenet_class (whether it is a class of Fall 2011) and classes_below.

        >>> pets = pd.DataFrame({"label": ["n02084071", "toy poodles"]})
        >>> found = ex.add(pets, name="pets", label="label").review
        >>> found[["class_name", "wnid"]].head(1).values.tolist()
        [['toy poodles', 'n02113624']]
        """
        proposal, mapping = self._reading.proposal, self._reading.own.mapping
        found = proposal.candidates
        found = found[found["position"].isin(mapping.to_review)]
        names = mapping.table["name"].reindex(found["position"]).tolist()
        rest = found.drop(columns="position").reset_index(drop=True)
        rest.insert(0, "class_name", names)
        return rest

    @property
    def unmapped(self) -> pd.DataFrame:
        """Classes that are not counted: id, name, match and their counts.

        >>> pets = pd.DataFrame({"label": ["n02084071", "my doggo", "my doggo"]})
        >>> ex.add(pets, name="pets", label="label").unmapped[["name", "images"]].values.tolist()
        [['my doggo', 2]]
        """
        table = libraries.named(self._reading.own)
        lost = table[table["wnid"] == ""].drop(columns=["wnid", "by", "note"])
        return lost.reset_index(drop=True)


@dataclass(frozen=True, eq=False)
class Adding(Catalogue):
    """The part of ``Explorer`` for data sets of one's own: add, list, refresh, remove."""

    def add(
        self,
        source: object,
        *,
        name: str = "",
        format: str = "",  # noqa: A002 what the option is called everywhere
        label: str = "",
        split: str = "",
        image: str = "",
        images: str = "",
        boxes: str = "",
        rows: Literal["", "images", "annotations"] = "",
        distinct: bool = False,
        sizes: str | Path | None = None,
        mapping: str | Path | pd.DataFrame | None = None,
        keep: bool = False,
    ) -> OwnData:
        """Add a data set of your own; every method accepts its key afterwards.

        Args:
            source: path of a file, folder or glob in any format that the README lists; or a frame
                of pandas, Polars, DuckDB, Spark or Ibis with a row per image or annotation, or,
                with ``images``, per class.
            name: the title, from which the key is derived; by default the name of the file.
            format: key of the format, where several fit.
            label: column of the classes.
            split: column of the splits.
            image: column of the images.
            images: column of the number of images, in a table of counts.
            boxes: column of the number of boxes, in a table of counts.
            rows: what a row of a manifest is: images or annotations.
            distinct: whether distinct images are counted where that takes a query of its own.
            sizes: a table of image sizes, where the format has none.
            mapping: a CSV file or a frame with name, wnid and match, as ``OwnData.mapping``.
            keep: whether to keep it in your data folder (EXPLORER_DATA_DIR), for the next session,
                the app and the terminal.

        Raises:
            UploadError: the file is not valid; the message says what to do.
            ExplorerError: it cannot be kept.

        >>> counts = pd.DataFrame({"class": ["n02084071", "n02121620"], "n": [120, 80]})
        >>> pets = ex.add(counts, name="My pets", label="class", images="n")
        >>> pets.key, ex.balance("my-pets").metrics["images"]
        ('my-pets', 200)
        """
        if rows not in {"", "images", "annotations"}:
            raise UploadError(f"Expected 'images' or 'annotations' as rows, found {rows!r:.40}.")
        options = Options(
            label=label,
            split=split,
            image=image,
            images=images,
            boxes=boxes,
            rows=rows,
            distinct=distinct,
            sizes=None if sizes is None else Path(sizes),
        )
        given = _mapping(mapping)
        if isinstance(source, str | Path):
            reading = changes.read(
                Path(source),
                self._atlas,
                settings(),
                name=name,
                format=format,
                options=options,
                mapping=given,
            )
        else:
            reading = changes.prepared(
                _of_frame(source, name or "my data set", format, options),
                self._atlas,
                settings(),
                name=name or "my data set",
                mapping=given,
                options=options,
                format=format,
            )
        if keep:
            changes.keep(reading, self._atlas, settings())
        return self._with(reading, keep)

    def refresh(self, key: str, source: object = None, *, force: bool = False) -> OwnData:
        """Read a data set that is kept again if its source changed; take its edited mapping.

        The source changed if any file that it was read from was changed, added or removed; what
        became of them is in ``changes`` of the result. Decisions stay with their classes.

        Args:
            key: of the data set.
            source: what it is now, for one that was made of a frame: the new frame; it is read
                with the options that the data set was added with.
            force: whether to read a source that looks as it did.

        Raises:
            UnknownDataSet: no stored data set has that key; add it with ``keep=True``.
            UploadError: the source or the mapping is not valid; the data set is not changed.

        >>> ex.refresh("no-such-pets")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        explorer.errors.UnknownDataSet: Unknown data set 'no-such-pets'...
        """
        limits = settings()
        folder = kept.find(limits, key)
        before = kept.opened(folder)
        given = None
        if source is not None:
            given = (
                formats.read(Path(source), limits, silent, before.format, before.options)
                if isinstance(source, str | Path)
                else _of_frame(source, before.title, before.format, before.options)
            )
        reading = changes.refresh(key, self._atlas, limits, again=force, given=given)
        if reading is None:
            proposal = propose(before.content.classes, self._atlas, limits=limits)
            reading = Reading(own=before, proposal=proposal)
        return self._with(reading, kept=True)

    def remove(self, key: str) -> str:
        """Remove a data set of your own, kept or not; the files that it was read from stay.

        Returns:
            Its title.

        Raises:
            UnknownDataSet: you have none of that key.

        >>> pets = ex.add(pd.DataFrame({"label": ["n02084071"]}), name="My pets", label="label")
        >>> ex.remove(pets.key)
        'My pets'
        >>> pets.key in ex.list()["key"].tolist()
        False
        """
        own = dict(self._atlas.own)
        here = own.pop(key, None)
        try:
            title = changes.remove(key, settings())
        except UnknownDataSet:
            if here is None:
                raise
            title = here.title
        object.__setattr__(self, "_atlas", self._atlas.with_datasets(own))
        return title

    def list(self, *, changes: bool = False) -> pd.DataFrame:
        """The data sets of your own: those that are kept, and those of this session only.

        Args:
            changes: whether to look if the files that each was read from changed.

        Returns:
            One row per data set: key, title, kept, classes, confirmed and to_review (numbers of
            classes; ``<NA>`` for a damaged one), source, path, format, read (when; ``NaT`` if not
            known), source_changes (in a sentence; missing if not looked at) and problem (why it
            cannot be used; empty if it can).

        >>> pets = ex.add(pd.DataFrame({"label": ["n02084071"]}), name="My pets", label="label")
        >>> listed = ex.list().set_index("key")
        >>> int(listed.loc[pets.key, "confirmed"])
        1
        """
        found = [
            {**dataclasses.asdict(each), "kept": True}
            for each in listing.entries(settings(), look=changes)
        ]
        there = {row["key"] for row in found}
        found += [_in_memory(each) for key, each in self._atlas.own.items() if key not in there]
        frame = pd.DataFrame(found, columns=LISTED)
        frame["read"] = pd.to_datetime(frame["read"], utc=True)
        return frame.astype(dict.fromkeys(("classes", "confirmed", "to_review"), "Int64"))

    def _with(self, reading: Reading, kept: bool) -> OwnData:
        made = libraries.dataset(reading.own, self._atlas, settings())
        atlas = self._atlas.with_datasets({**self._atlas.own, made.key: made})
        # The one thing that changes in an Explorer: which data sets of the user's own it has.
        object.__setattr__(self, "_atlas", atlas)
        return OwnData(made.key, made.title, kept, reading, made)


LISTED = (
    *("key", "title", "kept", "classes", "confirmed", "to_review", "source", "path", "format"),
    *("read", "source_changes", "problem"),
)
"""Columns of the list of one's own data sets."""


def _in_memory(dataset: DataSet) -> dict[str, object]:
    """A data set of this session only, as a row of the list."""
    entry: dict[str, object] = {
        "key": dataset.key,
        "title": dataset.title,
        "kept": False,
        "source": dataset.source,
        "path": "",
        "format": "",
        "problem": "",
    }
    if dataset.mapping is not None:
        match = dataset.mapping.read()["match"]
        entry |= {
            "classes": len(match),
            "confirmed": int(match.isin(CONFIRMED).sum()),
            "to_review": int((match == "").sum()),
        }
    return entry


def _of_frame(
    frame: object,
    name: str,
    format: str,  # noqa: A002 what the option is called everywhere
    options: Options,
) -> Content:
    """What is in a frame: a row per class if a column of counts is named, else per image."""
    if not options.images and format != "counts":
        return frames.read(frame, options, settings(), silent, name)
    if not isinstance(frame, pd.DataFrame):
        raise UploadError(
            f"{name}: expected a table of counts as a pandas frame, found an object of type "
            f"{type(frame).__name__}. Convert it first."
        )
    file = io.BytesIO()
    frame.to_parquet(file, index=False)
    read = uploaded.read(
        [("counts.parquet", file.getvalue())], settings(), silent, "counts", options
    )
    return dataclasses.replace(read, provenance=dataclasses.replace(read.provenance, source=name))


def _mapping(given: str | Path | pd.DataFrame | None) -> bytes | None:
    if given is None:
        return None
    if isinstance(given, pd.DataFrame):
        return given.to_csv(index=False).encode()
    try:
        return Path(given).read_bytes()
    except OSError as fault:
        raise UploadError(
            f"{given} cannot be read ({fault.strerror}). Correct the path."
        ) from fault
