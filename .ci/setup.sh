#!/bin/sh
# setup.sh publish | test: makes .venv ready to publish, or to test what publishing needs set up first.
#
# Each step looks before it acts, so a machine that has everything is left alone, by anyone.  What was set up is kept
# word for word in a stamp, so that the next run is one comparison.  Package indexes, proxies and certificates are the
# machine's own business: nothing here sets any.
set -eu

part=$1
venv=.venv
log=$venv/setup.log

# --- what it takes --------------------------------------------------------------------------------------------------

# The files that decide what is set up.
inputs() {
    case $part in
    publish) echo requirements.lock pyproject.toml .ci/setup.sh ;;
    test) echo requirements.lock tests/requirements.lock tests/tools/package-lock.json .ci/setup.sh ;;
    esac
}

# What the system must have: how to look for it, and its package for apt, dnf and brew.
# Pango brings GLib, Fontconfig brings a base font, and pip brings the certificates.
needs() {
    case $part in
    publish)
        cat <<END
module:ensurepip          python$version-venv   python3     python
library:pango-1.0         libpango-1.0-0        pango       pango
library:pangoft2-1.0      libpangoft2-1.0-0     pango       pango
library:harfbuzz          libharfbuzz0b         harfbuzz    harfbuzz
library:harfbuzz-subset   libharfbuzz-subset0   harfbuzz    harfbuzz
library:fontconfig        libfontconfig1        fontconfig  fontconfig
END
        # Snakemake's immutables has no wheel for Python 3.14 yet.
        case $version in 3.1[123]) ;; *)
            cat <<END
program:cc                gcc                   gcc            gcc
header:Python.h           python$version-dev    python3-devel  python
END
            ;;
        esac
        ;;
    test)
        cat <<END
browser:                  chromium              chromium              chromium
runs:javac                default-jdk-headless  java-21-openjdk-devel openjdk
program:nginx             nginx-light           nginx                 nginx
program:npm               npm                   nodejs-npm            node
program:pdftoppm          poppler-utils         poppler-utils         poppler
program:pkcs11-tool       opensc                opensc                opensc
program:qpdf              qpdf                  qpdf                  qpdf
program:shellcheck        shellcheck            ShellCheck            shellcheck
program:softhsm2-util     softhsm2              softhsm               softhsm
END
        ;;
    esac
}

present() {
    case $1 in
    module:*) "$python" -c "import ${1#*:}" ;;
    # As WeasyPrint looks for it.
    library:*)
        "$python" -c 'import ctypes, ctypes.util, sys; ctypes.CDLL(ctypes.util.find_library(sys.argv[1]) or "/")' "${1#*:}"
        ;;
    header:*) [ -e "$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')/${1#*:}" ] ;;
    # Debian keeps servers where only root looks.
    program:*) PATH=$PATH:/usr/sbin command -v "${1#*:}" ;;
    # macOS has a javac that only says that there is none.
    runs:*) "${1#*:}" --version ;;
    browser:*)
        for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
            command -v "$name" && return
        done
        return 1
        ;;
    esac >>"$log" 2>&1 </dev/null
}

# --- how it is said -------------------------------------------------------------------------------------------------

# step WHAT COMMAND...: one line on the terminal; what the command prints goes to the log, and is shown if it fails.
step() {
    printf '  %s … ' "$1"
    shift
    began=$(date +%s)
    from=$(($(wc -l <"$log") + 1))
    if "$@" >>"$log" 2>&1 </dev/null; then
        echo "$(($(date +%s) - began)) s"
    else
        printf 'failed\n\n'
        tail -n "+$from" "$log" | tail -n 40
        stop "set-up stopped; all it did is in $log"
    fi
}

stop() {
    printf '\n%s\n' "$1" >&2
    exit 1
}

# --- the steps ------------------------------------------------------------------------------------------------------

