# Sourced: makes .venv with the package in it. `environment EXTRAS` installs .[EXTRAS], or the bare package.
# Debian packages are installed where we may (root and apt-get); elsewhere what is missing is named.

say() { printf '%s\n' "$*" >&2; }

debian_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    say "Installing $*"
    apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" >&2
}

environment() {
    local extras=${1:-} python=${PYTHON:-python3}
    if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        debian_install python3 python3-venv || { say "Python 3.11 or newer is needed."; return 1; }
    fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        debian_install python3-venv || { say "Python's venv module is needed (Debian: python3-venv)."; return 1; }
    fi
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    .venv/bin/python -m pip install -qq --disable-pip-version-check -e ".${extras:+[$extras]}" >&2
    if [ "$extras" = test ]; then
        # Only for the axe-core it carries, so without the browsers' driver it would bring along.
        .venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps \
            "axe-playwright-python>=0.1.8" >&2
    fi
}
