#!/bin/sh
# Installs the locked environment when needed, then lets other tools read what a small demo has written.
# usage: interop/test.sh [PYTEST OPTION...]
set -eu
cd "$(dirname "$0")"
../bin/python-env .
mkdir -p target
unset PYTHONDONTWRITEBYTECODE # compiled modules halve the start of every process
.venv/bin/ruff check --cache-dir target/ruff . ../bin/demo_home.py
.venv/bin/ruff format --check --cache-dir target/ruff . ../bin/demo_home.py
exec .venv/bin/pytest -p no:cacheprovider "$@"
