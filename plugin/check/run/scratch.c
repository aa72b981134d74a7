/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/cleanup.h"
#include "run/nobody.h"

struct sl_scratch {
    bool for_nobody;
    char *folder;     /* NULL: not made yet */
    GPtrArray *paths; /* of all that is in it, the last one made last; owned */
    GMutex lock;
};

struct sl_scratch *sl_scratch_new(bool for_nobody)
{
    struct sl_scratch *scratch = g_new0(struct sl_scratch, 1);

    scratch->for_nobody = for_nobody;
    scratch->paths = g_ptr_array_new_with_free_func(g_free);
    g_mutex_init(&scratch->lock);
    return scratch;
}

void sl_scratch_free(struct sl_scratch *scratch)
{
    if (!scratch) {
        return;
    }
    for (guint i = scratch->paths->len; i-- > 0;) {
        sl_cleanup_remove_path(g_ptr_array_index(scratch->paths, i));
    }
    g_ptr_array_free(scratch->paths, TRUE);
    g_free(scratch->folder);
    g_mutex_clear(&scratch->lock);
    g_free(scratch);
}

static gboolean fail(GError **error, const char *what, const char *path)
{
    int number = errno;

    g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(number), "cannot %s %s: %s", what,
                path, g_strerror(number));
    return FALSE;
}

/* With the lock held. */
static void note(struct sl_scratch *scratch, const char *path)
{
    sl_cleanup_path(path);
    g_ptr_array_add(scratch->paths, g_strdup(path));
}

/* Where temporary files are, from the root; /tmp where nobody may not go there. To be freed. */
static char *base(const struct sl_scratch *scratch)
{
    char *folder = g_canonicalize_filename(g_get_tmp_dir(), NULL);

    if (scratch->for_nobody && !sl_nobody_may(folder, X_OK)) {
        g_free(folder);
        return g_strdup("/tmp");
    }
    return folder;
}

/* Others may enter for the sake of nobody, and see no names. */
static gboolean make_folder(struct sl_scratch *scratch, GError **error)
{
    g_autofree char *folder = base(scratch);
    g_autofree char *path = g_build_filename(folder, "siplens-check-XXXXXX", NULL);

    if (!g_mkdtemp_full(path, 0700)) {
        return fail(error, "make a folder like", path);
    }
    note(scratch, path);
    if (scratch->for_nobody && chmod(path, 0711) != 0) {
        return fail(error, "open", path);
    }
    scratch->folder = g_steal_pointer(&path);
    return TRUE;
}

const char *sl_scratch_folder(struct sl_scratch *scratch, GError **error)
{
    gboolean is_there;

    g_mutex_lock(&scratch->lock);
    is_there = scratch->folder || make_folder(scratch, error);
    g_mutex_unlock(&scratch->lock);
    return is_there ? scratch->folder : NULL;
}

gboolean sl_scratch_make_folder(struct sl_scratch *scratch, const char *path, GError **error)
{
    mode_t mode = scratch->for_nobody ? 0755 : 0700;

    if (g_mkdir(path, mode) != 0) {
        return fail(error, "make the folder", path);
    }
    g_mutex_lock(&scratch->lock);
    note(scratch, path);
    g_mutex_unlock(&scratch->lock);
    /* Whatever the umask is. */
    return chmod(path, mode) == 0 || fail(error, "open", path);
}

int sl_scratch_make_file(struct sl_scratch *scratch, char **path, GError **error)
{
    const char *folder = sl_scratch_folder(scratch, error);
    int fd;

    if (!folder) {
        return -1;
    }
    *path = g_build_filename(folder, "XXXXXX.pcapng", NULL);
    fd = g_mkstemp_full(*path, O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0) {
        fail(error, "make a file in", folder);
        g_clear_pointer(path, g_free);
        return -1;
    }
    g_mutex_lock(&scratch->lock);
    note(scratch, *path);
    g_mutex_unlock(&scratch->lock);
    if (scratch->for_nobody && fchown(fd, SL_NOBODY, SL_NOBODY) != 0) {
        fail(error, "give to nobody", *path);
        close(fd);
        g_clear_pointer(path, g_free);
        return -1;
    }
    return fd;
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

static bool copy(int from, int to)
{
    char buffer[65536];
    off_t at = 0;
    ssize_t n;

    while ((n = pread(from, buffer, sizeof(buffer), at)) != 0) {
        if (n < 0 && errno != EINTR) {
            return false;
        }
        if (n > 0 && !write_all(to, buffer, (size_t)n)) {
            return false;
        }
        at += MAX(n, 0);
    }
    return true;
}

char *sl_scratch_copy(struct sl_scratch *scratch, int fd, GError **error)
{
    char *path = NULL;
    int to = sl_scratch_make_file(scratch, &path, error);
    bool is_copied;

    if (to < 0) {
        return NULL;
    }
    is_copied = copy(fd, to) || fail(error, "copy to", path);
    if (close(to) != 0 && is_copied) {
        is_copied = fail(error, "copy to", path);
    }
    if (!is_copied) {
        g_clear_pointer(&path, g_free);
    }
    return path;
}

gboolean sl_scratch_put(struct sl_scratch *scratch, const char *from, const char *path,
                        GError **error)
{
    g_autofree char *contents = NULL;
    size_t length;

    if (!scratch->for_nobody) {
        if (symlink(from, path) != 0) {
            return fail(error, "make the link", path);
        }
    } else if (!g_file_get_contents(from, &contents, &length, error) ||
               !g_file_set_contents(path, contents, (gssize)length, error)) {
        return FALSE;
    }
    g_mutex_lock(&scratch->lock);
    note(scratch, path);
    g_mutex_unlock(&scratch->lock);
    return !scratch->for_nobody || chmod(path, 0644) == 0 || fail(error, "open", path);
}
