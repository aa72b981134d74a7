# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Sourced by scripts that test: counts tests, and prints each as TAP does, to standard error.

tap_passed=0
tap_failed=0
tap_skipped=0

# ok STATUS TEXT: one test, passed with status 0.
ok() {
    if [ "$1" -eq 0 ]; then
        tap_passed=$((tap_passed + 1))
        say "ok - $2"
    else
        tap_failed=$((tap_failed + 1))
        say "not ok - $2"
    fi
}

# check TEXT COMMAND...: one test, passed if the command succeeds. What it prints is shown.
check() {
    tap_text=$1
    shift
    tap_status=0
    "$@" >&2 || tap_status=1
    ok $tap_status "$tap_text"
}

# tap_script LOG COMMAND...: a script that counts its tests in the last line of its output, which
# goes to LOG and, when it is over, to standard error.
tap_script() {
    tap_log=$1
    shift
    tap_status=0
    "$@" >"$tap_log" || tap_status=1
    cat "$tap_log" >&2
    tap_counts=$(tail -n 1 "$tap_log" |
        sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed, \([0-9]*\) skipped$/\1 \2 \3/p')
    if [ -z "$tap_counts" ]; then
        ok 1 "$*: it ends with its counts"
        return
    fi
    # shellcheck disable=SC2086
    set -- $tap_counts
    tap_passed=$((tap_passed + $1))
    tap_failed=$((tap_failed + $2))
    tap_skipped=$((tap_skipped + $3))
    [ "$tap_status" -eq 0 ] || [ "$2" -gt 0 ] || ok 1 "$tap_log: no test failed, but the script"
}

# tap_end: the last line; fails if a test did, or if there was none.
tap_end() {
    printf '%s passed, %s failed, %s skipped\n' "$tap_passed" "$tap_failed" "$tap_skipped"
    [ "$tap_failed" -eq 0 ] && [ "$tap_passed" -gt 0 ]
}
