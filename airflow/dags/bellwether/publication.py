"""What was published: read back from the home, and named as Airflow's assets."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from airflow.sdk import Asset


class PublicationError(Exception):
    """The run's day is not published, or not whole; the message says what is missing and where."""


def published_tables(project: Path) -> list[str]:
    """The tables that a night publishes: those of schemas/marts with one slice per as-of date."""
    contracts = (project / "schemas" / "marts").glob("*.yaml")
    return sorted(contract.stem for contract in contracts if _is_per_as_of_date(contract.read_text()))


def _is_per_as_of_date(contract: str) -> bool:
    return "- name: as_of_date" in contract and "partitionedBy" not in contract


def published_assets(project: Path, home: str | None = None) -> list[Asset]:
    """One asset per published table, told apart by the home's name where it has one."""
    marts = project / "schemas" / "marts"
    tables = published_tables(project)
    if not tables:
        raise ValueError(
            f"No contracts of published tables in {marts}. "
            "Set BELLWETHER_PROJECT to the root of Bellwether's folder on the scheduler and the workers."
        )
    names = ["bellwether", *filter(None, [home])]
    folders = ["published", *filter(None, [home])]
    return [
        Asset(name=".".join([*names, table]), uri=f"bellwether://{'/'.join([*folders, table])}") for table in tables
    ]


def verify(home: Path, as_of: date, assets: Iterable[Asset]) -> dict[str, str]:
    """Returns the publication of `as_of` once it is seen to be whole; raises PublicationError."""
    folder = _publication_of(home / "published", as_of)
    manifest = _read(folder / "manifest.json")
    if manifest["as_of_date"] != as_of.isoformat():
        raise PublicationError(f"{folder} is for {manifest['as_of_date']}, not for {as_of}.")
    missing = sorted({asset.name.rpartition(".")[2] for asset in assets} - set(manifest["tables"]))
    if missing:
        raise PublicationError(f"{folder} has no {', '.join(missing)}.")
    _require_files(folder, manifest)
    return {key: str(manifest[key]) for key in ("publication", "as_of_date", "revision", "run_id")}


def _publication_of(published: Path, as_of: date) -> Path:
    """The current publication, or for an earlier day, which never becomes current, its latest revision."""
    current = _read(published / "current.json")
    if current["as_of_date"] == as_of.isoformat():
        return published / current["publication"]
    if current["as_of_date"] < as_of.isoformat():
        raise PublicationError(f"{published} ends with {current['as_of_date']}; {as_of} was not published.")
    revisions = [manifest.parent for manifest in published.glob(f"{as_of}-*/manifest.json")]
    if not revisions:
        raise PublicationError(f"{published} has no publication of {as_of}; its current one is of a later day.")
    return max(revisions, key=lambda folder: int(folder.name.rpartition("-")[2]))


def _require_files(folder: Path, manifest: dict[str, Any]) -> None:
    """Tables and what is published beside them, such as pages; earlier manifests have no hashes of tables' files."""
    tables = [file for table in manifest["tables"].values() for file in table["files"]]
    others = [{"path": path, **file} for path, file in manifest.get("files", {}).items()]
    for file in tables + others:
        path = folder / file["path"]
        if not path.is_file() or path.stat().st_size != file["bytes"]:
            raise PublicationError(f"{path} is missing or not the {file['bytes']} bytes that its manifest tells.")
        if file.get("sha256") and _sha256(path) != file["sha256"]:
            raise PublicationError(f"{path} holds other bytes than were published.")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as unreadable:
        raise PublicationError(f"{path} cannot be read: {unreadable}") from unreadable
