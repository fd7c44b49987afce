"""What the DAG is told by the environment of the scheduler and the workers."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PROJECT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Settings:
    """Where Bellwether is installed, what it reads, where it writes and when a day ends."""

    project: Path
    home: Path
    source: str
    time_zone: str
    master: str | None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @staticmethod
    def from_environment(environment: Mapping[str, str] = os.environ) -> "Settings":
        """Reads BELLWETHER_*; raises ValueError saying which variable to set and to what."""
        project = Path(environment.get("BELLWETHER_PROJECT") or PROJECT).absolute()
        return Settings(
            project=project,
            home=project / _home(environment),
            source=_source(environment),
            time_zone=_time_zone(environment),
            master=environment.get("BELLWETHER_MASTER") or None,
        )


def _source(environment: Mapping[str, str]) -> str:
    source = environment.get("BELLWETHER_SOURCE")
    if not source:
        raise ValueError(
            "BELLWETHER_SOURCE is not set, so the night does not know what to read. "
            "Set it to the name of a folder in conf/sources."
        )
    return source


def _home(environment: Mapping[str, str]) -> str:
    home = environment.get("BELLWETHER_HOME") or "data"
    if "://" in home:
        raise ValueError(
            f"BELLWETHER_HOME is {home!r}, but the DAG reads what was published as files. "
            "Set it to the folder where that home is mounted."
        )
    return home


def _time_zone(environment: Mapping[str, str]) -> str:
    name = environment.get("BELLWETHER_TIME_ZONE") or "UTC"
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise ValueError(
            f"BELLWETHER_TIME_ZONE is {name!r}, which is not a time zone. "
            "Set it to the business time zone of the home, such as Europe/Berlin."
        ) from unknown
