/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run/source.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool sl_source_is_standard_input(const char *name)
{
    return strcmp(name, "-") == 0;
}

const char *sl_source_name(const char *name)
{
    return sl_source_is_standard_input(name) ? "standard input" : name;
}

static int fail(int fd, GError **error, int number, const char *what)
{
    g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(number), "%s%s%s", what,
                number ? ": " : "", number ? g_strerror(number) : "");
    if (fd >= 0) {
        close(fd);
    }
    return -1;
}

static bool write_all(int fd, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, data, length);

        if (n < 0 && errno != EINTR) {
            return false;
        }
        if (n > 0) {
            data += n;
            length -= (size_t)n;
        }
    }
    return true;
}

/* A file that is gone as soon as it is closed. */
static int open_nameless(void)
{
    g_autofree char *name = g_build_filename(g_get_tmp_dir(), "siplens-check-XXXXXX", NULL);
    int fd = g_mkstemp_full(name, O_RDWR | O_CLOEXEC, 0600);

    if (fd >= 0) {
        g_unlink(name);
    }
    return fd;
}

/* Whether there is something to be read of standard input, or its end, before DEADLINE. */
static bool wait_for_input(gint64 deadline)
{
    struct pollfd fd = {.fd = STDIN_FILENO, .events = POLLIN};
    gint64 left;
    int n;

    do {
        left = deadline - g_get_monotonic_time();
        n = poll(&fd, 1, deadline ? (int)CLAMP(left / 1000 + 1, 0, G_MAXINT) : -1);
    } while (n < 0 && errno == EINTR);
    return n != 0;
}

static int spool_standard_input(gint64 deadline, GError **error)
{
    char buffer[65536];
    int fd = open_nameless();
    ssize_t n;

    if (fd < 0) {
        return fail(fd, error, errno,
                    "cannot keep standard input in the folder for temporary files");
    }
    for (;;) {
        if (!wait_for_input(deadline)) {
            return fail(fd, error, 0, "standard input did not end within the time of --timeout");
        }
        n = read(STDIN_FILENO, buffer, sizeof(buffer));
        if (n == 0) {
            break;
        }
        if (n < 0 && errno != EINTR) {
            return fail(fd, error, errno, "standard input cannot be read");
        }
        if (n > 0 && !write_all(fd, buffer, (size_t)n)) {
            return fail(fd, error, errno,
                        "cannot keep standard input in the folder for temporary files");
        }
    }
    lseek(fd, 0, SEEK_SET);
    return fd;
}

int sl_source_open(const char *name, gint64 deadline, GError **error)
{
    struct stat status;
    int fd;

    if (sl_source_is_standard_input(name)) {
        fd = spool_standard_input(deadline, error);
        if (fd < 0) {
            return -1;
        }
    } else {
        fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
        if (fd < 0) {
            return fail(fd, error, errno, "it cannot be read");
        }
    }
    if (fstat(fd, &status) != 0) {
        return fail(fd, error, errno, "it cannot be read");
    }
    if (S_ISDIR(status.st_mode)) {
        return fail(fd, error, 0, "it is a folder, not a capture");
    }
    if (!S_ISREG(status.st_mode)) {
        return fail(fd, error, 0, "it is no regular file; to read from a pipe, name it as -");
    }
    if (status.st_size == 0) {
        return fail(fd, error, 0, "it is empty");
    }
    return fd;
}

uint64_t sl_source_position(int fd)
{
    off_t position = lseek(fd, 0, SEEK_CUR);

    return position > 0 ? (uint64_t)position : 0;
}
