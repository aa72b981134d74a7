#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sh cmake/matrix.sh [--after-tests] [4.0|4.4|4.6 ...]
#
# For each version of Wireshark (without arguments: for all) the Debian release that has it, in a
# folder of its own below build/matrix/: builds the plugin there with that release's compiler, runs
# the tests, makes the package, installs and removes it. At the end, all versions must have shown
# the same of every capture. The last line counts the tests. A second run uses the folders of the
# first; delete build/matrix/ to have them made anew.
#
# --after-tests: cmake/test.sh has been run here. The version that this machine itself has is not
# tested again, only its package.
#
# Needs root, for chroot and mount, and the Debian mirror that this machine's apt uses; one that
# uses none names it: SIPLENS_DEBIAN_MIRROR=http://…
set -eu

. "$(dirname "$0")/setup.sh"
. cmake/tap.sh
all="4.0 4.4 4.6"

suite_of() {
    case $1 in
    4.0) echo bookworm ;;
    4.4) echo trixie ;;
    4.6) echo testing ;;
    *) fail "no Debian release has Wireshark $1: choose from $all" ;;
    esac
}

# The Debian mirror of this machine, as its apt knows it.
mirror() {
    if [ -n "${SIPLENS_DEBIAN_MIRROR-}" ]; then
        echo "$SIPLENS_DEBIAN_MIRROR"
    else
        # shellcheck disable=SC2016 # apt fills these in
        apt-get indextargets --format '$(ORIGIN) $(LABEL) $(REPO_URI)' 'Created-By: Packages' |
            sed -n 's/^Debian Debian //p' | head -n 1
    fi
}

need_mirror() {
    if [ -z "$(mirror)" ]; then
        apt-get update -q >&2 || fail "apt-get update failed: is a Debian mirror reachable?"
        [ -n "$(mirror)" ] ||
            fail "apt on this machine knows no Debian mirror: set SIPLENS_DEBIAN_MIRROR=http://…"
    fi
}

# make_root VERSION: the files of a small Debian, once.
make_root() {
    root=build/matrix/$1/root
    [ -d "$root" ] && return 0
    say "making a Debian $(suite_of "$1") in $root"
    rm -rf "$root.part"
    mkdir -p "$root.part"
    # How this machine's apt reaches its mirror, and what it lets pass.
    apt-config dump |
        grep -E '^Acquire::(http|https|Retries|ForceIPv|Check-)[A-Za-z0-9:-]* "[^"]' \
            >"build/matrix/$1/apt.conf" || true
    include=
    case $(mirror) in https:*) include=--include=ca-certificates ;; esac
    mmdebstrap --mode=root --variant=apt --dpkgopt=force-unsafe-io \
        --aptopt="build/matrix/$1/apt.conf" $include \
        "$(suite_of "$1")" "$root.part" "$(mirror)" >"build/matrix/$1/root.log" 2>&1 || {
        cat "build/matrix/$1/root.log" >&2
        rm -rf "$root.part"
        fail "mmdebstrap could not make a Debian $(suite_of "$1")"
    }
    mv "$root.part" "$root"
}

# inside VERSION COMMAND...: runs it in that Debian, in its copy of the project. All mounts are gone
# with the command, however it ends.
inside() {
    root=build/matrix/$1/root
    shift
    # shellcheck disable=SC2016
    unshare --mount --pid --fork --kill-child sh -euc '
        root=$1
        shift
        mount --rbind /dev "$root/dev"
        mount -t proc proc "$root/proc"
        exec chroot "$root" "$@"
    ' sh "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
        SIPLENS_MATRIX=yes \
        ${http_proxy+http_proxy="$http_proxy"} ${https_proxy+https_proxy="$https_proxy"} \
        ${no_proxy+no_proxy="$no_proxy"} sh -euc 'cd /siplens && exec "$@"' sh "$@"
}

