from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from airflow.timetables.base import TimeRestriction
from airflow.timetables.interval import CronDataIntervalTimetable
from pendulum import instance

from bellwether.nights import as_of_date

BERLIN = ZoneInfo("Europe/Berlin")


def context(end: datetime | None = None, run_after: datetime | None = None, as_of: str | None = None) -> dict:
    return {"data_interval_end": end, "dag_run": SimpleNamespace(run_after=run_after), "params": {"as_of": as_of}}


def test_the_day_is_the_last_full_one_of_the_data_interval():
    end = datetime(2026, 7, 1, 4, tzinfo=BERLIN)
    assert as_of_date(context(end), BERLIN) == date(2026, 6, 30)


def test_the_day_is_cut_in_the_business_time_zone():
    end = datetime(2026, 6, 30, 16, tzinfo=UTC)  # 04:00 on July 1 in Auckland, 06:00 on June 30 in Hawaii
    assert as_of_date(context(end), ZoneInfo("Pacific/Auckland")) == date(2026, 6, 30)
    assert as_of_date(context(end), ZoneInfo("Pacific/Honolulu")) == date(2026, 6, 29)


def test_the_night_after_a_day_of_25_hours_is_still_for_that_day():
    just_after_midnight = datetime(2026, 10, 25, 23, 30, tzinfo=UTC)  # 00:30 on October 26 in Berlin
    assert as_of_date(context(just_after_midnight), BERLIN) == date(2026, 10, 25)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"])
def test_a_year_of_nights_has_each_day_once(zone: str):
    timetable = CronDataIntervalTimetable("0 4 * * *", timezone=zone)
    first = instance(datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)))
    restriction = TimeRestriction(earliest=first, latest=None, catchup=True)
    days, last = [], None
    for _ in range(365):
        run = timetable.next_dagrun_info(last_automated_data_interval=last, restriction=restriction)
        last = run.data_interval
        days.append(as_of_date(context(last.end), ZoneInfo(zone)))
    assert days == [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]


def test_a_run_without_a_data_interval_is_for_the_day_before_its_trigger():
    triggered = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)  # already July 1 in Berlin
    assert as_of_date(context(run_after=triggered), BERLIN) == date(2026, 6, 30)


def test_the_parameter_names_any_day():
    end = datetime(2026, 7, 1, 4, tzinfo=BERLIN)
    assert as_of_date(context(end, as_of="2026-02-28"), BERLIN) == date(2026, 2, 28)


@pytest.mark.parametrize("wrong", ["2026-02-30", "yesterday", "2026-06-30; rm -rf /"])
def test_the_parameter_must_be_a_day(wrong: str):
    with pytest.raises(ValueError, match=r"day|Invalid"):
        as_of_date(context(as_of=wrong), BERLIN)
