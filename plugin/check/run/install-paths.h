/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where this program is, and what came with it. */
#ifndef SL_CHECK_INSTALL_PATHS_H
#define SL_CHECK_INSTALL_PATHS_H

/* The path of NAME in the folder of this program, if it is there; otherwise NULL. */
char *sl_place_beside(const char *name);

/*
 * The path of NAME among the data installed with this program, or in its build folder; NULL if it
 * is in neither.
 */
char *sl_place_data(const char *name);

#endif