# copy VERSION: the project as it is now, into its Debian; what was built there before stays.
copy() {
    root=build/matrix/$1/root
    cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
    mkdir -p "$root/siplens"
    find "$root/siplens" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
    tar -cf - --exclude='./build*' --exclude=./.git . | tar -xf - -C "$root/siplens"
}

# try_version VERSION: all that concerns it alone; prints its tests as TAP, and their counts last.
try_version() {
    make_root "$1"
    copy "$1"
    inside "$1" true || fail "chroot and mount do not work here: run this where root may use them"
    [ "$1" = "$tested" ] ||
        tap_script "build/matrix/$1/test.log" inside "$1" sh cmake/test.sh plugin
    tap_script "build/matrix/$1/package.log" inside "$1" sh cmake/package-test.sh
    api=$(inside "$1" pkg-config --modversion wireshark) || api=
    check "Debian $(suite_of "$1") has Wireshark $1, not \"$api\"" [ "${api%.*}" = "$1" ]
    tap_end
}

# results VERSION: counts the tests of a version that has been tried.
results() {
    say "== Wireshark $1, Debian $(suite_of "$1")"
    cat "build/matrix/$1/log" >&2
    tap_script "build/matrix/$1/all.log" tail -n 1 "build/matrix/$1/counts"
}

# --- the versions with each other ---------------------------------------------------------------

# built VERSION: the build that was tested.
built() {
    if [ "$1" = "$tested" ]; then
        echo build/gcc
    else
        echo "build/matrix/$1/root/siplens/build/gcc"
    fi
}

# refused BUILT-FOR PUT-INTO: Wireshark itself refuses a plugin of another version.
refused() {
    into=build/matrix/$2/root/siplens/build/other
    rm -rf "$into"
    mkdir -p "$into/$2/epan"
    cp "$(built "$1")/plugins/$1/epan/siplens.so" "$into/$2/epan/"
    chmod -R a+rX "$into"
    output=$(inside "$2" sh -c 'cp -R build/other /tmp && setpriv --reuid 65534 --regid 65534 \
        --clear-groups env HOME=/tmp WIRESHARK_PLUGIN_DIR=/tmp/other tshark -G plugins; \
        rm -r /tmp/other' 2>&1) || return 1
    ! echo "$output" | grep -q '^siplens' || return 1
    echo "$output" | grep -E "siplens.*(compiled for Wireshark version $1|cannot open shared object)"
}

# --- all of it ----------------------------------------------------------------------------------

tested=
if [ "${1-}" = --after-tests ]; then
    shift
    tested=$(pkg-config --modversion wireshark) || fail "--after-tests: run sh cmake/test.sh first"
    tested=${tested%.*}
fi
# shellcheck disable=SC2086
[ $# -gt 0 ] || set -- $all
for version in "$@"; do
    suite_of "$version" >/dev/null
done
[ "$(id -u)" -eq 0 ] || fail "chroot and mount need root: run this as root"
need "making a Debian to test in" mmdebstrap debian-archive-keyring util-linux python3
need_mirror
mkdir -p build

# All at once: much of a version's time goes to what one processor does, or the network.
running=
# shellcheck disable=SC2086
trap 'kill $running 2>/dev/null; exit 1' HUP INT TERM
for version in "$@"; do
    mkdir -p "build/matrix/$version"
    say "Wireshark $version: Debian $(suite_of "$version"), see build/matrix/$version/log"
    try_version "$version" >"build/matrix/$version/counts" 2>"build/matrix/$version/log" &
    running="$running $!"
done
wait
for version in "$@"; do
    results "$version"
done

for version in "$@"; do
    [ "$version" = "$1" ] || check "Wireshark $version shows the same of all captures as $1" \
        python3 plugin/tests/compare_shown.py "$(built "$1")/shown" "$(built "$version")/shown"
    for other in "$@"; do
        [ "$version" = "$other" ] ||
            check "Wireshark $other refuses the plugin of $version" refused "$version" "$other"
    done
done
tap_end
