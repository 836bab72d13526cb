#!/usr/bin/env bash
# All checks, one command: bash tests/run.sh [--without-office] [pytest arguments]
# Makes a virtual environment, installs what is needed, then ruff, mypy and pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/environment.sh

arguments=("$@")
office=yes
for argument in "$@"; do
    [ "$argument" = --without-office ] && office=no
done

# program → Debian packages that bring it
missing=()
need() { command -v "$1" >/dev/null || missing+=("${@:2}"); }
if [ "$office" = yes ]; then
    need soffice libreoffice-calc libreoffice-writer
    need pdftoppm poppler-utils
    need chromium chromium chromium-driver
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
    fc-list 2>/dev/null | grep -i 'noto.*cjk' >/dev/null || missing+=(fontconfig fonts-noto-cjk)
fi
if [ ${#missing[@]} -gt 0 ] && ! debian_install "${missing[@]}"; then
    say "Missing: ${missing[*]} (Debian names). Install them, or run: bash tests/run.sh --without-office"
    exit 1
fi

environment test
.venv/bin/ruff format --check --quiet .
.venv/bin/ruff check --quiet .
.venv/bin/mypy
.venv/bin/pytest -n "${WORKERS:-2}" "${arguments[@]}"
