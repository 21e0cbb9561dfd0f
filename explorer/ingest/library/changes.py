"""Changes of the user's data sets: read, add, refresh, map, remove."""

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from explorer.atlas import Atlas
from explorer.errors import UploadError
from explorer.ingest.datasets import formats
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Options
from explorer.ingest.library import kept, keys, record, source, store
from explorer.ingest.library.own import OwnDataSet, fingerprint
from explorer.ingest.library.store import Folder
from explorer.ingest.names import mapping_file
from explorer.ingest.names.mapping import Mapping
from explorer.ingest.names.propose import Proposal, propose
from explorer.progress import Report, silent
from explorer.settings import Settings

DECIDED = ("wnid", "match", "by", "note")
"""Columns of a mapping that someone decided."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Reading:
    """A data set as it was read now, and what was proposed for its names.

    Attributes:
        own: the data set.
        proposal: what can be taken without a person, and candidates for the rest.
        before: the state of the kept data set that it would take the place of; may be empty.
        new: names of its classes that it did not have before.
        gone: names that it no longer has.
        difference: what became of the files of its source since it was read before.
    """

    own: OwnDataSet
    proposal: Proposal
    before: str = ""
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    difference: source.Difference = field(default_factory=source.Difference)


def read(
    path: Path,
    atlas: Atlas,
    settings: Settings,
    report: Report = silent,
    *,
    name: str = "",
    format: str = "",  # noqa: A002 what the option is called everywhere
    options: Options = formats.UNCHOSEN,
    mapping: bytes | None = None,
) -> Reading:
    """Read a file or folder of a user and map its names; nothing is kept.

    Args:
        path: a file, a folder or a glob.
        atlas: the hierarchy and the other data sets.
        settings: limits, and where data sets are kept.
        report: progress callback; can raise ``Cancelled``.
        name: the title; that of the file or folder if empty.
        format: key of the format; recognised if empty.
        options: what else was chosen about reading.
        mapping: a CSV file of a mapping, whose decisions go first.

    Raises:
        FormatChoiceNeeded: the source can be of several formats.
        UploadError: it cannot be taken.
        Cancelled: by the report.
    """
    if path.name in {"", ".."}:  # such as "." and "..", which are no names
        path = path.resolve()
    whole = str(path.absolute())
    state = state_of(whole, settings, format, options)
    content = formats.read(path, settings, report, format, options)
    return prepared(
        content,
        atlas,
        settings,
        name=name,
        mapping=mapping,
        path=whole,
        state=state,
        options=options,
        format=format,
    )


def prepared(
    content: Content,
    atlas: Atlas,
    settings: Settings,
    *,
    name: str = "",
    mapping: bytes | None = None,
    path: str = "",
    state: source.State | None = None,
    options: Options = formats.UNCHOSEN,
    format: str = "",  # noqa: A002 what the option is called everywhere
    taken: Collection[str] = (),
) -> Reading:
    """What was read, with a synset for every name that needs no person; nothing is kept.

    The same source as that of a data set that is kept takes its place, with its title and its
    mapping, unless another name is given. So does the same content under the same name.

    Args:
        content: what was read.
        atlas: the hierarchy and the other data sets.
        settings: limits, and where data sets are kept.
        name: the title; that of the file or folder if empty.
        mapping: a CSV file of a mapping, whose decisions go first.
        path: absolute path of what was read; empty if there is none.
        state: of the source, before it was read.
        options: what was chosen about reading.
        format: that was chosen; empty if it was recognised.
        taken: further keys that it must not have.

    Raises:
        UploadError: the mapping cannot be taken.
    """
    title = keys.title(name, content.provenance.source)
    before = _same(title, path, content, settings, named=bool(name))
    if before is not None:
        title = str(before.about["title"])
    others = {*taken, *atlas.own, *kept.taken(settings)}
    if before is not None:
        others -= {before.path.name}
    free = keys.key(title, {*atlas.datasets} - {*atlas.own}, others)
    proposal = propose(content.classes, atlas, limits=settings)
    found = proposal.mapping
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    if before is not None:
        found, new, gone = _carried(before, content, proposal, atlas, settings)
    if mapping is not None:
        given = mapping_file.read(mapping, content.classes, atlas.hierarchy, limits=settings)
        found = combined(given, found)
    own = OwnDataSet(
        key=free,
        title=title,
        content=content,
        mapping=found,
        path=path,
        state=source.State() if state is None else state,
        options=options,
        format=format,
    )
    return Reading(
        own=own,
        proposal=dataclasses.replace(proposal, mapping=found),
        before="" if before is None else before.state,
        new=new,
        gone=gone,
    )


def state_of(
    path: str,
    settings: Settings,
    format: str,  # noqa: A002 what the option is called everywhere
    options: Options,
) -> source.State:
    """How a source is now, with all files that are read with it: lists of names, sizes of images.

    Args:
        path: absolute path of a file, a folder or a glob.
        settings: number of files that are compared one by one.
        format: key of its format; recognised if empty.
        options: name a table of sizes.
    """
    beside = [each.absolute() for each in formats.companions(Path(path), format)]
    if options.sizes is not None:
        beside.append(options.sizes.absolute())
    return source.state(path, settings.source_files, beside)


def _same(
    title: str, path: str, content: Content, settings: Settings, *, named: bool
) -> Folder | None:
    """The data set that is kept of the same source, under the same title if one was given."""
    folders = kept.listed(settings).folders.values()
    of_title = [each for each in folders if each.about["title"] == title]
    if not path:
        mine = fingerprint(content)
        return next((each for each in of_title if each.about.get("fingerprint") == mine), None)
    order = of_title if named else [*of_title, *folders]
    return next((each for each in order if each.about["path"] == path), None)


def keep(reading: Reading, atlas: Atlas, settings: Settings) -> Folder:
    """Keep what was read.

    Raises:
        Changed: another process was faster.
        ExplorerError: it cannot be written.
    """
    return kept.keep(reading.own, atlas, settings, reading.before)


def combined(given: Mapping, proposed: Mapping) -> Mapping:
    """Given decisions, and proposals for the classes without one."""
    silent_on = (given.table[list(DECIDED)] == "").all(axis=1)
    table = given.table.copy()
    columns = list(DECIDED)
    table.loc[silent_on, columns] = proposed.table.loc[silent_on, columns]
    return Mapping(table, given.unused)


def refresh(
    key: str,
    atlas: Atlas,
    settings: Settings,
    report: Report = silent,
    *,
    again: bool = False,
    given: Content | None = None,
) -> Reading | None:
    """Read a data set again if its source changed, and take its mapping as it was edited.

    Decisions are carried over to classes of the same id and name.

    Args:
        key: of the data set.
        atlas: the hierarchy and the other data sets.
        settings: limits, and where data sets are kept.
        report: progress callback; can raise ``Cancelled``.
        again: whether to read a source that looks as it did.
        given: what it is now, where it was not read from a path: of a frame or a dropped file.

    Returns:
        What is kept now; None if neither the source nor the mapping changed.

    Raises:
        UnknownDataSet: none of that key is kept.
        UploadError: the source or the mapping is not valid; the data set is not changed.
        Changed: another process was faster.
        Cancelled: by the report.
    """
    folder = kept.find(settings, key)
    about = folder.about
    path = str(about["path"])
    state = source.State()
    found = source.Difference()
    if path and given is None:
        state, found = _since(folder, settings)
    changed = given is not None or (bool(path) and (again or bool(found)))
    if changed and given is None and not state.files:
        raise UploadError(
            f"{path} is not there any more, so {key} stays as it was. Add the data set from where "
            f"it is now, or remove this one."
        )
    if not changed and not folder.edited():
        if again:
            raise UploadError(
                f"{key} was not read from a path of this machine, so it cannot be read again. "
                "Add it again."
            )
        return None
    before = kept.opened(folder)
    content = before.content if given is None else given
    if changed and given is None:
        content = formats.read(Path(path), settings, report, before.format, before.options)
    proposal = propose(content.classes, atlas, limits=settings)
    mapping, new, gone = _carried(folder, content, proposal, atlas, settings)
    own = dataclasses.replace(before, content=content, mapping=mapping, state=state)
    if given is not None:
        own = dataclasses.replace(own, path="")
    kept.keep(own, atlas, settings, folder.state)
    return Reading(
        own=own,
        proposal=dataclasses.replace(proposal, mapping=mapping),
        before=folder.state,
        new=new,
        gone=gone,
        difference=found,
    )


def difference(folder: Folder, settings: Settings) -> source.Difference:
    """What became of the files of a data set's source since it was read; nothing is opened."""
    return _since(folder, settings)[1] if folder.about["path"] else source.Difference()


