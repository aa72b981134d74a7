# SPDX-License-Identifier: GPL-2.0-or-later
# Packages: a .deb for the Wireshark that was found (target package), and the source
# (target package_source). Both are the same files for the same source, wherever and whenever made.
set(CPACK_PACKAGE_NAME siplens)
set(CPACK_PACKAGE_VENDOR siplens)
set(CPACK_PACKAGE_CONTACT "siplens maintainers <maintainers@siplens.example>" CACHE STRING
    "Who looks after the packages")
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "SIP Lens: explains and checks SIP in Wireshark")
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_STRIP_FILES ON)
# Dates inside packages are the release's own (plugin/version.cmake).
set(SIPLENS_DATE_EPOCH ${SIPLENS_RELEASED})
set(epoch $ENV{SOURCE_DATE_EPOCH})
set(ENV{SOURCE_DATE_EPOCH} ${SIPLENS_RELEASED})
string(TIMESTAMP SIPLENS_DATE_RFC5322 "%a, %d %b %Y %H:%M:%S +0000" UTC)
set(ENV{SOURCE_DATE_EPOCH} ${epoch})
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_BINARY_DIR}/package/config.cmake)
configure_file(${CMAKE_CURRENT_LIST_DIR}/package-config.cmake.in
    ${PROJECT_BINARY_DIR}/package/config.cmake @ONLY)

# --- Debian -------------------------------------------------------------------------------------
set(CPACK_GENERATOR DEB)
# One version of Wireshark loads it: which one is part of its own version, and upgrades with it.
set(CPACK_DEBIAN_PACKAGE_VERSION ${PROJECT_VERSION}+wireshark${SIPLENS_WIRESHARK_API})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"A plugin for Wireshark and tshark. Every status line says in Chinese and
English what it means and what to look at next; every INVITE transaction is
followed over each hop, and one that breaks the documented flow is flagged
with the rule, the RFC section and the values at hand. siplens-check makes
the same checks in scripts.")
# libwireshark's own package belongs to one version of Wireshark, and to its plugin interface.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "tshark | wireshark")
set(CPACK_DEBIAN_PACKAGE_ENHANCES "tshark, wireshark")
# The files that Debian's policy wants; they go into the package alone.
foreach(name changelog copyright)
    configure_file(${CMAKE_CURRENT_LIST_DIR}/debian-${name}.in
        ${PROJECT_BINARY_DIR}/package/${name} @ONLY)
endforeach()
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/package-policy.cmake)

# --- the source ---------------------------------------------------------------------------------
set(CPACK_SOURCE_GENERATOR TXZ)
set(CPACK_SOURCE_PACKAGE_FILE_NAME siplens-${PROJECT_VERSION})
set(CPACK_SOURCE_IGNORE_FILES "/\\.git/" "/\\.git$" "/build[^/]*/" "/__pycache__/" "\\.pyc$" "~$")

include(CPack)
