#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sh cmake/try.sh [CAPTURE...]
#
# Installs what is missing, builds the plugin, and shows what it says of the captures (of a bundled
# one without arguments): the annotated packet list and the report. Nothing is installed besides
# Debian packages, and nothing is left outside build/.
set -eu

for capture in "$@"; do
    [ -r "$capture" ] || { printf 'siplens: cannot read %s\n' "$capture" >&2; exit 1; }
done
start=$(pwd)
. "$(dirname "$0")/setup.sh"
need_to_build
mkdir -p build
build build/try -DCMAKE_BUILD_TYPE=RelWithDebInfo -DSIPLENS_BUILD_TESTS=OFF

# Wireshark ignores every plugin folder but the installed one for root, so that root runs tshark as
# nobody; what nobody must read goes to a folder that anybody can read.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
chmod 755 "$scratch"
cp -R build/try/plugins "$scratch/plugins"
chmod -R a+rX "$scratch/plugins"

run_tshark() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid 65534 --regid 65534 --clear-groups \
            env HOME="$scratch" WIRESHARK_PLUGIN_DIR="$scratch/plugins" tshark "$@"
    else
        WIRESHARK_PLUGIN_DIR="$scratch/plugins" tshark "$@"
    fi
}

run_tshark -G plugins 2>/dev/null | grep '^siplens\.so' >/dev/null ||
    fail "tshark does not load the plugin; see build/try.log"

show() {
    cp "$1" "$scratch/capture"
    chmod a+r "$scratch/capture"
    printf '\n== %s\n\n' "$2"
    run_tshark -n -2 -r "$scratch/capture" -Y sip
    printf '\n'
    run_tshark -n -q -r "$scratch/capture" -z siplens,report
}

bundled=test-captures/ack_missing/trigger-failure-behind-proxy.pcap
if [ $# -eq 0 ]; then
    show "$bundled" "$bundled"
fi
cd "$start"
for capture in "$@"; do
    show "$capture" "$capture"
done
