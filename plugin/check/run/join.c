/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run/join.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/unconst.h"
#include "run/cleanup.h"
#include "run/source.h"

#define NAMED 3 /* captures that are all named in a report */

/* A capture that is to be joined. */
struct part {
    const char *name; /* the user's; borrowed */
    char *path;       /* from the root, of itself or of a copy, or "-" */
};

struct sl_join {
    const struct sl_tool *tool;
    gint64 deadline;
    GPtrArray *parts;  /* of struct part, owned */
    GPtrArray *faulty; /* names, borrowed, and what is wrong with each, owned */
    GPtrArray *faults;
    int standard_input; /* a copy of ours, or -1 */
};

static void free_part(gpointer data)
{
    struct part *part = data;

    g_free(part->path);
    g_free(part);
}

/* Takes PATH. */
static struct part *new_part(const char *name, char *path)
{
    struct part *part = g_new0(struct part, 1);

    part->name = name;
    part->path = path;
    return part;
}

static void add_fault(struct sl_join *join, const char *name, char *message)
{
    g_ptr_array_add(join->faulty, sl_unconst(name));
    g_ptr_array_add(join->faults, message);
}

/* --- one capture ----------------------------------------------------------------------------- */

/* The path by which mergecap can read the capture NAME, open as FD, which is closed or kept. NULL,
 * with *ERROR, if there is none. */
static char *path_for(struct sl_join *join, const char *name, int fd, GError **error)
{
    char *path;

    if (sl_source_is_standard_input(name)) {
        join->standard_input = fd;
        return g_strdup(name);
    }
    path = sl_tool_is_nobody(join->tool) ? sl_scratch_copy(sl_tool_scratch(join->tool), fd, error)
                                         : g_canonicalize_filename(name, NULL);
    close(fd);
    return path;
}

/* Puts NAME among what is joined, or what is wrong with it among the faults. */
static void add_part(struct sl_join *join, const char *name)
{
    GError *error = NULL;
    int fd = sl_source_open(name, join->deadline, &error);
    char *path = fd >= 0 ? path_for(join, name, fd, &error) : NULL;

    if (path) {
        g_ptr_array_add(join->parts, new_part(name, path));
    } else {
        add_fault(join, name, g_strdup(error->message));
        g_error_free(error);
    }
}

/* The beginning of our input, for the next program that reads it. */
static int input(const struct sl_join *join)
{
    if (join->standard_input >= 0) {
        lseek(join->standard_input, 0, SEEK_SET);
    }
    return join->standard_input;
}

/* The capture of PART, open for a program's standard input, and to be closed; -1, with *ERROR. */
static int open_part(const struct sl_join *join, const struct part *part, GError **error)
{
    int fd;

    if (!sl_source_is_standard_input(part->path)) {
        return sl_source_open(part->path, 0, error);
    }
    fd = fcntl(input(join), F_DUPFD_CLOEXEC, 0);
    if (fd < 0) {
        g_set_error_literal(error, G_FILE_ERROR, (int)g_file_error_from_errno(errno),
                            g_strerror(errno));
    }
    return fd;
}

/*
 * Copies all that can be read of PART to the open file COPY. What is wrong with it, or NULL;
 * *IS_USABLE tells whether the copy is worth something.
 */
static char *copy_readable(struct sl_join *join, const struct part *part, int copy, bool *is_usable)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *said = NULL;
    struct sl_child_command command = sl_tool_copy_command(join->tool, &error);

    *is_usable = false;
    command.deadline = join->deadline;
    command.standard_output = copy;
    command.standard_input = command.arguments ? open_part(join, part, &error) : -1;
    if (command.standard_input >= 0) {
        *is_usable = sl_child_check(&command, &said, &error);
        close(command.standard_input);
    }
    g_strfreev(sl_unconst(command.arguments));
    if (said && *said) {
        return sl_tool_telling(said);
    }
    return *is_usable ? NULL : g_strdup(error->message);
}

