#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sh cmake/test.sh [plugin]
#
# Installs what is missing, builds with gcc and with clang, warnings as errors, and runs all tests;
# the unit tests under AddressSanitizer and UBSan too. The last line counts them; build/tests.xml has
# every one, as JUnit. Nothing is left outside build/.
#
# With "plugin", only what another version of Wireshark or of its libraries could change: built with
# gcc alone, and without the tests that look for memory errors. cmake/matrix.sh uses this.
set -eu

. "$(dirname "$0")/setup.sh"
case ${1-all} in
all) compilers="gcc clang" ;;
plugin)
    compilers=gcc
    export PYTEST_ADDOPTS="-m 'not memory'"
    ;;
*) fail "what is \"$1\"? Usage: sh cmake/test.sh [plugin]" ;;
esac
need_to_build
need "the tests on captures" python3 python3-pytest python3-pytest-xdist python3-scapy \
    python3-jsonschema python3-junitparser wireshark-common
[ "$compilers" = gcc ] || need "the tests of siplens-check" zstd parallel rsync man-db
mkdir -p build

say "building with gcc"
build build/gcc -DCMAKE_C_COMPILER=gcc -DSIPLENS_WERROR=ON -DSIPLENS_BUILD_TESTS=ON
if [ "$compilers" != gcc ]; then
    need "the second compiler and the search for memory errors" clang libclang-rt-dev valgrind
    say "building with clang, sanitizers on"
    build build/clang -DCMAKE_C_COMPILER=clang -DSIPLENS_WERROR=ON -DSIPLENS_BUILD_TESTS=ON \
        -DSIPLENS_SANITIZE=ON
fi

rm -rf build/gcc/shown # what the tests show of each capture
builds=
for compiler in $compilers; do
    say "running the tests built with $compiler"
    rm -rf "build/$compiler/test-results"
    mkdir -p "build/$compiler/test-results"
    # Which tests failed is in the results; without those, junit.py fails.
    ctest --test-dir "build/$compiler" --output-on-failure \
        --output-junit test-results/ctest.xml --test-output-size-passed 1000000000 \
        --test-output-size-failed 1000000000 >"build/$compiler-tests.log" 2>&1 || true
    grep -aE '(FAILED|ERROR|Timeout|tests passed|tests failed)' "build/$compiler-tests.log" >&2 || true
    builds="$builds $compiler=build/$compiler"
done
# shellcheck disable=SC2086
python3 cmake/junit.py build/tests.xml $builds
