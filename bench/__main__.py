"""``python -m bench``: every budget, measured now, beside its yardstick."""

from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench import (
    annotations,
    changes,
    errors,
    figures,
    folders,
    load,
    manifest,
    memory,
    pages,
    panels,
    rollup,
)
from bench.configuration import busy, stated
from explorer import atlas as atlases
from explorer.settings import settings


def main() -> None:
    print(stated())
    for name, value in (rollup.measure() | errors.measure()).items():
        print(f"{name}: {value:,.1f} ms")
    largest = figures.largest()
    print(f"largest figure: {largest.sectors} sectors, {largest.kilobytes:.1f} kB ({largest.name})")
    megabytes, explorer_json, parser = annotations.measure()
    print(
        f"COCO-type JSON of {megabytes:.0f} MB: {explorer_json.seconds:.1f} s of processor time, "
        f"{explorer_json.seconds / parser.seconds:.2f} times the parser alone; "
        f"{explorer_json.memory_mb:.0f} MB above start, the parser {parser.memory_mb:.0f} MB"
    )
    explorer, one_line = pages.starts(repeats=5)
    _compare("start to first page", "s", explorer, one_line)
    explorer, bare, one_line = pages.clicks(rounds=5)
    _compare("click to all panels redrawn", "ms", explorer, one_line)
    _compare("the same charts and table on a bare page", "ms", bare, one_line)
    for page, value in changes.changes(rounds=2).items():
        print(f"change of panel, {page}: median {value:.0f} ms")
    reruns = panels.reruns(["fall11", "ilsvrc2012"])
    slowest = max(reruns, key=reruns.__getitem__)
    print(
        f"a panel drawn again by the server: median {median(reruns.values()):.0f} ms, slowest "
        f"{reruns[slowest]:.0f} ms ({slowest})"
    )
    print(folders.told(rounds=5))
    _load(f"{load.CROWD} first pages at once", load.crowd)
    _load(f"{load.PEOPLE} people clicking, pauses of 1 to 3 s", load.clicking)
    manifest.measure()
    total, further = memory.measure(list(atlases.load(settings()).datasets))
    print(f"server memory: {total:.0f} MB after all pages, {further:.1f} MB a further session")


def _load(what: str, measured: Callable[[Path], load.Load]) -> None:
    explorer, one_line = measured(pages.APP), measured(pages.ONE_LINE)
    print(f"{what}: {explorer}; server memory {explorer.memory_mb:.0f} MB; {busy()}")
    print(f"{what}, one-line page: {one_line}")
    print(f"{what}: {explorer.compared} pages compared with the terminal, ", end="")
    print(f"{len(explorer.wrong)} faults")
    for fault in explorer.wrong[:10]:
        print(f"  {fault}")


def _compare(what: str, unit: str, explorer: list[float], one_line: list[float]) -> None:
    ratio = median(explorer) / median(one_line)
    print(
        f"{what}: median {median(explorer):.2f} {unit}, one-line page {median(one_line):.2f} "
        f"{unit}, {ratio:.2f} times; from {min(explorer):.2f} to {max(explorer):.2f} {unit}"
    )


if __name__ == "__main__":
    main()