/* Puts PART, or a copy of what can be read of it, into PARTS; takes it. */
static void mend_one(struct sl_join *join, struct part *part, GPtrArray *parts)
{
    g_autofree char *path = NULL;
    g_autofree char *fault = NULL;
    GError *error = NULL;
    int copy = sl_scratch_make_file(sl_tool_scratch(join->tool), &path, &error);
    bool is_usable = false;

    if (copy >= 0) {
        fault = copy_readable(join, part, copy, &is_usable);
        close(copy);
    } else {
        fault = g_strdup(error->message);
        g_error_free(error);
    }
    if (!fault) {
        g_ptr_array_add(parts, part);
        sl_cleanup_remove_path(path);
        return;
    }
    add_fault(join, part->name,
              is_usable ? g_strconcat(fault, " What comes before that is used.", NULL)
                        : g_strdup(fault));
    if (is_usable) {
        g_ptr_array_add(parts, new_part(part->name, g_steal_pointer(&path)));
    }
    free_part(part);
}

/* --- all of them ----------------------------------------------------------------------------- */

struct sl_join *sl_join_new(const struct sl_tool *tool, const GPtrArray *captures, gint64 deadline)
{
    struct sl_join *join = g_new0(struct sl_join, 1);

    join->tool = tool;
    join->deadline = deadline;
    join->parts = g_ptr_array_new_with_free_func(free_part);
    join->faulty = g_ptr_array_new();
    join->faults = g_ptr_array_new_with_free_func(g_free);
    join->standard_input = -1;
    for (guint i = 0; i < captures->len; i++) {
        add_part(join, g_ptr_array_index(captures, i));
    }
    return join;
}

bool sl_join_mend(struct sl_join *join)
{
    GPtrArray *parts = g_ptr_array_new_with_free_func(free_part);
    guint before = join->faults->len;

    g_ptr_array_set_free_func(join->parts, NULL);
    for (guint i = 0; i < join->parts->len; i++) {
        mend_one(join, g_ptr_array_index(join->parts, i), parts);
    }
    g_ptr_array_free(join->parts, TRUE);
    join->parts = parts;
    return join->faults->len > before;
}

void sl_join_free(struct sl_join *join)
{
    if (join->standard_input >= 0) {
        close(join->standard_input);
    }
    g_ptr_array_free(join->parts, TRUE);
    g_ptr_array_free(join->faulty, TRUE);
    g_ptr_array_free(join->faults, TRUE);
    g_free(join);
}

bool sl_join_has_any(const struct sl_join *join)
{
    return join->parts->len > 0;
}

struct sl_child_command sl_join_command(const struct sl_join *join, GError **error)
{
    GPtrArray *paths = g_ptr_array_new();
    struct sl_child_command command;

    for (guint i = 0; i < join->parts->len; i++) {
        g_ptr_array_add(paths, ((const struct part *)g_ptr_array_index(join->parts, i))->path);
    }
    command = sl_tool_merge_command(join->tool, paths, error);
    command.standard_input = input(join);
    g_ptr_array_free(paths, TRUE);
    return command;
}

unsigned sl_join_fault_count(const struct sl_join *join)
{
    return join->faults->len;
}

const char *sl_join_faulty(const struct sl_join *join, unsigned index)
{
    return g_ptr_array_index(join->faulty, index);
}

const char *sl_join_fault(const struct sl_join *join, unsigned index)
{
    return g_ptr_array_index(join->faults, index);
}

char *sl_join_name(const GPtrArray *captures)
{
    GString *name = g_string_new(NULL);

    if (captures->len > NAMED) {
        g_string_printf(name, "%s + %u more", sl_source_name(g_ptr_array_index(captures, 0)),
                        captures->len - 1);
        return g_string_free(name, FALSE);
    }
    for (guint i = 0; i < captures->len; i++) {
        g_string_append_printf(name, "%s%s", i ? " + " : "",
                               sl_source_name(g_ptr_array_index(captures, i)));
    }
    return g_string_free(name, FALSE);
}
