# SPDX-License-Identifier: GPL-2.0-or-later
# Finds GLib and Wireshark; refuses versions whose plugin interface nobody has looked at.
find_package(PkgConfig REQUIRED)
pkg_check_modules(GLIB REQUIRED IMPORTED_TARGET glib-2.0>=2.56)
pkg_check_modules(WIRESHARK REQUIRED IMPORTED_TARGET wireshark)

set(SIPLENS_WIRESHARK_FIRST 4.0)
set(SIPLENS_WIRESHARK_LAST 4.6)
if(NOT WIRESHARK_VERSION MATCHES "^([0-9]+\\.[0-9]+)")
    message(FATAL_ERROR "Cannot read Wireshark's version from pkg-config: \"${WIRESHARK_VERSION}\"")
endif()
set(SIPLENS_WIRESHARK_API ${CMAKE_MATCH_1}) # plugins belong to one major.minor
if(SIPLENS_WIRESHARK_API VERSION_LESS SIPLENS_WIRESHARK_FIRST OR
   SIPLENS_WIRESHARK_API VERSION_GREATER SIPLENS_WIRESHARK_LAST)
    message(FATAL_ERROR
        "Found Wireshark ${WIRESHARK_VERSION}, but siplens supports Wireshark "
        "${SIPLENS_WIRESHARK_FIRST} to ${SIPLENS_WIRESHARK_LAST}. Point PKG_CONFIG_PATH to the "
        "wireshark.pc of a supported version.")
endif()

if(SIPLENS_PLUGIN_DIR)
    set(SIPLENS_INSTALL_DIR ${SIPLENS_PLUGIN_DIR})
elseif(SIPLENS_INSTALL_USER)
    set(SIPLENS_INSTALL_DIR $ENV{HOME}/.local/lib/wireshark/plugins/${SIPLENS_WIRESHARK_API}/epan)
else()
    pkg_get_variable(plugindir wireshark plugindir)
    set(SIPLENS_INSTALL_DIR ${plugindir}/epan)
endif()
message(STATUS "siplens for Wireshark ${WIRESHARK_VERSION}, to be installed in ${SIPLENS_INSTALL_DIR}")
