"""Which paths of this machine a user may name in a browser."""

from pathlib import Path

from explorer.errors import UploadError
from explorer.ingest.library import source
from explorer.settings import Settings

VARIABLE = "EXPLORER_DATA_FOLDERS"


def allowed(text: str, settings: Settings, *, own_machine: bool) -> Path:
    """The file or folder that a user named in the browser, with all links resolved.

    It is taken only while the server listens on this machine alone, and only below the folders
    that the setting ``data_folders`` names. What is elsewhere is told in the same words whether
    it exists or not. Links below a folder must not lead out of these folders either.

    Args:
        text: what was typed: an absolute path, or one below one of the folders.
        settings: name the folders.
        own_machine: whether the server listens on this machine alone.

    Raises:
        UploadError: it is not allowed, or not there.
    """
    if not own_machine:
        raise UploadError(
            "A path can be named only where the explorer listens on this machine alone. Drop the "
            "file instead, or use `imagenet-explorer add` in a terminal."
        )
    folders = [each for each in map(_resolved, settings.data_folders) if each is not None]
    if not folders:
        raise UploadError(
            f"No path can be named here yet: set {VARIABLE} to the folders below which paths may "
            "be named, and start the explorer again; or use `imagenet-explorer add` in a terminal."
        )
    path = _found(text.strip(), folders)
    if path is None:
        listed = ", ".join(map(str, settings.data_folders))
        raise UploadError(
            f"This path is not below a folder that {VARIABLE} names ({listed}). Give the path "
            "of a file or folder there."
        )
    if not (path.is_file() or path.is_dir()):
        raise UploadError("There is no file or folder of that path. Correct it.")
    if (outside := _leading_out(path, folders)) is not None:
        raise UploadError(
            f"{outside} is a link that leads out of the folders that {VARIABLE} names. Remove the "
            "link, or add the folder it leads to."
        )
    return path


def _found(text: str, folders: list[Path]) -> Path | None:
    """The path that is meant, if it is in one of the folders: rather one that exists."""
    if not text:
        return None
    asked = [_resolved(folder / text) for folder in folders] + [_resolved(Path(text))]
    inside = [path for path in asked if path is not None and _inside(path, folders)]
    return next((path for path in inside if path.exists()), inside[0] if inside else None)


def _resolved(path: Path) -> Path | None:
    try:
        path = path.expanduser()
        return path.resolve() if path.is_absolute() else None
    except (OSError, RuntimeError, ValueError):  # a circle of links, an unknown home, a NUL
        return None


def _inside(path: Path, folders: list[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


def _leading_out(path: Path, folders: list[Path]) -> Path | None:
    """The first link below a folder that leads elsewhere."""
    for link in source.links(path):
        target = _resolved(link)
        if target is None or not _inside(target, folders):
            return link
    return None
