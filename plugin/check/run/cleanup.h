/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What must be gone when the program is: its children and its temporary files, also where a signal
 * ends it. A signal is handed on to the children, and the program then dies of it itself, so that
 * its parent sees why. May be called from any thread.
 */
#ifndef SL_CHECK_CLEANUP_H
#define SL_CHECK_CLEANUP_H

#include <stdbool.h>
#include <sys/types.h>

/* To be called once, first of all. From then on writing to a closed pipe is an error like others.
 */
void sl_cleanup_begin(void);

/* The child process PID is to be ended with us, until sl_cleanup_forget_child. */
void sl_cleanup_child(pid_t pid);
void sl_cleanup_forget_child(pid_t pid);

/*
 * The file PATH, or empty folder, is to be removed with us, until sl_cleanup_forget_path. The last
 * one noted goes first. PATH is copied.
 */
void sl_cleanup_path(const char *path);
void sl_cleanup_forget_path(const char *path);

/* Removes PATH now, and forgets it. */
void sl_cleanup_remove_path(const char *path);

#endif
