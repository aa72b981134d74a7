# SPDX-License-Identifier: GPL-2.0-or-later
# Target doc: what the comments in the source say, as pages in <build>/doxygen/html. A warning of
# Doxygen is an error.
find_package(Doxygen QUIET)
if(NOT DOXYGEN_FOUND)
    return()
endif()
set(DOXYGEN_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/doxygen)
set(DOXYGEN_FILTER_PATTERNS "*.h=awk -f ${CMAKE_CURRENT_LIST_DIR}/doxygen-filter.awk"
    "*.c=awk -f ${CMAKE_CURRENT_LIST_DIR}/doxygen-filter.awk")
set(DOXYGEN_OPTIMIZE_OUTPUT_FOR_C YES)
set(DOXYGEN_JAVADOC_AUTOBRIEF YES)
set(DOXYGEN_MARKDOWN_SUPPORT NO)
set(DOXYGEN_AUTOLINK_SUPPORT NO)
set(DOXYGEN_EXTRACT_ALL YES)
set(DOXYGEN_EXTRACT_STATIC YES)
set(DOXYGEN_FULL_PATH_NAMES YES)
set(DOXYGEN_STRIP_FROM_PATH ${PROJECT_SOURCE_DIR})
set(DOXYGEN_HAVE_DOT NO)
set(DOXYGEN_GENERATE_LATEX NO)
set(DOXYGEN_QUIET YES)
set(DOXYGEN_WARN_AS_ERROR FAIL_ON_WARNINGS)
set(DOXYGEN_PROJECT_BRIEF "${PROJECT_DESCRIPTION}")
doxygen_add_docs(doc ${PROJECT_SOURCE_DIR}/plugin/core ${PROJECT_SOURCE_DIR}/plugin/epan
    ${PROJECT_SOURCE_DIR}/plugin/check
    COMMENT "Making pages of the comments in the source")
