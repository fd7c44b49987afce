"""The task that runs a night: Bellwether's own launcher, or spark-submit where a master is set."""

import json
import os
import re
from collections.abc import Sequence
from typing import Any

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.providers.standard.hooks.subprocess import SubprocessHook
from airflow.sdk import BaseOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException

from bellwether.nights import as_of_date
from bellwether.settings import Settings

TASK_ID = "run"
CONNECTION = "spark_default"
WAIT_FOR_LOCK = "30m"
BUSY = 75
ARGUMENT = r"^--(republish|verbose|stacktrace|set=(?!(home|source\.path)=)[a-z_.]+=[^\n]*)$"
FINAL = {
    1: "a data check failed. Nothing was published; the last publication stays in place",
    2: "the configuration or the way it was called is wrong. Nothing was read or published",
}


def night(settings: Settings) -> BaseOperator:
    """The task `run`, for embedded Spark or for a cluster; one at a time, whoever triggered or backfills it."""
    kind = SubmittedNight if settings.master else EmbeddedNight
    return kind(task_id=TASK_ID, settings=settings, max_active_tis_per_dag=1)


def arguments(settings: Settings, context: Any) -> list[str]:
    """The command line of one night, as a list that no shell ever reads."""
    as_of = as_of_date(context, settings.zone).isoformat()
    where = ["--home", str(settings.home), "--wait-for-lock", WAIT_FOR_LOCK]
    sets = [f"--set={key}={value}" for key, value in settings.sets.items()]
    return ["run", "--source", settings.source, "--as-of", as_of, *where, *sets, *_chosen(context)]


def _chosen(context: Any) -> list[str]:
    """What whoever triggered the run adds; where it reads and writes, and for which day, is not theirs to say so."""
    chosen = context["params"].get("arguments") or []
    for argument in chosen:
        if not re.fullmatch(ARGUMENT, argument):
            raise AirflowFailException(
                f"{argument!r} is none of --republish, --verbose, --stacktrace, --set=KEY=VALUE."
            )
    return chosen


def require_success(exit_code: int) -> None:
    """Passes on 0, fails for good on what trying again cannot mend, and otherwise fails so that Airflow tries again."""
    if exit_code in FINAL:
        raise AirflowFailException(f"Bellwether stopped with exit code {exit_code}: {FINAL[exit_code]}. See the log.")
    if exit_code == BUSY:
        raise AirflowException(f"Another run was writing to the home for more than {WAIT_FOR_LOCK}.")
    if exit_code != 0:
        raise AirflowException(f"Bellwether stopped with exit code {exit_code}: it crashed or was killed.")


class EmbeddedNight(BaseOperator):
    """Runs the launcher with Spark inside its own JVM; a stopped task stops the JVM, and a lost one does, too."""

    def __init__(self, *, settings: Settings, **options: Any):
        super().__init__(**options)
        self.settings = settings
        self.hook = SubprocessHook()

    def execute(self, context: Any) -> None:
        launcher = str(self.settings.project / "bellwether")
        command = [launcher, *arguments(self.settings, context)]
        environment = {**os.environ, "BELLWETHER_ENDS_WITH_PARENT": "true"}
        finished = self.hook.run_command(command, env=environment, cwd=str(self.settings.project))
        require_success(finished.exit_code)

    def on_kill(self) -> None:
        self.hook.send_sigterm()


class SubmittedNight(SparkSubmitOperator):
    """Submits the same job to a Spark cluster, by the connection spark_default."""

    template_fields: Sequence[str] = ()

    def __init__(self, *, settings: Settings, **options: Any):
        super().__init__(
            conn_id=CONNECTION,
            application=str(settings.project / "jobs" / "target" / "bellwether.jar"),
            java_class="dev.bellwether.cli.Bellwether",
            name="bellwether",
            **options,
        )
        self.settings = settings

    def execute(self, context: Any) -> None:
        master = {"conn_type": "spark", "host": self.settings.master}
        os.environ.setdefault(f"AIRFLOW_CONN_{CONNECTION.upper()}", json.dumps(master))
        libraries = self.settings.project / "jobs" / "target" / "lib"
        self.jars = ",".join(sorted(str(jar) for jar in libraries.glob("*.jar")))
        configuration = os.environ.get("BELLWETHER_CONF") or self.settings.project / "conf"
        self.application_args = [*arguments(self.settings, context), "--conf", str(configuration)]
        try:
            super().execute(context)
        except AirflowException:
            require_success(self.exit_code())
            raise

    def exit_code(self) -> int:
        """The exit code of spark-submit where it waited for the job; 0 when there is none."""
        process = getattr(self._hook, "_submit_sp", None)
        return getattr(process, "returncode", None) or 0
