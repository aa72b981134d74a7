#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sh cmake/package.sh
#
# Installs what is missing and makes the Debian package for this machine's Wireshark. The last line
# is its name, below build/package/packages/.
set -eu

. "$(dirname "$0")/setup.sh"
need_to_build
need "making the package" dpkg-dev file
mkdir -p build

# Debian's own flags: a build of the distribution would have them too.
CFLAGS="$(dpkg-buildflags --get CFLAGS) $(dpkg-buildflags --get CPPFLAGS)"
LDFLAGS=$(dpkg-buildflags --get LDFLAGS)
export CFLAGS LDFLAGS
rm -rf build/package/packages
build build/package -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_INSTALL_PREFIX=/usr \
    -DSIPLENS_BUILD_TESTS=OFF
cmake --build build/package --target package >>build/package.log 2>&1 ||
    { cat build/package.log >&2; fail "cpack could not make the package"; }
ls build/package/packages/*.deb
