# SPDX-License-Identifier: GPL-2.0-or-later
# The plugin as a part of Wireshark's own build; see doc/building-in-wireshark-tree.md.
include(WiresharkPlugin)
include(${CMAKE_CURRENT_LIST_DIR}/version.cmake)
string(REPLACE "." ";" version ${SIPLENS_VERSION})
set_module_info(siplens ${version} 0)

file(GLOB PLUGIN_FILES CONFIGURE_DEPENDS
    ${CMAKE_CURRENT_LIST_DIR}/core/*.c ${CMAKE_CURRENT_LIST_DIR}/core/*/*.c
    ${CMAKE_CURRENT_LIST_DIR}/epan/*.c)
add_wireshark_plugin_library(siplens epan)
set_target_properties(siplens PROPERTIES C_STANDARD 11)
target_compile_definitions(siplens PRIVATE SIPLENS_VERSION="${SIPLENS_VERSION}")
target_include_directories(siplens PRIVATE core epan)
target_link_libraries(siplens epan)
install_plugin(siplens epan)