def _since(folder: Folder, settings: Settings) -> tuple[source.State, source.Difference]:
    about = folder.about
    read_as = str(about["format"] or about["provenance"]["format"])
    now = state_of(str(about["path"]), settings, read_as, record.options(about))
    return now, source.difference(source.of_json(about["source_state"]), now)


def _carried(
    folder: Folder, content: Content, proposal: Proposal, atlas: Atlas, settings: Settings
) -> tuple[Mapping, tuple[str, ...], tuple[str, ...]]:
    """The kept mapping for classes as they are now, and names that are new and gone."""
    before = kept.opened(folder, boxes=False)
    try:
        data = folder.mapping.read_bytes()
    except OSError:
        data = mapping_file.write(before.mapping)
    return carried(before.content.classes, data, content, proposal, atlas, settings)


def carried(
    before: pd.DataFrame,
    data: bytes,
    content: Content,
    proposal: Proposal,
    atlas: Atlas,
    settings: Settings,
) -> tuple[Mapping, tuple[str, ...], tuple[str, ...]]:
    """A mapping for the classes of a data set as they are now.

    Args:
        before: its classes as they were.
        data: its mapping as it was, a CSV file.
        content: as it is now.
        proposal: for its names.
        atlas: knows the wnids.
        settings: limits.

    Returns:
        The mapping, and the names of classes that are new and gone.

    Raises:
        UploadError: the mapping cannot be taken.
    """
    new = _names_not_in(content.classes, before)
    gone = _names_not_in(before, content.classes)
    if len(new) == len(content.classes):
        return proposal.mapping, new, gone
    mapping = mapping_file.read(data, content.classes, atlas.hierarchy, limits=settings)
    return combined(mapping, proposal.mapping), new, gone


