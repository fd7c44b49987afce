"""The task that waits for a night's inputs."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from airflow.sdk import BaseSensorOperator

from bellwether.nights import as_of_date

TASK_ID = "wait_for_inputs"


class InputsArrived(BaseSensorOperator):
    """Waits for files without holding a worker, and fails after six hours: late inputs are somebody's to look at."""

    def __init__(self, *, patterns: Sequence[str], zone: ZoneInfo, **options: Any):
        waiting = {"mode": "reschedule", "poke_interval": 300, "timeout": timedelta(hours=6).total_seconds()}
        super().__init__(**{"task_id": TASK_ID} | waiting | options)
        self.patterns = tuple(patterns)
        self.zone = zone

    def poke(self, context: Any) -> bool:
        missing = missing_inputs(self.patterns, as_of_date(context, self.zone))
        if missing:
            self.log.info("Not there yet: %s", ", ".join(missing))
        return not missing


def missing_inputs(patterns: Sequence[str], as_of: date) -> list[str]:
    """The patterns, filled with the day, that no file meets."""
    filled = [pattern.replace("{as_of}", as_of.isoformat()) for pattern in patterns]
    return [pattern for pattern in filled if not _is_met(Path(pattern))]


def _is_met(pattern: Path) -> bool:
    root = Path(pattern.anchor)
    return any(root.glob(str(pattern.relative_to(root))))
