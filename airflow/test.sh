#!/bin/sh
# Installs the locked environment when needed, then checks the Python and runs the tests.
# usage: airflow/test.sh [PYTEST OPTION...]
set -eu
cd "$(dirname "$0")"
../bin/python-env .
. ./env.sh
ruff check --cache-dir target/ruff .
ruff format --check --cache-dir target/ruff .
exec pytest -p no:cacheprovider "$@"