def _names_not_in(some: pd.DataFrame, others: pd.DataFrame) -> tuple[str, ...]:
    there = {*zip(others["id"].tolist(), others["name"].tolist(), strict=True)}
    pairs = zip(some["id"].tolist(), some["name"].tolist(), strict=True)
    return tuple(name or id_ for id_, name in pairs if (id_, name) not in there)


def remap(
    key: str, data: bytes, atlas: Atlas, settings: Settings, name: str = "mapping.csv"
) -> OwnDataSet:
    """Replace the mapping of a stored data set by a file; classes not in the file are unchanged.

    Raises:
        UnknownDataSet: none of that key is kept.
        UploadError: the file cannot be taken.
        Changed: another process was faster.
    """
    folder = kept.find(settings, key)
    before = kept.opened(folder)
    classes = before.content.classes
    given = mapping_file.read(data, classes, atlas.hierarchy, name=name, limits=settings)
    own = before.mapped(combined(given, before.mapping))
    kept.keep(own, atlas, settings, folder.state)
    return own


def decide(own: OwnDataSet, mapping: Mapping, atlas: Atlas, settings: Settings) -> OwnDataSet:
    """Keep a data set that is kept already with another mapping, as a person reviewed it.

    Raises:
        UnknownDataSet: none of that key is kept.
        Changed: another process was faster.
    """
    folder = kept.find(settings, own.key)
    mapped = own.mapped(mapping)
    kept.keep(mapped, atlas, settings, folder.state)
    return mapped


def remove(key: str, settings: Settings) -> str:
    """Remove a data set that is kept, a damaged one too.

    Returns:
        Its title; its key if it is damaged.

    Raises:
        UnknownDataSet: none of that key is kept.
        ExplorerError: it cannot be removed.
    """
    place = kept.place(settings)
    try:
        title = str(kept.find(settings, key).about["title"])
    except store.Damaged:
        # A folder that is none of a data set may be of anybody.
        if not (place / key / store.DESCRIPTION).is_file():
            raise
        title = key
    store.remove(place, key)
    return title
