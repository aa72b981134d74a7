# SPDX-License-Identifier: GPL-2.0-or-later
# Finds GLib and Wireshark; refuses versions whose plugin interface nobody has looked at.
find_package(PkgConfig REQUIRED)
pkg_check_modules(GLIB REQUIRED IMPORTED_TARGET glib-2.0>=2.56)
pkg_check_modules(WIRESHARK REQUIRED IMPORTED_TARGET wireshark)

# compat.h states the supported versions, for builds in Wireshark's own tree as well.
set(compat ${PROJECT_SOURCE_DIR}/plugin/epan/compat.h)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${compat})
foreach(name MAJOR FIRST_MINOR LAST_MINOR)
    file(STRINGS ${compat} line REGEX "^#define SL_WIRESHARK_${name} [0-9]+$")
    string(REGEX REPLACE "[^0-9]" "" ${name} "${line}")
endforeach()
set(SIPLENS_WIRESHARK_FIRST ${MAJOR}.${FIRST_MINOR})
set(SIPLENS_WIRESHARK_LAST ${MAJOR}.${LAST_MINOR})

if(NOT WIRESHARK_VERSION MATCHES "^([0-9]+\\.([0-9]+))")
    message(FATAL_ERROR "Cannot read Wireshark's version from pkg-config: \"${WIRESHARK_VERSION}\"")
endif()
set(SIPLENS_WIRESHARK_API ${CMAKE_MATCH_1}) # plugins belong to one major.minor
math(EXPR uneven "${CMAKE_MATCH_2} % 2")
if(SIPLENS_WIRESHARK_API VERSION_LESS SIPLENS_WIRESHARK_FIRST OR
   SIPLENS_WIRESHARK_API VERSION_GREATER SIPLENS_WIRESHARK_LAST OR uneven)
    message(FATAL_ERROR
        "Found Wireshark ${WIRESHARK_VERSION}, but siplens supports the released versions "
        "${SIPLENS_WIRESHARK_FIRST} to ${SIPLENS_WIRESHARK_LAST}. Point PKG_CONFIG_PATH to the "
        "wireshark.pc of one of them.")
endif()

if(SIPLENS_PLUGIN_DIR)
    set(SIPLENS_INSTALL_DIR ${SIPLENS_PLUGIN_DIR})
elseif(SIPLENS_INSTALL_USER)
    set(CMAKE_INSTALL_PREFIX $ENV{HOME}/.local) # all else goes there as well
    set(SIPLENS_INSTALL_DIR
        ${CMAKE_INSTALL_PREFIX}/lib/wireshark/plugins/${SIPLENS_WIRESHARK_API}/epan)
else()
    pkg_get_variable(plugindir wireshark plugindir)
    set(SIPLENS_INSTALL_DIR ${plugindir}/epan)
endif()
message(STATUS "siplens for Wireshark ${WIRESHARK_VERSION}, to be installed in ${SIPLENS_INSTALL_DIR}")
