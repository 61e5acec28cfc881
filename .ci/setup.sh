#!/bin/sh
# setup.sh publish | test-fast | test: set .venv up for publishing; after that, for the tests that need only Python
# packages; after that, for all tests.
#
# Each step checks first what is missing, so it changes nothing on a complete machine and needs no rights there.
# A stamp contains a copy of all inputs, so the next run is one comparison.
# The machine configures package indexes, proxies and certificates; this script sets none.
set -eu

part=$1
venv=.venv
log=$venv/setup.log

# --- requirements ---------------------------------------------------------------------------------------------------

# The files that determine what is installed.
inputs() {
    case $part in
    publish) echo requirements.lock pyproject.toml .ci/setup.sh ;;
    test-fast) echo requirements.lock tests/requirements.lock .ci/setup.sh ;;
    test) echo requirements.lock tests/requirements.lock tests/tools/package-lock.json .ci/setup.sh ;;
    esac
}

# What the system needs: how to check for it, and its package for apt, dnf and brew.
# Pango installs GLib, Fontconfig a base font, and pip the certificates.
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
        # immutables, which Snakemake needs, has no wheel for Python 3.14 yet.
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
    # As WeasyPrint does.
    library:*)
        "$python" -c 'import ctypes, ctypes.util, sys; ctypes.CDLL(ctypes.util.find_library(sys.argv[1]) or "/")' "${1#*:}"
        ;;
    header:*) [ -e "$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')/${1#*:}" ] ;;
    # Debian installs servers in /usr/sbin.
    program:*) PATH=$PATH:/usr/sbin command -v "${1#*:}" ;;
    # macOS has a javac that only prints that Java is missing.
    runs:*) "${1#*:}" --version ;;
    browser:*)
        for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
            command -v "$name" && return
        done
        return 1
        ;;
    esac >>"$log" 2>&1 </dev/null
}

# --- messages -------------------------------------------------------------------------------------------------------

# step LABEL COMMAND...: print one line; write the output of the command to the log, and print it if it fails.
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
        stop "Set-up failed. The whole log is in $log."
    fi
}

stop() {
    printf '\n%s\n' "$1" >&2
    exit 1
}

# --- the steps ------------------------------------------------------------------------------------------------------

# Set python: the Python of .venv, or else the one to create it with. It is the real file behind all links, so .venv
# counts as broken if the system changes its Python.
find_python() {
    for name in "$venv/bin/python" "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14; do
        python=$("$name" -c 'import os, sys
sys.version_info >= (3, 11) or sys.exit(1)
print(os.path.realpath(sys._base_executable))' 2>/dev/null) || continue
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        return
    done
    stop "Python 3.11 or later not found; ${PYTHON:-python3} is older or missing.
Run: make PYTHON=/path/to/python3.11"
}

# column N LINES...: print column N of the lines of needs, without duplicates
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
    # Try without new package lists first: they take longer to download than the packages.
    $sudo apt-get install --yes --no-install-recommends "$@" || {
        $sudo apt-get update
        $sudo apt-get install --yes --no-install-recommends "$@"
    }
}

install_system_packages() {
    missing_needs=$(missing)
    [ "$missing_needs" ] || return 0
    apt=$(column 2 "$missing_needs")
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
            missing_needs=$(missing)
            [ "$missing_needs" ] || return 0
        fi
    fi
    stop "The system lacks $(column 1 "$missing_needs").
Install the packages with one of these commands, and run make again:
  apt-get install $(column 2 "$missing_needs")
  dnf install $(column 3 "$missing_needs")
  brew install $(column 4 "$missing_needs")"
}

pip_install() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation "$@"
}

# Install the build tools for packages without a wheel first, so pip downloads nothing that the lock lacks.
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
        step "$(count requirements.lock) packages of requirements.lock" install_locked requirements.lock
        locked >"$venv/locked.stamp"
    fi
    step 'briefwright' pip_install --editable .
}

test_packages() {
    step "$(count tests/requirements.lock) packages of tests/requirements.lock" install_locked tests/requirements.lock
}

test_tools() {
    install_system_packages
    step 'npm packages of tests/tools/package-lock.json' \
        npm ci --prefix tests/tools --ignore-scripts --no-audit --no-fund
}

# --- main -----------------------------------------------------------------------------------------------------------

stamp=$venv/$part.stamp

# With the folder, because an environment cannot be moved.
state() {
    pwd
    # shellcheck disable=SC2046 # words, not one name
    cat $(inputs)
}

locked() {
    pwd
    cat requirements.lock
}

# Check that what the stamp describes still exists.
installed() {
    [ -x "$venv/bin/python" ] && { [ "$part" != test ] || [ -d tests/tools/node_modules ]; }
}

if installed && state | cmp -s - "$stamp"; then
    exit 0
fi

case $part in
publish) echo 'Setting up' ;;
test-fast) echo 'Setting up for the fast tests' ;;
test) echo 'Setting up for all tests' ;;
*) stop "usage: $0 publish | test-fast | test" ;;
esac
# Create a new environment after a change of the lock, so no old package remains.
if [ ! -x "$venv/bin/python" ] || ! locked | cmp -s - "$venv/locked.stamp"; then
    rm -rf "$venv"
fi
find_python
mkdir -p "$venv"
: >>"$log"
case $part in
publish) publish ;;
test-fast) test_packages ;;
test) test_tools ;;
esac
state >"$stamp"
