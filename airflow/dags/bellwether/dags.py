"""Bellwether's night: ingest the day's inputs, score every account, publish.

**The day.** A run's as-of date is the last full day of its data interval, in the business time zone. A manual run
without a data interval takes the day before it was triggered. The parameter `as_of` names any other day; running a
published day again changes nothing as long as its inputs did not change. The parameter `arguments` adds what else
`bellwether run` takes, such as `--republish`.

**Tasks.** `run` is one Spark job: it ingests, scores, checks and publishes. Where inputs are to be waited for,
`wait_for_inputs` looks for them every five minutes before. `verify_publication` reads what was published and only then
updates one asset per table, so a DAG scheduled on an asset never starts on a failed night.

**When it fails.** A failed data check and a configuration error fail at once, since trying again cannot help: the last
publication stays in place, and the log says what to do. Anything else is tried again, among it a home that another run
wrote to for half an hour. After three failed nights in a row the DAG pauses itself.

**Backfills** run one night after the other, in order, beside the scheduled ones: `airflow backfill create --dag-id
bellwether_nightly --from-date 2026-06-01 --to-date 2026-06-30`. Only one task writes to the home at a time.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from airflow.sdk import DAG, CronDataIntervalTimetable, Param, get_current_context, task

from bellwether.inputs import InputsArrived
from bellwether.jobs import ARGUMENT, night
from bellwether.nights import as_of_date
from bellwether.publication import published_assets, verify
from bellwether.settings import Settings

EVERY_NIGHT = "0 4 * * *"


def nightly(settings: Settings, *, schedule: Any = EVERY_NIGHT, wait_for: Sequence[str] = (), **options: Any) -> DAG:
    """The DAG of a home: `bellwether_nightly`, with the home's name behind it where it has one.

    `schedule` is a cron expression in the business time zone, or whatever else Airflow takes, such as the assets that
    feed the home. `wait_for` are files, or patterns of files, that must all be there before the night runs; `{as_of}`
    in them is its day. Other options are those of a DAG and win over what is set here.
    """
    assets = published_assets(settings.project, settings.name)
    with DAG(**_options(settings, schedule) | options) as dag:

        @task(outlets=assets)
        def verify_publication() -> dict[str, str]:
            """Fails unless the run's day is published whole; tells each asset which publication it now is."""
            context = get_current_context()
            publication = verify(settings.home, as_of_date(context, settings.zone), assets)
            for asset in assets:
                context["outlet_events"][asset].extra = publication
            return publication

        run = night(settings)
        run >> verify_publication()
        if wait_for:
            InputsArrived(patterns=wait_for, zone=settings.zone) >> run
    return dag


def _options(settings: Settings, schedule: Any) -> dict[str, Any]:
    is_cron = isinstance(schedule, str)
    return {
        "dag_id": "_".join(["bellwether_nightly", *filter(None, [settings.name])]),
        "description": "Customer health, churn predictions and renewal risk for one more day",
        "doc_md": __doc__,
        "tags": ["bellwether", "customer-success", *filter(None, [settings.name])],
        "schedule": CronDataIntervalTimetable(schedule, timezone=settings.time_zone) if is_cron else schedule,
        "start_date": datetime(2026, 1, 1, tzinfo=settings.zone),
        "catchup": False,
        "max_active_runs": 1,
        "max_consecutive_failed_dag_runs": 3,
        "params": _params(),
        "default_args": {
            "retries": 2,
            "retry_delay": timedelta(minutes=5),
            "execution_timeout": timedelta(hours=12),
        },
    }


def _params() -> dict[str, Param]:
    return {
        "as_of": Param(
            None,
            type=["null", "string"],
            format="date",
            description="Day to publish, YYYY-MM-DD. Empty: the last full day of the data interval.",
        ),
        "arguments": Param(
            [],
            type="array",
            items={"type": "string", "pattern": ARGUMENT},
            description="What else `bellwether run` is told, an argument a line: --republish, --verbose, --stacktrace, "
            "--set=KEY=VALUE.",
        ),
    }
