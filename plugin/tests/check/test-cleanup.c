/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is noted is gone when a signal ends the program, however much it is. */
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/cleanup.h"

#include "base/unconst.h"

#define FILES 100
#define CHILDREN 1100
#define THREADS 4

static char *file_in(const char *folder, unsigned number)
{
    g_autofree char *name = g_strdup_printf("%u", number);

    return g_build_filename(folder, name, NULL);
}

static void note_files(const char *folder)
{
    for (unsigned i = 0; i < FILES; i++) {
        g_autofree char *path = file_in(folder, i);

        g_assert_true(g_file_set_contents(path, "", 0, NULL));
        sl_cleanup_path(path);
    }
}

/* Runs PART in a process of its own, which ends itself by a signal; that it did is asserted. */
static void run_and_end(void (*part)(const char *folder), const char *folder)
{
    pid_t pid = fork();
    int status;

    g_assert_cmpint(pid, >=, 0);
    if (pid == 0) {
        signal(SIGTERM, SIG_DFL);
        sl_cleanup_begin();
        part(folder);
        raise(SIGTERM);
        _exit(1);
    }
    g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
    g_assert_true(WIFSIGNALED(status));
    g_assert_cmpint(WTERMSIG(status), ==, SIGTERM);
}

static void test_many_files(void)
{
    g_autofree char *folder = g_dir_make_tmp("siplens-test-XXXXXX", NULL);

    run_and_end(note_files, folder);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
}

static int pipe_of_children[2];

static void note_children(const char *folder)
{
    (void)folder;
    for (unsigned i = 0; i < CHILDREN; i++) {
        pid_t pid = fork();

        g_assert_cmpint(pid, >=, 0);
        if (pid == 0) {
            signal(SIGTERM, SIG_DFL);
            for (;;) {
                pause();
            }
        }
        sl_cleanup_child(pid);
    }
}

/* Each child has the end of the pipe that is written to: once it is closed, none is left. */
static void test_many_children(void)
{
    char byte;

    g_assert_cmpint(pipe(pipe_of_children), ==, 0);
    run_and_end(note_children, NULL);
    close(pipe_of_children[1]);
    g_assert_cmpint(read(pipe_of_children[0], &byte, 1), ==, 0);
    close(pipe_of_children[0]);
}

static gpointer note_and_forget(gpointer folder)
{
    for (unsigned i = 0; i < 2000; i++) {
        g_autofree char *path = file_in(folder, (unsigned)g_random_int_range(0, 8));

        sl_cleanup_path(path);
        sl_cleanup_forget_path(path);
    }
    return NULL;
}

static void note_in_threads(const char *folder)
{
    GThread *threads[THREADS];

    for (unsigned i = 0; i < THREADS; i++) {
        threads[i] = g_thread_new("note", note_and_forget, sl_unconst(folder));
    }
    for (unsigned i = 0; i < THREADS; i++) {
        g_thread_join(threads[i]);
    }
}

/* What is forgotten stays, whatever other threads noted at the same time. */
static void test_threads(void)
{
    g_autofree char *folder = g_dir_make_tmp("siplens-test-XXXXXX", NULL);

    for (unsigned i = 0; i < 8; i++) {
        g_autofree char *path = file_in(folder, i);

        g_assert_true(g_file_set_contents(path, "", 0, NULL));
    }
    run_and_end(note_in_threads, folder);
    for (unsigned i = 0; i < 8; i++) {
        g_autofree char *path = file_in(folder, i);

        g_assert_cmpint(g_unlink(path), ==, 0);
    }
    g_assert_cmpint(g_rmdir(folder), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cleanup/many-files", test_many_files);
    g_test_add_func("/cleanup/many-children", test_many_children);
    g_test_add_func("/cleanup/threads", test_threads);
    return g_test_run();
}
