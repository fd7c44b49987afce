"""What a DAG is told: by the environment of the scheduler and the workers, or by the file that makes several."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PROJECT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Settings:
    """Where Bellwether is installed, what it reads, where it writes and when a day ends.

    `name` tells a home from others, None where there is but one; `sets` are other settings of its runs, by their keys.
    """

    project: Path
    home: Path
    source: str
    time_zone: str
    master: str | None
    name: str | None = None
    sets: Mapping[str, str] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @staticmethod
    def of_home(
        name: str,
        *,
        source: str,
        home: str,
        time_zone: str = "UTC",
        master: str | None = None,
        sets: Mapping[str, str] | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> "Settings":
        """One of several homes; only where Bellwether is installed comes from the environment.

        A secret is named, not written: `sets={"privacy.hash_key": "${env:ACME_HASH_KEY}"}`. Raises ValueError.
        """
        if not re.fullmatch("[a-z0-9][a-z0-9_]*", name):
            raise ValueError(f"{name!r} cannot name a home. Use small letters, digits and _.")
        told = {"BELLWETHER_SOURCE": source, "BELLWETHER_HOME": home, "BELLWETHER_TIME_ZONE": time_zone}
        project = environment.get("BELLWETHER_PROJECT", "")
        settings = Settings.from_environment(told | {"BELLWETHER_PROJECT": project, "BELLWETHER_MASTER": master or ""})
        return replace(settings, name=name, sets={"time_zone": settings.time_zone} | dict(sets or {}))

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
