/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/out.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/cleanup.h"

#define FLUSH_AT 65536
#define IN_MEMORY (-2) /* as a file descriptor */

struct sl_out {
    int fd;
    int error;        /* errno of the first write that failed; 0: none did */
    char *name;       /* for messages */
    char *path;       /* the file to be replaced; NULL: written to as it stands */
    char *temporary;  /* what replaces it; NULL as path */
    mode_t mode;      /* for it */
    gboolean is_log;  /* its lines may be read by what takes commands from a log */
    uint64_t written; /* bytes that have left the buffer */
    GString *buffer;
};

static void set_error(GError **error, int number, const char *name)
{
    g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(number),
                "cannot write the report to %s: %s", name, g_strerror(number));
}

/* --- opening --------------------------------------------------------------------------------- */

static bool is_standard_output(const char *path)
{
    return !path || strcmp(path, "-") == 0;
}

static mode_t mode_for_new_files(void)
{
    mode_t mask = umask(0);

    umask(mask);
    return 0666 & ~mask;
}

/* Where a symbolic link to nothing points; PATH itself if it is none. */
static char *new_file(const char *path)
{
    g_autofree char *target = g_file_read_link(path, NULL);
    g_autofree char *relative = g_path_get_dirname(path);
    g_autofree char *folder = g_canonicalize_filename(relative, NULL);

    return target ? g_canonicalize_filename(target, folder) : g_strdup(path);
}

/*
 * Finds out how PATH is to be written: OUT->path is set where it is to be replaced. A pipe or a
 * device is written to as it stands, also where it has no path (as /dev/stdout may have none).
 */
static void look_at(struct sl_out *out, const char *path)
{
    struct stat status;

    out->mode = mode_for_new_files();
    if (stat(path, &status) != 0) {
        out->path = new_file(path);
    } else if (S_ISREG(status.st_mode)) {
        char *real = realpath(path, NULL);

        out->path = g_strdup(real ? real : path); /* of a symbolic link the file, not the link */
        out->mode = status.st_mode & 07777;
        free(real);
    }
}

static void free_out(struct sl_out *out)
{
    if (out->temporary) {
        sl_cleanup_remove_path(out->temporary);
    }
    g_free(out->name);
    g_free(out->path);
    g_free(out->temporary);
    g_string_free(out->buffer, TRUE);
    g_free(out);
}

static struct sl_out *new_out(const char *path)
{
    struct sl_out *out = g_new0(struct sl_out, 1);

    out->buffer = g_string_sized_new(FLUSH_AT + FLUSH_AT / 4);
    if (is_standard_output(path)) {
        out->fd = STDOUT_FILENO;
        out->name = g_strdup("standard output");
    } else {
        out->name = g_filename_display_name(path);
        look_at(out, path);
    }
    return out;
}

gboolean sl_out_check(const char *path, GError **error)
{
    struct sl_out *out = new_out(path);
    char *folder = out->path ? g_path_get_dirname(out->path) : NULL;
    gboolean is_possible = !folder || g_access(folder, W_OK | X_OK) == 0;

    if (!is_possible) {
        set_error(error, errno, out->name);
    }
    g_free(folder);
    free_out(out);
    return is_possible;
}

struct sl_out *sl_out_open(const char *path, GError **error)
{
    struct sl_out *out = new_out(path);
    char *folder;

    if (is_standard_output(path)) {
        return out;
    }
    if (out->path) {
        folder = g_path_get_dirname(out->path);
        out->temporary = g_build_filename(folder, ".siplens-check-XXXXXX", NULL);
        g_free(folder);
        out->fd = g_mkstemp_full(out->temporary, O_WRONLY | O_CLOEXEC, 0600);
    } else {
        out->fd = open(path, O_WRONLY | O_CLOEXEC);
    }
    if (out->fd < 0) {
        set_error(error, errno, out->name);
        g_clear_pointer(&out->temporary, g_free);
        free_out(out);
        return NULL;
    }
    if (out->temporary) {
        sl_cleanup_path(out->temporary);
    }
    return out;
}

