/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Least privilege: what reads a capture, which a stranger may have made, does not do so as root.
 * Where we are root, tshark, mergecap and editcap run as nobody, wherever they are installed.
 */
#ifndef SL_CHECK_NOBODY_H
#define SL_CHECK_NOBODY_H

#include <stdbool.h>
#include <sys/types.h>

#define SL_NOBODY ((uid_t)65534) /* the user, and the group, on all Linux systems */

/* True if we have rights that a program of Wireshark must not have. */
bool sl_nobody_is_wanted(void);

/* Gives up root for good. False if that cannot be. May be called between fork and exec. */
bool sl_nobody_become(void);

/* True if a child of ours can become nobody. */
bool sl_nobody_is_possible(void);

/* True if nobody may use PATH as access() has it (R_OK …). */
bool sl_nobody_may(const char *path, int mode);

#endif
