# The environment of Airflow for tests and for a look by hand: everything under target/, nothing sent out.
# usage: cd airflow && . ./env.sh
here=$PWD
export AIRFLOW_HOME="$here/target/airflow"
export AIRFLOW__CORE__DAGS_FOLDER="$here/dags"
export AIRFLOW__CORE__LOAD_EXAMPLES=False
export AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS=True
export AIRFLOW__DATABASE__SQL_ALCHEMY_CONN="sqlite:///$AIRFLOW_HOME/airflow.db"
export AIRFLOW__API__HOST=127.0.0.1
export AIRFLOW__USAGE_DATA_COLLECTION__ENABLED=False
export SCARF_ANALYTICS=false
export BELLWETHER_SOURCE="${BELLWETHER_SOURCE:-demo}"
export BELLWETHER_HOME="${BELLWETHER_HOME:-$here/target/home}"
unset PYTHONDONTWRITEBYTECODE # compiled modules halve the start of every process
export PATH="$here/.venv/bin:$PATH"
mkdir -p "$AIRFLOW_HOME"
