#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sh cmake/fuzz.sh [--seconds N] [--runs N] [TARGET...]
#
# Installs what is missing, builds the fuzz targets of plugin/tests/fuzz (libFuzzer, ASan, UBSan) and
# runs each for N seconds (30 by default), or for so many runs. A line a target says how many inputs
# it took, and the last line counts the targets. Inputs that widen what is reached gather in build/fuzz/found/TARGET, and the next run goes
# on from them; the input of a fault is left in build/fuzz/faults. Exit status 1 if there was one.
set -eu

. "$(dirname "$0")/setup.sh"
limit="-max_total_time=30"
while [ $# -gt 0 ]; do
    case $1 in
    --seconds) limit="-max_total_time=${2?}"; shift 2 ;;
    --runs) limit="-runs=${2?}"; shift 2 ;;
    -*) fail "what is \"$1\"? Usage: sh cmake/fuzz.sh [--seconds N] [--runs N] [TARGET...]" ;;
    *) break ;;
    esac
done
[ $# -gt 0 ] || set -- core reader jsonl config text
need_to_build
need "fuzzing" clang libclang-rt-dev
mkdir -p build
say "building the fuzz targets"
build build/fuzz -DCMAKE_C_COMPILER=clang -DSIPLENS_FUZZ=ON -DSIPLENS_BUILD_TESTS=ON

# To root, Wireshark does not listen: another user has to do.
as_nobody=
[ "$(id -u)" -ne 0 ] || as_nobody="setpriv --reuid 65534 --regid 65534 --clear-groups"
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
trap 'exit 1' HUP INT TERM
corpus=plugin/tests/fuzz/corpus

# take TARGET: plays it in a folder that whoever runs it may write to, and keeps what was found.
take() {
    mkdir -p "build/fuzz/found/$1" build/fuzz/faults "$home/$1/found" "$home/$1/faults"
    cp -R "build/fuzz/found/$1/." "$home/$1/found"
    cp -R "$corpus/$1" "$home/$1/corpus"
    cp "build/fuzz/plugin/tests/fuzz/fuzz-$1" "$home/$1/fuzz"
    chmod -R a+rwX "$home"
    status=0
    # What Wireshark keeps until it ends is not ours to give back.
    leaks=1
    [ "$1" != reader ] || leaks=0
    (cd "$home/$1" && HOME=$home/$1 TMPDIR=$home/$1 LC_ALL=C.UTF-8 G_DEBUG=fatal-criticals \
        ASAN_OPTIONS=malloc_context_size=8:quarantine_size_mb=16 \
        $as_nobody ./fuzz "$limit" -max_len="$2" -timeout=20 -rss_limit_mb=4096 -detect_leaks="$leaks" \
        -print_final_stats=1 -artifact_prefix=faults/ found corpus) \
        >"build/fuzz/$1.log" 2>&1 || status=$?
    cp -R "$home/$1/found/." "build/fuzz/found/$1"
    for fault in "$home/$1/faults/"*; do
        [ ! -e "$fault" ] || cp "$fault" "build/fuzz/faults/$1-$(basename "$fault")"
    done
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "build/fuzz/$1.log")
    printf '%s: %s runs, exit status %s\n' "$1" "${runs:-?}" "$status"
    if [ "$status" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        tail -40 "build/fuzz/$1.log" >&2
        say "siplens: the input of the fault is in build/fuzz/faults"
    fi
}

passed=0
failed=0
for target in "$@"; do
    case $target in
    core | text) take "$target" 64 ;;
    *) take "$target" 4096 ;;
    esac
done
printf '%s passed, %s failed, 0 skipped\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
