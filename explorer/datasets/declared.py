"""The built-in data sets, as ``data/datasets.toml`` declares them over the fact tables."""

import dataclasses
import tomllib
from collections.abc import Mapping
from functools import cache, partial, reduce
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from explorer import facts
from explorer.arrays import Numbers
from explorer.datasets import boxes
from explorer.datasets.boxes import Boxes
from explorer.datasets.columns import Columns, Group
from explorer.datasets.dataset import OTHERS, DataSet
from explorer.datasets.mapping import NameMapping
from explorer.datasets.measure import Measure
from explorer.errors import TableError
from explorer.wordnet.hierarchy import Hierarchy

DECLARATION = "datasets.toml"

NOUNS = "nouns"
"""Name of the table of all noun synsets, which is read from WordNet."""


def load(hierarchy: Hierarchy, folder: Path = facts.DATA) -> dict[str, DataSet]:
    """Every declared data set by key, in the order of the declaration.

    The tables that list the classes are read and checked; columns are not loaded yet.

    Args:
        hierarchy: WordNet's nouns, which every class must be one of.
        folder: the folder with the declaration and the fact tables.

    Raises:
        TableError: the declaration is missing or makes no sense; a table is missing, damaged or
            names an unknown wnid.
    """
    try:
        declared = tomllib.loads((folder / DECLARATION).read_text(encoding="utf-8"))
        measures = {name: _measure(name, entry) for name, entry in declared["measure"].items()}
        builder = _Builder(hierarchy, folder, measures)
        for entry in declared["dataset"]:
            builder.add(entry)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise TableError(
            f"data/{DECLARATION} is not a valid declaration of the data sets: {fault!r:.120}. "
            f"Restore data/{DECLARATION}, or install the package again."
        ) from fault
    builder.check()
    return builder.built


def _measure(name: str, entry: Mapping[str, Any]) -> Measure:
    return Measure(**{"key": name, "source": "", **entry})


