#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sh cmake/mutated-captures.sh [COUNT [SEED]]
#
# Installs what is missing, builds the plugin with AddressSanitizer, writes COUNT (100) mutated
# captures and reads each with tshark, in one pass and in two. A crash, an error of memory, a
# critical message, a bug that Wireshark reports of our dissector, or more than 20 seconds of
# CPU time is a fault: its capture is left in build/mutated/faults, and the exit status is 1.
set -eu

. "$(dirname "$0")/setup.sh"
count=${1-100}
seed=${2-1}
need_to_build
need "mutated captures" python3 python3-pytest
mkdir -p build
build build/asan -DCMAKE_C_COMPILER=gcc -DCMAKE_C_FLAGS="-fsanitize=address -fno-omit-frame-pointer" \
    -DSIPLENS_BUILD_TESTS=OFF
runtime=$(gcc -print-file-name=libasan.so)

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
cp -R build/asan/plugins "$scratch/plugins"
mkdir "$scratch/home"
python3 plugin/tests/fuzz/mutants.py "$scratch/mutants" "$count" "$seed"
chmod -R a+rwX "$scratch"
as_nobody=
[ "$(id -u)" -ne 0 ] || as_nobody="setpriv --reuid 65534 --regid 65534 --clear-groups"

# read_one CAPTURE OPTION...: true if all is well.
read_one() {
    status=0
    HOME=$scratch/home WIRESHARK_PLUGIN_DIR=$scratch/plugins LC_ALL=C.UTF-8 \
        G_DEBUG=fatal-criticals ASAN_OPTIONS=detect_leaks=0 LD_PRELOAD=$runtime \
        $as_nobody timeout 600 prlimit --cpu=20 tshark -n "$@" -z siplens,report -z siplens,jsonl \
        >"$scratch/out" 2>"$scratch/err" || status=$?
    # 2: tshark itself says of some that they were cut short in the middle of a packet.
    [ "$status" -le 2 ] && ! grep -aqE 'AddressSanitizer|CRITICAL|runtime error' "$scratch/err" &&
        ! grep -aqE 'Dissector bug.*siplens|\[Dissector bug, protocol SIPLENS' "$scratch/out"
}

faults=0
for capture in "$scratch/mutants/"*.pcap; do
    if ! read_one -r "$capture" || ! read_one -2 -V -r "$capture"; then
        faults=$((faults + 1))
        mkdir -p build/mutated/faults
        cp "$capture" build/mutated/faults
        say "fault: $(basename "$capture"), exit status $status"
        tail -20 "$scratch/err" >&2
    fi
done
grep -aq siplens "$scratch/out" || grep -aq '"type":"summary"' "$scratch/out" ||
    fail "the plugin was not loaded"
printf '%s mutated captures, each read twice, %s faults\n' "$count" "$faults"
[ "$faults" -eq 0 ]
