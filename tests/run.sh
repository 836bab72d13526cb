#!/usr/bin/env bash
# All checks, one command: bash tests/run.sh [--without office,browser,…] [pytest arguments]
# Makes a virtual environment, installs what is needed, then ruff, mypy and pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/environment.sh

# Which programs the run goes without: markers of tests/support/programs.py.
without=""
arguments=()
while [ $# -gt 0 ]; do
    case $1 in
        --without) without=${2:?which? e.g. --without office,browser}; shift 2 ;;
        --without=*) without=${1#--without=}; shift ;;
        *) arguments+=("$1"); shift ;;
    esac
done

environment test
read -ra missing <<< "$(.venv/bin/python tests/support/programs.py "$without")"
if [ ${#missing[@]} -gt 0 ] && ! debian_install "${missing[@]}"; then
    say "Missing: ${missing[*]} (Debian names). Install them, or leave the tests out that need them:"
    say "bash tests/run.sh --without office,browser,… (the markers stand in tests/support/programs.py)"
    exit 1
fi
[ -z "$without" ] || say "Left out: the tests that need ${without//,/, }."

.venv/bin/ruff format --check --quiet .
.venv/bin/ruff check --quiet .
.venv/bin/mypy
.venv/bin/pytest -n "${WORKERS:-2}" --without "$without" "${arguments[@]}"
