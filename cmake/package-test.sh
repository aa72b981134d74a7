#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Tests the packages and the ways to install; cmake/matrix.sh runs it in a Debian of its own, since
# it installs and removes packages. The last line counts the tests.
set -eu

. "$(dirname "$0")/setup.sh"
. cmake/tap.sh
[ -n "${SIPLENS_MATRIX-}" ] || fail "cmake/matrix.sh runs this, in a Debian that nobody else uses"
need_to_build
need "testing the package" dpkg-dev file lintian xz-utils

capture=test-captures/ack_missing/trigger-direct.pcap
work=/tmp/siplens-package-test
rm -rf "$work"
mkdir -p "$work/a" "$work/another folder/b"
plugindir=$(pkg-config --variable=plugindir wireshark)/epan
library=$(dpkg -S "$(readlink -f "$(pkg-config --variable=libdir wireshark)/libwireshark.so")" | cut -d : -f 1)

# plugins USER WHEN: what that user's tshark knows, and what it says on standard error. Nobody has
# not the special privileges for which Wireshark passes over personal plugins.
plugins() {
    case $1 in
    root) set -- "$1" "$2" env ;;
    nobody) set -- "$1" "$2" setpriv --reuid 65534 --regid 65534 --clear-groups ;;
    esac
    files=$work/plugins-$1-$2
    shift 2
    "$@" env HOME="$work/home" tshark -G plugins >"$files" 2>"$files.err"
}

# lists USER: tshark lists the plugin with its version, and says nothing that it did not before.
lists() {
    plugins "$1" now
    grep -E '^siplens\.so[[:space:]]+[0-9]+\.[0-9]+\.[0-9]+[[:space:]]' "$work/plugins-$1-now" &&
        diff "$work/plugins-$1-before.err" "$work/plugins-$1-now.err"
}

unpack_and_package() {
    tar -xJf build/source/packages/siplens-*.tar.xz -C "$1" --strip-components=1 &&
        (cd "$1" && sh cmake/package.sh)
}

# --- the source ---------------------------------------------------------------------------------

archive() {
    rm -rf build/source/packages
    cmake -S . -B build/source && cmake --build build/source --target package_source
}
check "the source makes an archive" archive
check "the archive of the source builds a package" unpack_and_package "$work/a"
check "and once more in another folder" unpack_and_package "$work/another folder/b"

a=$(echo "$work"/a/build/package/packages/*.deb)
b=$(echo "$work"/another\ folder/b/build/package/packages/*.deb)
check "both packages are the same file" cmp "$a" "$b"
check "both plugins are the same file" cmp "$work"/a/build/package/plugins/*/epan/siplens.so \
    "$work"/another\ folder/b/build/package/plugins/*/epan/siplens.so
no_folder() {
    ! grep -a "$work" "$work"/a/build/package/plugins/*/epan/siplens.so
}
check "the plugin names no folder of its making" no_folder

# --- the package --------------------------------------------------------------------------------

depends() {
    dpkg-deb -f "$a" Depends | grep -E "(^|, )$library \(>= "
}
check "the package needs the $library it was built for" depends
check "lintian finds no error" lintian --allow-root --fail-on error "$a"

mkdir -p "$work/home"
chmod -R a+rX "$work"
plugins root before
plugins nobody before
install_package() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$a" >&2
}
check "apt installs it" install_package
check "root's tshark lists the plugin" lists root
check "another user's tshark lists it too" lists nobody
report() {
    tshark -n -q -r "$capture" -z siplens,report | grep ack_missing
}
check "root's tshark reports" report
if [ -e /usr/bin/siplens-check ]; then
    finds_what_is_missing() {
        status=0
        siplens-check "$capture" >&2 || status=$?
        [ "$status" -eq 1 ]
    }
    check "root's siplens-check finds the same" finds_what_is_missing
fi
dpkg -L siplens | while read -r file; do [ -d "$file" ] || echo "$file"; done >"$work/files"
remove_package() {
    DEBIAN_FRONTEND=noninteractive apt-get purge -y -q siplens >&2 || return 1
    while read -r file; do
        [ ! -e "$file" ] || { say "left behind: $file"; return 1; }
    done <"$work/files"
    plugins root after && cmp "$work/plugins-root-before" "$work/plugins-root-after"
}
check "apt removes all of it" remove_package

# --- without a package --------------------------------------------------------------------------

installed() {
    cmake --install "$1" >"$1.log" 2>&1 || { cat "$1.log" >&2; return 1; }
}
removed() {
    (cd "$1" && xargs -d '\n' rm -- <install_manifest.txt) &&
        while read -r file; do [ ! -e "$file" ] || return 1; done <"$1/install_manifest.txt"
}
# The build of the package, now configured as the README says.
top=$work/a
ready=$top/build/package
build "$ready" -DCMAKE_INSTALL_PREFIX=/usr/local
check "cmake installs it for all users" installed "$ready"
check "root's tshark lists it" lists root
check "what the manifest names is all of it" removed "$ready"
gone() {
    [ ! -e "$plugindir/siplens.so" ]
}
check "the plugin is gone" gone

HOME="$work/home"
export HOME
build "$ready" -DSIPLENS_INSTALL_USER=ON
check "cmake installs it for one user" installed "$ready"
chmod -R a+rX "$work/home"
check "this user's tshark lists it" lists nobody
personal() {
    ! grep -v "^$work/home/.local/" "$ready/install_manifest.txt"
}
check "and nothing lies outside that user's folder" personal

rm -rf "$work"
tap_end
