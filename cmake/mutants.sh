#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sh cmake/mutants.sh [--list] [--numbers] [--sample N] [FILE...]
#
# How much do the unit tests notice? Installs what is missing, copies the project to build/mutants,
# and there changes the core in one place at a time: a comparison, a logical operator, a number. The
# survivors are printed; those in cmake/mutants.tsv are known, with the reason why no test can or
# should notice them (plugin/doc/testing.md). All of it takes hours: name the files that you work
# on, such as plugin/core/rules/rules-ack.c, or take a sample. Not a part of CI.
set -eu

. "$(dirname "$0")/setup.sh"
need_to_build
need "building many times" ninja-build python3
mkdir -p build/mutants
find build/mutants -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
tar -cf - --exclude='./build*' --exclude=./.git . | tar -xmf - -C build/mutants
(
    cd build/mutants
    # Not optimised: what counts is how soon it is built.
    cmake -S . -B build/mutants -G Ninja -DCMAKE_BUILD_TYPE=Debug -DSIPLENS_BUILD_TESTS=ON \
        >configure.log 2>&1
) || { cat build/mutants/configure.log >&2; fail "cmake could not configure the build"; }
python3 cmake/mutants.py --known cmake/mutants.tsv build/mutants "$@"