# Sets python: the one that .venv was made with, or else the one to make it with.  It is the real file behind all links,
# so that .venv is seen to be broken when the system moves to another Python.
find_python() {
    for name in "$venv/bin/python" "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14; do
        python=$("$name" -c 'import os, sys
sys.version_info >= (3, 11) or sys.exit(1)
print(os.path.realpath(sys._base_executable))' 2>/dev/null) || continue
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        return
    done
    stop "Python 3.11 or later is needed, and ${PYTHON:-python3} is not.
Name yours: make PYTHON=/path/to/python3.11"
}

# column N LINES...: the packages in a column of lines of needs, each once
column() {
    n=$1
    shift
    printf '%s\n' "$@" | awk -v n="$n" 'NF && !seen[$n]++ { printf "%s%s", sep, $n; sep = " " }'
}

missing() {
    needs | while read -r need packages; do
        present "$need" || echo "$need $packages"
    done
}

apt_install() {
    export DEBIAN_FRONTEND=noninteractive
    # With the package lists as they are, if they do: fetching them anew takes longer than all the rest.
    $sudo apt-get install --yes --no-install-recommends "$@" || {
        $sudo apt-get update
        $sudo apt-get install --yes --no-install-recommends "$@"
    }
}

install_system_packages() {
    lacking=$(missing)
    [ "$lacking" ] || return 0
    apt=$(column 2 "$lacking")
    if command -v apt-get >/dev/null; then
        if [ "$(id -u)" = 0 ]; then
            sudo=
        elif sudo -n true 2>/dev/null; then
            sudo='sudo -n DEBIAN_FRONTEND=noninteractive'
        else
            sudo=no
        fi
        if [ "$sudo" != no ]; then
            # shellcheck disable=SC2086 # words, not one name
            step "system packages: $apt" apt_install $apt
            lacking=$(missing)
            [ "$lacking" ] || return 0
        fi
    fi
    stop "The system lacks $(column 1 "$lacking").
Install, with what your system has, and run make again:
  apt-get install $(column 2 "$lacking")
  dnf install $(column 3 "$lacking")
  brew install $(column 4 "$lacking")"
}

pip_install() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation "$@"
}

# What the few packages without a wheel are built with comes first, so that pip fetches nothing that the lock lacks.
install_locked() {
    sed -n '/^setuptools==/,/[^\\]$/p' requirements.lock >"$venv/build-tools.lock"
    pip_install --require-hashes -r "$venv/build-tools.lock"
    pip_install --require-hashes --use-pep517 -r "$1"
}

count() {
    grep -c '^[a-z].*==' "$1"
}

publish() {
    install_system_packages
    if [ ! -e "$venv/locked.stamp" ]; then
        step "environment: $venv, Python $version" "$python" -m venv "$venv"
        step "packages: $(count requirements.lock), by requirements.lock" install_locked requirements.lock
        locked >"$venv/locked.stamp"
    fi
    step 'briefwright itself' pip_install --editable .
}

test_tools() {
    install_system_packages
    step "packages: $(count tests/requirements.lock), by tests/requirements.lock" install_locked tests/requirements.lock
    step 'packages: 3 and what they need, by tests/tools/package-lock.json' \
        npm ci --prefix tests/tools --ignore-scripts --no-audit --no-fund
}

# --- the run --------------------------------------------------------------------------------------------------------

stamp=$venv/$part.stamp

# A stamp says in which folder, too, since an environment cannot be moved.
state() {
    pwd
    # shellcheck disable=SC2046 # words, not one name
    cat $(inputs)
}

locked() {
    pwd
    cat requirements.lock
}

# What must be there besides, however well the stamp fits.
there() {
    [ -x "$venv/bin/python" ] && { [ "$part" = publish ] || [ -d tests/tools/node_modules ]; }
}

if there && state | cmp -s - "$stamp"; then
    exit 0
fi

case $part in
publish) echo 'Setting up' ;;
test) echo 'Setting up for the tests' ;;
*) stop "usage: $0 publish | test" ;;
esac
# A changed lock makes a new environment, so that nothing of the old one lingers.
if [ ! -x "$venv/bin/python" ] || ! locked | cmp -s - "$venv/locked.stamp"; then
    rm -rf "$venv"
fi
find_python
mkdir -p "$venv"
: >>"$log"
case $part in
publish) publish ;;
test) test_tools ;;
esac
state >"$stamp"
