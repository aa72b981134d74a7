/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --install-profile: the configuration profile for Wireshark. */
#ifndef SL_CHECK_PROFILE_H
#define SL_CHECK_PROFILE_H

#include <glib.h>

#define SL_PROFILE_NAME "SIP Lens"

/*
 * Copies the profile that came with this program into the user's Wireshark configuration. The path
 * there, to be freed with g_free. NULL, with *ERROR, if there is a profile of that name that
 * differs (it stays as it is), or it cannot be copied; nothing half-copied is left.
 */
char *sl_profile_install(GError **error);

#endif