struct sl_out *sl_out_new_in_memory(void)
{
    struct sl_out *out = g_new0(struct sl_out, 1);

    out->fd = IN_MEMORY;
    out->buffer = g_string_new(NULL);
    return out;
}

/* --- writing --------------------------------------------------------------------------------- */

static void write_all(struct sl_out *out, const char *p, size_t left)
{
    while (left > 0 && !out->error) {
        ssize_t n = write(out->fd, p, left);

        if (n >= 0) {
            p += n;
            left -= (size_t)n;
        } else if (errno != EINTR) {
            out->error = errno;
        }
    }
}

/* Writes the whole lines of the buffer, and with IS_LAST what comes after them. */
static void flush_log(struct sl_out *out, gboolean is_last)
{
    const char *end = g_strrstr_len(out->buffer->str, (gssize)out->buffer->len, "\n");
    size_t length = is_last ? out->buffer->len : end ? (size_t)(end + 1 - out->buffer->str) : 0;
    g_autofree char *lines = g_strndup(out->buffer->str, length);
    g_autoptr(GString) safe = g_string_sized_new(length);

    sl_safe_log(safe, lines);
    write_all(out, safe->str, safe->len);
    g_string_erase(out->buffer, 0, (gssize)length);
}

static void flush(struct sl_out *out, gboolean is_last)
{
    if (out->fd == IN_MEMORY) {
        return;
    }
    out->written += out->buffer->len;
    if (out->is_log) {
        flush_log(out, is_last);
        out->written -= out->buffer->len;
    } else {
        write_all(out, out->buffer->str, out->buffer->len);
        g_string_truncate(out->buffer, 0);
    }
}

static void flush_if_full(struct sl_out *out)
{
    if (out->buffer->len >= FLUSH_AT) {
        flush(out, FALSE);
    }
}

void sl_out_is_log(struct sl_out *out)
{
    out->is_log = TRUE;
}

void sl_out_string(struct sl_out *out, const char *ours)
{
    g_string_append(out->buffer, ours);
    flush_if_full(out);
}

void sl_out_printf(struct sl_out *out, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_string_append_vprintf(out->buffer, format, arguments);
    va_end(arguments);
    flush_if_full(out);
}

void sl_out_text(struct sl_out *out, sl_safe_fn safe, const char *text)
{
    safe(out->buffer, text);
    flush_if_full(out);
}

void sl_out_value(struct sl_out *out, sl_safe_fn safe, const char *text)
{
    sl_safe_value(out->buffer, safe, text);
    flush_if_full(out);
}

uint64_t sl_out_size(const struct sl_out *out)
{
    return out->written + out->buffer->len;
}

GString *sl_out_buffer(struct sl_out *out)
{
    flush_if_full(out);
    return out->buffer;
}

/* --- the end --------------------------------------------------------------------------------- */

/* Puts the new file into the place of the old one, on the disk and not only in memory. */
static void replace(struct sl_out *out)
{
    if (fchmod(out->fd, out->mode) != 0 || fsync(out->fd) != 0) {
        out->error = errno;
    }
    if (close(out->fd) != 0 && !out->error) {
        out->error = errno;
    }
    if (!out->error && rename(out->temporary, out->path) != 0) {
        out->error = errno;
    }
    if (!out->error) {
        sl_cleanup_forget_path(out->temporary);
        g_clear_pointer(&out->temporary, g_free);
    }
}

void sl_out_discard(struct sl_out *out)
{
    if (out->fd != STDOUT_FILENO && out->fd != IN_MEMORY) {
        close(out->fd);
    }
    free_out(out);
}

gboolean sl_out_close(struct sl_out *out, GError **error)
{
    gboolean is_written;

    flush(out, TRUE);
    if (out->error) {
        if (out->fd != STDOUT_FILENO) {
            close(out->fd);
        }
    } else if (out->temporary) {
        replace(out);
    } else if (out->fd != STDOUT_FILENO && close(out->fd) != 0) {
        out->error = errno;
    }
    is_written = !out->error;
    if (!is_written) {
        set_error(error, out->error, out->name);
    }
    free_out(out);
    return is_written;
}
