# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Sourced by try.sh and test.sh: installs what is missing and builds.
# Sets $top (the project), and leaves the shell in it.

top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top" || exit 1

say() {
    printf '%s\n' "$*" >&2
}

fail() {
    say "siplens: $*"
    exit 1
}

# as_root COMMAND...: as root already, or by sudo.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# is_installed PACKAGE
is_installed() {
    dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'
}

# need WHY PACKAGE...: installs those of the Debian packages that are missing, and says why.
need() {
    why=$1
    shift
    missing=
    for package in "$@"; do
        is_installed "$package" || missing="$missing $package"
    done
    [ -z "$missing" ] && return 0
    say "siplens: $why needs the Debian packages:$missing"
    command -v apt-get >/dev/null || fail "apt-get is not there to install them: please install them by hand"
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        fail "installing them takes root: run this as root, or install sudo"
    fi
    if [ -z "${apt_is_up_to_date-}" ]; then
        as_root apt-get update -q >&2 || fail "apt-get update failed: is a Debian mirror reachable?"
        apt_is_up_to_date=yes
    fi
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends $missing >&2 ||
        fail "apt-get could not install:$missing"
}

need_to_build() {
    need "building the plugin" gcc libc6-dev cmake make pkg-config libglib2.0-dev libwireshark-dev \
        libwiretap-dev libwsutil-dev
    need "running it" tshark util-linux
}

# build FOLDER CMAKE-OPTION...: configures and builds below build/.
build() {
    folder=$1
    shift
    cmake -S "$top" -B "$folder" "$@" >"$folder.log" 2>&1 ||
        { cat "$folder.log" >&2; fail "cmake could not configure the build"; }
    cmake --build "$folder" --parallel >>"$folder.log" 2>&1 ||
        { cat "$folder.log" >&2; fail "the build failed"; }
}
