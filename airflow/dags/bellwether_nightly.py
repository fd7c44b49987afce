"""The Airflow DAG of the one home that the environment names; several homes have one line each, see README.md."""

from bellwether.dags import nightly
from bellwether.settings import Settings

nightly(Settings.from_environment())
