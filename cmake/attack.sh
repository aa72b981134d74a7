#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sh cmake/attack.sh [SIZE...]
#
# Installs what is missing, builds, and prints what the plugin takes in steps and bytes where one
# thing in a capture grows through the SIZEs (1000 4000 16000 64000), a line a thing. Exit status 1
# where a unit takes more than 1.2 times the steps or 1.5 times the bytes at the largest size that it
# takes at the smallest. A small
# version of it is among the tests.
set -eu

. "$(dirname "$0")/setup.sh"
[ $# -gt 0 ] || set -- 1000 4000 16000 64000
need_to_build
mkdir -p build
build build/attack -DSIPLENS_BUILD_TESTS=ON
[ -x build/attack/plugin/tests/attack/attack ] || fail "the attack suite is for Wireshark 4.0"
G_DEBUG=fatal-criticals LC_ALL=C.UTF-8 build/attack/plugin/tests/attack/attack "$@"
