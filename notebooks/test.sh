#!/bin/sh
# Installs the locked environment when needed, then checks the Python and runs every notebook on a small demo.
# usage: notebooks/test.sh [PYTEST OPTION...]
set -eu
cd "$(dirname "$0")"
../bin/python-env .
target=$PWD/target
mkdir -p "$target"
export IPYTHONDIR="$target/ipython" JUPYTER_CONFIG_DIR="$target/jupyter" JUPYTER_RUNTIME_DIR="$target/jupyter"
unset PYTHONDONTWRITEBYTECODE # compiled modules halve the start of every process
.venv/bin/ruff check --cache-dir target/ruff . ../benchmarks
.venv/bin/ruff format --check --cache-dir target/ruff . ../benchmarks
exec .venv/bin/pytest -p no:cacheprovider "$@"
