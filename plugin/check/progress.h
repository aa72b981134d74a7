/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A progress bar on standard error, where that is a terminal and the work takes long; else nothing.
 */
#ifndef SL_CHECK_PROGRESS_H
#define SL_CHECK_PROGRESS_H

#include <glib.h>

struct sl_progress;

#define SL_PROGRESS_INTERVAL (G_USEC_PER_SEC / 10) /* between two looks, in microseconds */

/* A bar for COUNT captures. Free with sl_progress_free, which takes it off the screen. */
struct sl_progress *sl_progress_new(unsigned count);
void sl_progress_free(struct sl_progress *progress);

/* Shows that DONE captures are ready, and PART, 0 to 1, of all that is to be read. */
void sl_progress_show(struct sl_progress *progress, unsigned done, double part);

#endif