class _Builder:
    """Makes data sets out of their declarations, over tables that are read once."""

    def __init__(self, hierarchy: Hierarchy, folder: Path, measures: Mapping[str, Measure]) -> None:
        self._hierarchy = hierarchy
        self._folder = folder
        self._measures = measures
        self._frames = {NOUNS: pd.DataFrame(index=pd.Index(hierarchy.wnids, name="wnid"))}
        self._tables: dict[str, None] = {}
        self._boxes = cache(self._read_boxes)
        self._counts = cache(self._read_counts)
        self._names = cache(partial(_table, hierarchy, folder))
        self.built: dict[str, DataSet] = {}

    def add(self, entry: Mapping[str, Any]) -> None:
        """Make the data set of one declaration."""
        on_demand = entry.get("on_demand", False)
        if entry["table"] != NOUNS and not on_demand:
            self._tables[entry["table"]] = None
        rows = cache(
            partial(self._merged, entry["table"])
            if on_demand
            else partial(self._rows, entry["table"], entry.get("where"))
        )
        columns = entry.get("columns", {})
        groups = [self._group(columns, rows)] if columns else []
        source = entry.get("source", entry["table"])
        dataset = DataSet(
            key=entry["key"],
            title=entry["title"],
            summary=entry["summary"],
            columns=Columns(lambda: rows().index, groups),
            measures=tuple(self._sourced(name, source) for name in entry["measures"]),
            source=source,
            note=entry.get("note", ""),
            noun=entry.get("noun", "classes"),
            published=tuple(entry.get("published", {}).items()),
            evaluation=entry.get("evaluation", ""),
            group=entry.get("group", OTHERS),
            images_in_all=(entry["images"]["of"], entry["images"]["key"])
            if "images" in entry
            else ("", ""),
            mapping=self._mapping(entry["table"], entry["mapping"]) if "mapping" in entry else None,
        )
        if "boxes" in entry:
            group = Group(names=boxes.COLUMNS, load=lambda: boxes.by_class(self._boxes()))
            dataset = dataclasses.replace(
                dataset.extended(group, *boxes.MEASURES), read_boxes=self._boxes
            )
        self.built[entry["key"]] = dataset

    def _read_boxes(self) -> Boxes:
        return boxes.load(self.built["ilsvrc2012"].wnids.tolist(), self._folder)

    def _read_counts(self, name: str) -> pd.DataFrame:
        """A table of columns by wnid that lists no classes itself, read when first needed."""
        return _table(self._hierarchy, self._folder, name).set_index("wnid")

    def check(self) -> None:
        """Read the tables that list the classes, and check their references.

        Raises:
            TableError: one of them does not fit.
        """
        tables = {name: _table(self._hierarchy, self._folder, name) for name in self._tables}
        facts.check_links(tables, self._folder)
        self._frames |= {
            name: frame.set_index("wnid").sort_index() for name, frame in tables.items()
        }

    def _sourced(self, name: str, source: str) -> Measure:
        found = self._measures[name]
        return found if found.source else dataclasses.replace(found, source=source)

    def _rows(self, table: str, where: str | None) -> pd.DataFrame:
        """The rows of a table that are classes, by wnid."""
        frame = self._frames[table]
        if where is None:
            return frame
        column = frame[where]
        listed = column.notna() & (column != "") if column.dtype != np.bool_ else column
        return frame[listed.to_numpy(np.bool_)]

    def _merged(self, table: str) -> pd.DataFrame:
        """The synsets of a table of names: counts summed over the names of each, and ``names``.

        A sum is not known if one of its counts is not.
        """
        frame = self._names(table)
        frame = frame[frame["wnid"] != ""].assign(names=1).set_index("wnid").sort_index()
        if frame.index.is_unique:
            return frame
        numbers = frame[[name for name in frame if pd.api.types.is_numeric_dtype(frame[name])]]
        by_synset = numbers.groupby(level=0)
        return by_synset.sum().mask(numbers.isna().groupby(level=0).any())

    def _mapping(self, table: str, declared: Mapping[str, Any]) -> NameMapping:
        fields = facts.catalogue(self._folder)[table].fields
        counts = declared.get("counts", [field.name for field in fields if field.unit])
        mapping = NameMapping(
            **{
                **declared,
                "table": table,
                "read": partial(self._names, table),
                "counts": tuple(counts),
            }
        )
        columns = [mapping.names, mapping.parents, mapping.part, *counts]
        wanted = {*columns, *mapping.published.values()} - {""}
        if unknown := wanted - {field.name for field in fields}:
            raise ValueError(f"unknown column {min(unknown)!r} of {table}")
        return mapping

    def _group(self, declared: Mapping[str, Any], rows: Any) -> Group:
        for spec in declared.values():
            # An unknown kind fails at start-up, not at the first visit.
            if not isinstance(spec, str) and frozenset(spec) not in _KINDS:
                raise ValueError(f"unknown kind of column {spec!r}")
            if not isinstance(spec, str) and "table" in spec:
                fields = facts.catalogue(self._folder)[spec["table"]].fields
                if spec["column"] not in [field.name for field in fields]:
                    raise ValueError(f"unknown column {spec!r}")
        return Group(names=tuple(declared), load=lambda: self._columns(declared, rows()))

    def _columns(self, declared: Mapping[str, Any], rows: pd.DataFrame) -> pd.DataFrame:
        found: dict[str, Numbers] = {}
        for name, spec in declared.items():
            found[name] = self._column(spec, rows, found)
        return pd.DataFrame(found, index=rows.index)

    def _column(self, spec: Any, rows: pd.DataFrame, before: Mapping[str, Numbers]) -> Numbers:
        found: Numbers
        match spec:
            case str():
                found = _numbers(rows[spec])
            case {"table": table, "column": name}:
                found = _numbers(self._counts(table)[name].reindex(rows.index))
            case {"known": name}:
                found = (~np.isnan(before[name])).astype(np.float64)
            case {"unknown": _}:
                found = np.full(len(rows), np.nan)
            case {"product": names}:
                found = reduce(np.multiply, [before[name] for name in names])
            case {"sum": names}:
                found = sum((_numbers(rows[name]) for name in names), np.zeros(len(rows)))
            case {"class_of": key}:
                found = rows.index.isin(self.built[key].wnids).astype(np.float64)
            case _:
                raise ValueError(f"unknown kind of column {spec!r}")
        return found


_KINDS = frozenset(
    {
        frozenset({"table", "column"}),
        *(frozenset({kind}) for kind in ("known", "product", "sum", "unknown", "class_of")),
    }
)
"""The keys of each kind of column that is no plain one of the table's own."""


def _table(hierarchy: Hierarchy, folder: Path, name: str) -> pd.DataFrame:
    frame = facts.read(name, folder)
    facts.check_wnids(frame, hierarchy, name)
    return frame


def _numbers(column: "pd.Series[Any]") -> Numbers:
    return np.asarray(column.astype("Float64").to_numpy(np.float64, na_value=np.nan))
