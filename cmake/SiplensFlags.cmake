# SPDX-License-Identifier: GPL-2.0-or-later
# How our code is compiled, with gcc and with clang: target siplens-flags.
add_library(siplens-flags INTERFACE)

target_compile_options(siplens-flags INTERFACE
    -Wall -Wextra -Wshadow -Wmissing-prototypes -Wstrict-prototypes -Wold-style-definition
    -Wpointer-arith -Wwrite-strings -Wcast-align -Wconversion -Wredundant-decls
    -Wformat=2 -Wundef -Wvla -Wpedantic
    # clang's complains about the macros of GLib as well.
    $<$<C_COMPILER_ID:GNU>:-Wcast-qual>
    # Two builds of the same source are the same file.
    -Wdate-time
    # An object file must not depend on where it was built.
    -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.
    -ffile-prefix-map=${PROJECT_BINARY_DIR}=build)

if(SIPLENS_WERROR)
    target_compile_options(siplens-flags INTERFACE -Werror)
endif()

if(SIPLENS_SANITIZE)
    set(flags -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
    target_compile_options(siplens-flags INTERFACE ${flags})
    target_link_options(siplens-flags INTERFACE ${flags})
endif()

if(SIPLENS_FUZZ)
    if(NOT CMAKE_C_COMPILER_ID MATCHES "Clang")
        message(FATAL_ERROR "SIPLENS_FUZZ needs clang: -DCMAKE_C_COMPILER=clang")
    endif()
    target_compile_options(siplens-flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
