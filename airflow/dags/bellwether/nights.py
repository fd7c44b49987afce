"""Which day a run is for."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo


def as_of_date(context: Mapping[str, Any], zone: ZoneInfo) -> date:
    """The day to publish: parameter `as_of`, else the last full day of the data interval, else that before the trigger.

    It depends on the run alone, never on the clock, so a retry after midnight is still for the same day.
    """
    chosen = context["params"].get("as_of")
    if chosen:
        return date.fromisoformat(chosen)
    end = context.get("data_interval_end") or context["dag_run"].run_after
    return last_full_day(end, zone)


def last_full_day(moment: datetime, zone: ZoneInfo) -> date:
    """The last calendar day in `zone` that had ended by `moment`; days of 23 or 25 hours included."""
    return moment.astimezone(zone).date() - timedelta(days=1)
