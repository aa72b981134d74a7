/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run/cleanup.h"

#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATHS 16
#define PATIENCE 200 /* times 10 ms for children to end by themselves */

/*
 * A signal handler has nothing else to find these by. A slot is free where it is 0 or NULL; slots
 * are only taken and given back in one step, so that the handler may run at any moment.
 */
static gint children[SL_CLEANUP_CHILDREN];
static char *paths[PATHS];

/* --- in the signal handler: only what POSIX lists as safe there ------------------------------- */

static void signal_children(int signal_number)
{
    for (size_t i = 0; i < G_N_ELEMENTS(children); i++) {
        pid_t pid = g_atomic_int_get(&children[i]);

        if (pid > 0) {
            kill(pid, signal_number);
        }
    }
}

static bool have_children_ended(void)
{
    bool have = true;

    for (size_t i = 0; i < G_N_ELEMENTS(children); i++) {
        pid_t pid = g_atomic_int_get(&children[i]);

        if (pid > 0) {
            if (waitpid(pid, NULL, WNOHANG) == 0) {
                have = false;
            } else {
                g_atomic_int_set(&children[i], 0);
            }
        }
    }
    return have;
}

static void end_children(int signal_number)
{
    const struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};

    signal_children(signal_number);
    for (int i = 0; i < PATIENCE; i++) {
        if (have_children_ended()) {
            return;
        }
        nanosleep(&pause, NULL);
    }
    signal_children(SIGKILL);
    for (int i = 0; i < PATIENCE && !have_children_ended(); i++) {
        nanosleep(&pause, NULL);
    }
}

static void remove_paths(void)
{
    for (size_t i = G_N_ELEMENTS(paths); i-- > 0;) {
        const char *path = g_atomic_pointer_get(&paths[i]);

        if (path && unlink(path) != 0) {
            rmdir(path);
        }
    }
}

static void on_signal(int signal_number)
{
    end_children(signal_number);
    remove_paths();
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

/* --------------------------------------------------------------------------------------------- */

void sl_cleanup_begin(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = on_signal};
    struct sigaction before;

    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow any more: an error of write as well */
    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < G_N_ELEMENTS(signals); i++) {
        /* What nohup has us ignore stays ignored. */
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
            sigaction(signals[i], &action, NULL);
        }
    }
}

void sl_cleanup_child(pid_t pid)
{
    for (size_t i = 0; i < G_N_ELEMENTS(children); i++) {
        if (g_atomic_int_compare_and_exchange(&children[i], 0, pid)) {
            return;
        }
    }
}

void sl_cleanup_forget_child(pid_t pid)
{
    for (size_t i = 0; i < G_N_ELEMENTS(children); i++) {
        if (g_atomic_int_compare_and_exchange(&children[i], pid, 0)) {
            return;
        }
    }
}

void sl_cleanup_path(const char *path)
{
    char *copy = g_strdup(path);

    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
        if (g_atomic_pointer_compare_and_exchange(&paths[i], NULL, copy)) {
            return;
        }
    }
    g_free(copy);
}

void sl_cleanup_forget_path(const char *path)
{
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
        char *known = g_atomic_pointer_get(&paths[i]);

        if (known && strcmp(known, path) == 0 &&
            g_atomic_pointer_compare_and_exchange(&paths[i], known, NULL)) {
            g_free(known);
            return;
        }
    }
}

void sl_cleanup_remove_path(const char *path)
{
    remove(path);
    sl_cleanup_forget_path(path);
}
