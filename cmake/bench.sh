#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sh cmake/bench.sh [RUNS]
#
# Installs what is missing, builds the plugin, and measures what it costs tshark (CPU as a ratio to
# tshark without it, CPU and memory a message) on large captures: ordinary calls, and shapes that
# must not cost more a message than those. Nothing is left outside build/.
set -eu

runs=${1-3}
. "$(dirname "$0")/setup.sh"
need_to_build
need "measuring" python3
mkdir -p build
build build/bench -DSIPLENS_BUILD_TESTS=OFF

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
cp -R build/bench/plugins "$scratch/plugins"
mkdir -p "$scratch/none/epan"

# measure NAME SHAPE MESSAGES OPTION...: one line of the table.
measure() {
    capture=$scratch/$1.pcap
    shape=$2
    messages=$3
    shift 3
    python3 cmake/load.py "$shape" "$messages" "$capture" "$@"
    chmod -R a+rX "$scratch"
    python3 cmake/bench.py --runs "$runs" "$scratch/plugins" "$scratch/none" "$capture" "$messages"
    rm "$capture"
}

python3 cmake/bench.py "$scratch/plugins" "$scratch/none"
measure calls calls 360000
measure calls-one-port calls 60000 --media shared
measure calls-with-rtp calls 7000 --rtp 200
measure probes probes 360000
measure re-invites re-invites 360000
measure repeats repeats 360000
measure forks forks 100000
measure answers answers 200000
measure one-call-id one-call-id 1000000
measure dialog dialog 1000000
