/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run/join.h"

#include <unistd.h>

#include "run/cleanup.h"
#include "run/source.h"

#define NAMED 3 /* captures that are all named in a report */

struct sl_join {
    const struct sl_tool *tool;
    GPtrArray *names;  /* what is joined: borrowed, or one of copies */
    GPtrArray *copies; /* paths of copies, owned */
    GPtrArray *faulty; /* names, borrowed, and what is wrong with each, owned */
    GPtrArray *faults;
    int standard_input; /* a copy of ours, or -1 */
};

static void add_fault(struct sl_join *join, const char *name, char *message)
{
    g_ptr_array_add(join->faulty, (gpointer)name);
    g_ptr_array_add(join->faults, message);
}

/* What the programs are to call the capture NAME: never something that looks like an option. */
static char *spelt(const char *name)
{
    if (sl_source_is_standard_input(name) || *name != '-') {
        return g_strdup(name);
    }
    return g_strconcat("./", name, NULL);
}

/* --- one capture ----------------------------------------------------------------------------- */

/* Whether NAME can be opened; standard input is then kept. */
static bool can_open(struct sl_join *join, const char *name)
{
    GError *error = NULL;
    int fd = sl_source_open(name, &error);

    if (fd < 0) {
        add_fault(join, name, g_strdup(error->message));
        g_error_free(error);
        return false;
    }
    if (sl_source_is_standard_input(name)) {
        join->standard_input = fd;
    } else {
        close(fd);
    }
    return true;
}

/* The beginning of our input, for the next program that reads it. */
static int input(const struct sl_join *join)
{
    if (join->standard_input >= 0) {
        lseek(join->standard_input, 0, SEEK_SET);
    }
    return join->standard_input;
}

/* A new path for a copy, which goes with us; NULL, with *ERROR, if there cannot be one. */
static char *new_copy(struct sl_join *join, GError **error)
{
    char *path = NULL;
    int fd = g_file_open_tmp("siplens-check-XXXXXX.pcapng", &path, error);

    if (fd >= 0) {
        close(fd);
        sl_cleanup_path(path);
        g_ptr_array_add(join->copies, path);
    }
    return path;
}

/* Copies all that can be read of NAME to COPY. What is wrong with it, or NULL; *IS_USABLE tells
 * whether the copy is worth something. */
static char *copy_readable(struct sl_join *join, const char *name, const char *copy,
                           bool *is_usable)
{
    g_autofree char *from = spelt(name);
    struct sl_child_command command = sl_tool_copy_command(join->tool, from, copy);
    g_autofree char *said = NULL;
    GError *error = NULL;
    char *fault = NULL;

    command.standard_input = input(join);
    *is_usable = sl_child_check(&command, &said, &error);
    if (said && *said) {
        fault = sl_tool_telling(said);
    } else if (!*is_usable) {
        fault = g_strdup(error->message);
    }
    g_clear_error(&error);
    g_strfreev((char **)(gpointer)command.arguments);
    return fault;
}

/* Puts NAME, or what can be read of it, into NAMES. */
static void mend_one(struct sl_join *join, const char *name, GPtrArray *names)
{
    GError *error = NULL;
    char *copy = new_copy(join, &error);
    bool is_usable = false;
    char *fault;

    if (!copy) {
        add_fault(join, name, g_strdup(error->message));
        g_error_free(error);
        return;
    }
    fault = copy_readable(join, name, copy, &is_usable);
    if (!fault) {
        g_ptr_array_add(names, (gpointer)name);
        sl_cleanup_remove_path(copy);
        return;
    }
    if (is_usable) {
        g_ptr_array_add(names, copy);
        add_fault(join, name, g_strconcat(fault, " What comes before that is used.", NULL));
        g_free(fault);
    } else {
        add_fault(join, name, fault);
    }
}

/* --- all of them ----------------------------------------------------------------------------- */

struct sl_join *sl_join_new(const struct sl_tool *tool, const GPtrArray *captures)
{
    struct sl_join *join = g_new0(struct sl_join, 1);

    join->tool = tool;
    join->names = g_ptr_array_new();
    join->copies = g_ptr_array_new_with_free_func(g_free);
    join->faulty = g_ptr_array_new();
    join->faults = g_ptr_array_new_with_free_func(g_free);
    join->standard_input = -1;
    for (guint i = 0; i < captures->len; i++) {
        const char *name = g_ptr_array_index(captures, i);

        if (can_open(join, name)) {
            g_ptr_array_add(join->names, (gpointer)name);
        }
    }
    return join;
}

bool sl_join_mend(struct sl_join *join)
{
    GPtrArray *names = g_ptr_array_new();
    guint before = join->faults->len;

    for (guint i = 0; i < join->names->len; i++) {
        mend_one(join, g_ptr_array_index(join->names, i), names);
    }
    g_ptr_array_free(join->names, TRUE);
    join->names = names;
    return join->faults->len > before;
}

void sl_join_free(struct sl_join *join)
{
    for (guint i = 0; i < join->copies->len; i++) {
        sl_cleanup_remove_path(g_ptr_array_index(join->copies, i));
    }
    if (join->standard_input >= 0) {
        close(join->standard_input);
    }
    g_ptr_array_free(join->names, TRUE);
    g_ptr_array_free(join->copies, TRUE);
    g_ptr_array_free(join->faulty, TRUE);
    g_ptr_array_free(join->faults, TRUE);
    g_free(join);
}

bool sl_join_has_any(const struct sl_join *join)
{
    return join->names->len > 0;
}

struct sl_child_command sl_join_command(const struct sl_join *join)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    struct sl_child_command command;

    for (guint i = 0; i < join->names->len; i++) {
        g_ptr_array_add(names, spelt(g_ptr_array_index(join->names, i)));
    }
    command = sl_tool_merge_command(join->tool, names);
    command.standard_input = input(join);
    g_ptr_array_free(names, TRUE);
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
