/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Other programs, run without a shell, in the root folder: what lies in ours, and may have come
 * with a stranger's capture, is not to be found by their own looking for files. A child ends with
 * us however we end (cleanup.h), and is always waited for.
 *
 * They are started by g_spawn_async_with_fds, which GLib has on Windows too, and not as a
 * GSubprocess: that one waits for its process in a thread of its own, after which the number of the
 * process is free for another one while cleanup.h still has it; and its streams would need a main
 * loop a thread to be read from both at once, with an end in time.
 */
#ifndef SL_CHECK_CHILD_H
#define SL_CHECK_CHILD_H

#include <glib.h>
#include <stdbool.h>

#define SL_CHILD_ERROR_MAX 16384 /* bytes of its standard error that are kept */

struct sl_child_command {
    const char *const *arguments;   /* the path of the program first; NULL last */
    const char *const *environment; /* NULL after the last */
    int standard_input;             /* a descriptor; -1: empty */
    int standard_output;            /* a descriptor; 0: read by us */
    bool as_nobody;                 /* gives up root's rights first */
    gint64 deadline;                /* of g_get_monotonic_time, when it is ended; 0: never */
};

/* Called with each line of the child's output, without the line feed; LENGTH does not count the
 * NUL after it. */
typedef void (*sl_child_line_fn)(const char *line, size_t length, void *data);

struct sl_child_end {
    int exit_status; /* -1: a signal ended it */
    int signal;      /* that signal, or 0 */
    bool is_late;    /* we ended it, at its deadline */
    char *errors;    /* what it wrote to standard error, valid UTF-8; owned by the caller */
};

/*
 * Runs COMMAND to its end. FALSE, with *ERROR, if it could not be started; *END is set otherwise.
 */
gboolean sl_child_run(const struct sl_child_command *command, sl_child_line_fn line, void *data,
                      struct sl_child_end *end, GError **error);

/*
 * The same where FEEDER's output is the input of COMMAND (whose standard_input does not count);
 * *FEEDER_END tells how that one ended. Both have the deadline of COMMAND.
 */
gboolean sl_child_run_fed(const struct sl_child_command *feeder,
                          const struct sl_child_command *command, sl_child_line_fn line, void *data,
                          struct sl_child_end *feeder_end, struct sl_child_end *end,
                          GError **error);

/*
 * Runs COMMAND, whose output does not matter, to its end. FALSE, with *ERROR, if it could not be
 * started or failed; *ERRORS is what it wrote to standard error, or NULL where it did not start.
 */
gboolean sl_child_check(const struct sl_child_command *command, char **errors, GError **error);

/*
 * All that COMMAND writes to standard output, as one text. NULL, with *ERROR, if it could not be
 * started or failed. *ERRORS, if not NULL, is set as by sl_child_check in either case.
 */
char *sl_child_output(const struct sl_child_command *command, char **errors, GError **error);

#endif
