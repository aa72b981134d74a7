# SPDX-License-Identifier: GPL-2.0-or-later
# Read by cpack when the files of a package are laid out: what Debian's policy asks for.
if(CPACK_GENERATOR STREQUAL DEB)
    set(share ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share)
    get_filename_component(build ${CPACK_PROJECT_CONFIG_FILE} DIRECTORY)
    file(COPY ${build}/changelog ${build}/copyright DESTINATION ${share}/doc/siplens
        FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
    file(GLOB pages ${share}/man/man*/*[0-9])
    execute_process(COMMAND gzip -9 --no-name ${share}/doc/siplens/changelog ${pages}
        RESULT_VARIABLE status)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "gzip failed: ${status}")
    endif()
endif()
