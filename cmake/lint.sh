#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sh cmake/lint.sh [deep]
#
# Installs what is missing and reads the source without running it: layout, spelling, likely faults,
# scripts, and the comments as Doxygen takes them. The last line counts what was asked.
#
# clang's analyzer follows fewer paths than it could, so that all of it takes minutes on two
# processors; "deep" lets it follow all, which takes five times as long.
set -eu

. "$(dirname "$0")/setup.sh"
. cmake/tap.sh
case ${1-quick} in
quick) analyzer="-extra-arg=-Xclang -extra-arg=-analyzer-config -extra-arg=-Xclang -extra-arg=mode=shallow" ;;
deep) analyzer= ;;
*) fail "what is \"$1\"? Usage: sh cmake/lint.sh [deep]" ;;
esac
need_to_build
need "reading the source" clang clang-format clang-tidy cppcheck codespell shellcheck doxygen python3
mkdir -p build
# How each file is compiled; nothing is built.
cmake -S . -B build/lint -DCMAKE_C_COMPILER=clang -DSIPLENS_BUILD_TESTS=ON >build/lint.log 2>&1 ||
    { cat build/lint.log >&2; fail "cmake could not configure the build"; }

sources() {
    find plugin -name '*.[ch]' | sort
}

# Another version of the formatter has other ideas.
formatted() {
    sources | xargs clang-format --dry-run -Werror
}
if clang-format --version | grep -q 'version 14\.'; then
    check "clang-format changes nothing" formatted
else
    say "ok - clang-format is not version 14, which the source is formatted with # SKIP"
    tap_skipped=$((tap_skipped + 1))
fi

check "codespell finds no misspelt word" codespell --builtin clear,rare

tidied() {
    # shellcheck disable=SC2086
    run-clang-tidy -quiet -j "$(nproc)" -p build/lint $analyzer 'plugin/(core|epan|check|doc)/.*\.c$' \
        >build/lint-tidy.log 2>/dev/null || { grep -E '(warning|error|note):' build/lint-tidy.log; return 1; }
}
check "clang-tidy finds nothing" tidied

cppchecked() {
    cppcheck --quiet --error-exitcode=1 --enable=warning,performance,portability --std=c11 \
        -j "$(nproc)" --library=gtk --suppressions-list=cmake/cppcheck.txt --inline-suppr \
        -D__linux__ -DWIRESHARK_VERSION_MAJOR=4 -DWIRESHARK_VERSION_MINOR=0 \
        '-DG_DEFINE_QUARK(name,function)=' '-DUAT_CSTRING_CB_DEF(table,field,row)=' \
        -Iplugin/core -Iplugin/epan -Iplugin/check \
        plugin/core plugin/epan plugin/check plugin/doc plugin/tests
}
check "cppcheck finds nothing" cppchecked

scripts() {
    find cmake .ci -type f \( -name '*.sh' -o -name run \) -print0 |
        xargs -0 shellcheck --external-sources --source-path=SCRIPTDIR
}
check "shellcheck finds nothing" scripts

documented() {
    cmake --build build/lint --target doc >build/lint-doc.log 2>&1 || { cat build/lint-doc.log; return 1; }
}
check "Doxygen has no warning" documented
tap_end
