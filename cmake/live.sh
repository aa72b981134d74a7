#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sh cmake/live.sh [SECONDS [CALLS-A-SECOND]]
#
# As root. Installs what is missing and builds the plugin. For SECONDS
# (300) calls go over this machine's loopback (20 a second, at most 200), and three tsharks capture
# them live, with a ring of files and a reset of the session every 2000 packets: without the plugin,
# with it, and with it under valgrind, which looks for errors of memory. Prints how their memory grew, from a fifth of the
# time to its end. Exit status 1 if one of them failed, or if the plugin made memory grow by more
# than 4 MB over stock.
set -eu

. "$(dirname "$0")/setup.sh"
seconds=${1-300}
rate=${2-20}
port=15060
[ "$(id -u)" -eq 0 ] || fail "only root may capture from an interface"
need_to_build
need "live capture" python3 wireshark-common valgrind
mkdir -p build
build build/live -DSIPLENS_BUILD_TESTS=OFF

scratch=$(mktemp -d)
running=
stop() {
    for process in $running; do kill "$process" 2>/dev/null || true; done
    rm -rf "$scratch"
}
trap stop EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "$scratch/stock/epan"
cp -R build/live/plugins "$scratch/plugin"
cp -R build/live/plugins "$scratch/valgrind"
chmod 755 "$scratch"
chmod -R a+rX "$scratch"

# watch NAME [COMMAND...]: dumpcap captures as root, tshark reads from it as another user.
watch() {
    name=$1
    shift
    mkdir -m 777 "$scratch/home-$name"
    mkfifo -m 666 "$scratch/pipe-$name"
    dumpcap -q -P -i lo -f "udp port $port" -w - >"$scratch/pipe-$name" 2>/dev/null &
    running="$running $!"
    (
        cd "$scratch/home-$name"
        HOME=$scratch/home-$name WIRESHARK_PLUGIN_DIR=$scratch/$name LC_ALL=C.UTF-8 \
            G_DEBUG=fatal-criticals \
            exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@" tshark -n -l -P -i - -M 2000 \
            -d "udp.port==$port,sip" -b filesize:1000 -b files:3 -w "$scratch/home-$name/ring.pcapng"
    ) <"$scratch/pipe-$name" >"$scratch/out-$name" 2>"$scratch/err-$name" &
    eval "process_$name=$!"
    running="$running $!"
}

# memory NAME: KiB that its tshark has.
memory() {
    eval "process=\$process_$1"
    sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$process/status" 2>/dev/null || true
}

watch stock
watch plugin
watch valgrind valgrind --num-callers=40
for name in stock plugin valgrind; do
    left=300 # seconds; what is instrumented starts slowly
    until grep -q 'Capture started' "$scratch/err-$name"; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || fail "$name does not start: $(tail -3 "$scratch/err-$name")"
        sleep 1
    done
done
sleep 2
say "sending calls for $seconds seconds"
python3 cmake/live.py "$seconds" "$rate" "$port" >"$scratch/sent" &
running="$running $!"
sender=$!
sleep $((seconds / 5))
for name in stock plugin valgrind; do eval "early_$name=\$(memory $name)"; done
wait "$sender" || fail "the calls could not be sent"
sleep 10
status=0
grown_stock=0
grown_plugin=0
printf '%s messages sent in %s s\n' "$(cat "$scratch/sent")" "$seconds"
for name in stock plugin valgrind; do
    late=$(memory "$name")
    eval "early=\$early_$name"
    if [ -z "$early" ] || [ -z "$late" ]; then
        status=1
        printf '%s: ended before its time\n' "$name"
        tail -5 "$scratch/err-$name" >&2
        continue
    fi
    eval "grown_$name=$((late - early))"
    printf '%-8s %s lines, %s KiB after a fifth, %s KiB at the end: %+d KiB\n' "$name" \
        "$(wc -l <"$scratch/out-$name")" "$early" "$late" "$((late - early))"
done
grep -aq 'Busy Here.*这里忙' "$scratch/out-plugin" || fail "the plugin was not loaded"
# What does not pass through our library is not ours.
if grep -aE '^==.*siplens|CRITICAL' "$scratch"/err-*; then status=1; fi
[ "$status" -eq 0 ] || fail "a capture failed"
[ "$grown_plugin" -le $((grown_stock + 4096)) ] || fail "memory grew more than stock's"
