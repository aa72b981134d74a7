/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "progress.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LONG (G_USEC_PER_SEC) /* work that takes longer gets a bar */
#define CELLS 40

struct sl_progress {
    unsigned count;
    gint64 begin;
    bool is_terminal;
    bool is_shown;
};

struct sl_progress *sl_progress_new(unsigned count)
{
    struct sl_progress *progress = g_new0(struct sl_progress, 1);
    const char *terminal = g_getenv("TERM");

    progress->count = count;
    progress->begin = g_get_monotonic_time();
    progress->is_terminal = isatty(STDERR_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
    return progress;
}

void sl_progress_show(struct sl_progress *progress, unsigned done, double part)
{
    char bar[CELLS + 1] = "";
    int filled = (int)(CLAMP(part, 0.0, 1.0) * CELLS);

    if (!progress->is_terminal || g_get_monotonic_time() - progress->begin < LONG) {
        return;
    }
    memset(bar, '.', CELLS);
    memset(bar, '#', (size_t)filled);
    fprintf(stderr, "\r[%s] %3d %%  %u of %u captures", bar, (int)(CLAMP(part, 0.0, 1.0) * 100),
            done, progress->count);
    fflush(stderr);
    progress->is_shown = true;
}

void sl_progress_free(struct sl_progress *progress)
{
    if (progress->is_shown) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
    }
    g_free(progress);
}
