/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run/cleanup.h"

#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE 200 /* times 10 ms for children to end by themselves */

/*
 * A signal handler has nothing else to find these by. Both lists only grow, at the head and in one
 * step, and what is in them is never freed: so the handler may run at any moment, whatever the
 * threads are doing, and finds whole entries only. An entry is as small as what it notes, and there
 * are no more of them than a run has children at one time, or makes temporary files.
 */
struct child {
    struct child *next;
    gint pid; /* 0: free to be used again */
};

struct path {
    struct path *next;
    gint is_noted;
    char name[];
};

static struct child *children;
static struct path *paths;

#define FOR_EACH(entry, list)                                                                      \
    for ((entry) = g_atomic_pointer_get(&(list)); (entry); (entry) = (entry)->next)

/* --- in the signal handler: only what POSIX lists as safe there ------------------------------- */

static void signal_children(int signal_number)
{
    struct child *child;

    FOR_EACH(child, children)
    {
        pid_t pid = g_atomic_int_get(&child->pid);

        if (pid > 0) {
            kill(pid, signal_number);
        }
    }
}

static bool have_children_ended(void)
{
    struct child *child;
    bool have = true;

    FOR_EACH(child, children)
    {
        pid_t pid = g_atomic_int_get(&child->pid);

        if (pid > 0) {
            if (waitpid(pid, NULL, WNOHANG) == 0) {
                have = false;
            } else {
                g_atomic_int_compare_and_exchange(&child->pid, pid, 0);
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
    struct path *path;

    FOR_EACH(path, paths)
    {
        if (g_atomic_int_get(&path->is_noted) && unlink(path->name) != 0) {
            rmdir(path->name);
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
    struct child *child;

    FOR_EACH(child, children)
    {
        if (g_atomic_int_compare_and_exchange(&child->pid, 0, pid)) {
            return;
        }
    }
    child = g_new0(struct child, 1);
    child->pid = pid;
    do {
        child->next = g_atomic_pointer_get(&children);
    } while (!g_atomic_pointer_compare_and_exchange(&children, child->next, child));
}

void sl_cleanup_forget_child(pid_t pid)
{
    struct child *child;

    FOR_EACH(child, children)
    {
        if (g_atomic_int_compare_and_exchange(&child->pid, pid, 0)) {
            return;
        }
    }
}

void sl_cleanup_path(const char *name)
{
    size_t size = strlen(name) + 1;
    struct path *path = g_malloc(sizeof(*path) + size);

    path->is_noted = 1;
    memcpy(path->name, name, size);
    do {
        path->next = g_atomic_pointer_get(&paths);
    } while (!g_atomic_pointer_compare_and_exchange(&paths, path->next, path));
}

void sl_cleanup_forget_path(const char *name)
{
    struct path *path;

    FOR_EACH(path, paths)
    {
        if (strcmp(path->name, name) == 0 &&
            g_atomic_int_compare_and_exchange(&path->is_noted, 1, 0)) {
            return;
        }
    }
}

void sl_cleanup_remove_path(const char *path)
{
    remove(path);
    sl_cleanup_forget_path(path);
}
