/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run/tool.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/cleanup.h"
#include "run/install-paths.h"

#define PLUGIN "siplens.so"

/*
 * Where tshark is to find the user's configuration: nowhere. A rule that is switched off there, T1,
 * or a protocol that is disabled would decide the verdict here and not elsewhere, and hide findings
 * that nobody counts. Debian promises that this folder is not there.
 */
#define NO_CONFIGURATION "/nonexistent"

struct sl_tool {
    char *tshark;
    char **environment;
    char *plugins;      /* the folder given to tshark; NULL: where it looks by itself */
    bool as_nobody;     /* tshark takes no folder from root */
    GPtrArray *scratch; /* what was made for nobody, to be removed, the last one first; owns */
    GMutex lock;
    bool is_judged;
    GError *fault;
};

/* clang-format off: it would put spaces into the name */
G_DEFINE_QUARK(sl-tool-error, sl_tool_error)
/* clang-format on */

/* --- the plugin for root: a copy that nobody can read ----------------------------------------- */

static void note_scratch(struct sl_tool *tool, const char *path)
{
    sl_cleanup_path(path);
    g_ptr_array_add(tool->scratch, g_strdup(path));
}

/* Makes the folder PATH, open to all. */
static gboolean make_folder(struct sl_tool *tool, const char *path)
{
    if (g_mkdir(path, 0755) != 0) {
        return FALSE;
    }
    note_scratch(tool, path);
    return chmod(path, 0755) == 0;
}

static gboolean copy_plugin(struct sl_tool *tool, const char *from, const char *to)
{
    g_autofree char *contents = NULL;
    size_t length;

    if (!g_file_get_contents(from, &contents, &length, NULL)) {
        return FALSE;
    }
    note_scratch(tool, to);
    return g_file_set_contents(to, contents, (gssize)length, NULL) && chmod(to, 0644) == 0;
}

/* Copies PLUGINS/VERSION/epan/siplens.so to the same place below ROOT. */
static gboolean copy_version(struct sl_tool *tool, const char *version, const char *root)
{
    g_autofree char *from = g_build_filename(tool->plugins, version, "epan", PLUGIN, NULL);
    g_autofree char *version_folder = g_build_filename(root, version, NULL);
    g_autofree char *folder = g_build_filename(version_folder, "epan", NULL);
    g_autofree char *to = g_build_filename(folder, PLUGIN, NULL);

    return !g_file_test(from, G_FILE_TEST_EXISTS) ||
           (make_folder(tool, version_folder) && make_folder(tool, folder) &&
            copy_plugin(tool, from, to));
}

/* Root's build folder may be closed to others. */
static gboolean copy_for_nobody(struct sl_tool *tool, GError **error)
{
    g_autofree char *root = g_dir_make_tmp("siplens-check-XXXXXX", error);
    g_autoptr(GDir) versions = NULL;
    const char *version;

    if (!root) {
        return FALSE;
    }
    note_scratch(tool, root);
    versions = g_dir_open(tool->plugins, 0, error);
    if (!versions) {
        return FALSE;
    }
    chmod(root, 0755);
    while ((version = g_dir_read_name(versions))) {
        if (!copy_version(tool, version, root)) {
            g_set_error(error, SL_TOOL_ERROR, SL_TOOL_ERROR_MISSING,
                        "cannot copy the plugin from %s to %s for tshark, which takes no plugin "
                        "folder from root",
                        tool->plugins, root);
            return FALSE;
        }
    }
    tool->as_nobody = true;
    tool->environment = g_environ_setenv(tool->environment, "WIRESHARK_PLUGIN_DIR", root, TRUE);
    tool->environment = g_environ_setenv(tool->environment, "HOME", root, TRUE);
    return TRUE;
}

/* --- finding --------------------------------------------------------------------------------- */

/* Whether tshark takes plugins from its global folder only: of root, and of root's group. */
static bool is_distrusted(void)
{
    return getuid() == 0 || geteuid() == 0 || getgid() == 0;
}

static bool can_become_nobody(void)
{
    return geteuid() == 0;
}

static gboolean find_plugins(struct sl_tool *tool, GError **error)
{
    if (is_distrusted() && !can_become_nobody()) {
        return TRUE;
    }
    if (!is_distrusted() && g_environ_getenv(tool->environment, "WIRESHARK_PLUGIN_DIR")) {
        tool->plugins = g_strdup(g_environ_getenv(tool->environment, "WIRESHARK_PLUGIN_DIR"));
        return TRUE;
    }
    tool->plugins = sl_place_beside("plugins");
    if (!tool->plugins) {
        return TRUE;
    }
    if (is_distrusted()) {
        return copy_for_nobody(tool, error);
    }
    tool->environment =
        g_environ_setenv(tool->environment, "WIRESHARK_PLUGIN_DIR", tool->plugins, TRUE);
    return TRUE;
}

struct sl_tool *sl_tool_find(GError **error)
{
    struct sl_tool *tool = g_new0(struct sl_tool, 1);

    g_mutex_init(&tool->lock);
    tool->scratch = g_ptr_array_new_with_free_func(g_free);
    tool->environment =
        g_environ_setenv(g_get_environ(), "WIRESHARK_CONFIG_DIR", NO_CONFIGURATION, TRUE);
    tool->tshark = g_find_program_in_path("tshark");
    if (!tool->tshark) {
        g_set_error_literal(error, SL_TOOL_ERROR, SL_TOOL_ERROR_MISSING,
                            "tshark is not in PATH: install it (Debian: apt-get install tshark)");
    } else if (find_plugins(tool, error)) {
        return tool;
    }
    sl_tool_free(tool);
    return NULL;
}

void sl_tool_free(struct sl_tool *tool)
{
    if (!tool) {
        return;
    }
    for (guint i = tool->scratch->len; i-- > 0;) {
        sl_cleanup_remove_path(g_ptr_array_index(tool->scratch, i));
    }
    g_ptr_array_free(tool->scratch, TRUE);
    g_strfreev(tool->environment);
    g_free(tool->tshark);
    g_free(tool->plugins);
    g_clear_error(&tool->fault);
    g_mutex_clear(&tool->lock);
    g_free(tool);
}

/* --- asking ---------------------------------------------------------------------------------- */

/*
 * What the checks do not need and tshark spends most of its time on: streams that SDP sets up, the
 * bodies of SDP and the media themselves, what UDP is shown with, and dissectors that look at every
 * frame for something else. multipart and the rest stay: SIP may lie below them.
 */
static const char *const fast[] = {
    "-o",
    "sdp.establish_conversation:FALSE",
    "-o",
    "udp.calculate_timestamps:FALSE",
    "-o",
    "udp.summary_in_tree:FALSE",
    "--disable-protocol",
    "sdp",
    "--disable-protocol",
    "rtp",
    "--disable-protocol",
    "rtcp",
    "--disable-protocol",
    "prp",
    "--disable-protocol",
    "snort",
};

static void add_each(GPtrArray *arguments, const char *flag, const char *const *values)
{
    for (; values && *values; values++) {
        g_ptr_array_add(arguments, g_strdup(flag));
        g_ptr_array_add(arguments, g_strdup(*values));
    }
}

static void add_all(GPtrArray *arguments, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        g_ptr_array_add(arguments, g_strdup(words[i]));
    }
}

static struct sl_child_command command_of(const struct sl_tool *tool, GPtrArray *arguments)
{
    g_ptr_array_add(arguments, NULL);
    return (struct sl_child_command){
        .arguments = (const char *const *)g_ptr_array_free(arguments, FALSE),
        .environment = (const char *const *)tool->environment,
        .standard_input = -1,
        .as_nobody = tool->as_nobody,
    };
}

struct sl_child_command sl_tool_command(const struct sl_tool *tool, bool is_brief,
                                        const char *const *options, const char *const *decode_as)
{
    static const char *const ask[] = {"-n", "-q", "-r", "-", "-z"};
    GPtrArray *arguments = g_ptr_array_new();

    g_ptr_array_add(arguments, g_strdup(tool->tshark));
    add_all(arguments, ask, G_N_ELEMENTS(ask));
    g_ptr_array_add(arguments, g_strdup(is_brief ? "siplens,jsonl,brief" : "siplens,jsonl"));
    add_all(arguments, fast, G_N_ELEMENTS(fast));
    add_each(arguments, "-o", options);
    add_each(arguments, "-d", decode_as);
    return command_of(tool, arguments);
}

/* As command_of, for a program that loads no plugin: nobody may not read the captures. */
static struct sl_child_command plain_command_of(const struct sl_tool *tool, GPtrArray *arguments)
{
    struct sl_child_command command = command_of(tool, arguments);

    command.as_nobody = false;
    return command;
}

struct sl_child_command sl_tool_merge_command(const struct sl_tool *tool, const GPtrArray *captures)
{
    static const char *const merge[] = {"mergecap", "-w", "-"};
    GPtrArray *arguments = g_ptr_array_new();

    add_all(arguments, merge, G_N_ELEMENTS(merge));
    for (guint i = 0; i < captures->len; i++) {
        g_ptr_array_add(arguments, g_strdup(g_ptr_array_index(captures, i)));
    }
    return plain_command_of(tool, arguments);
}

struct sl_child_command sl_tool_copy_command(const struct sl_tool *tool, const char *capture,
                                             const char *copy)
{
    const char *const words[] = {"editcap", capture, copy};
    GPtrArray *arguments = g_ptr_array_new();

    add_all(arguments, words, G_N_ELEMENTS(words));
    return plain_command_of(tool, arguments);
}

char *sl_tool_telling(const char *said)
{
    static const char *const programs[] = {"tshark: ", "mergecap: ", "editcap: "};
    g_auto(GStrv) lines = g_strsplit(said, "\n", -1);
    GString *text = g_string_new(NULL);

    for (char **line = lines; *line; line++) {
        const char *rest = g_strstrip(*line);

        if (!*rest || g_str_has_prefix(rest, "Running as user")) {
            continue;
        }
        for (size_t i = 0; i < G_N_ELEMENTS(programs); i++) {
            rest += g_str_has_prefix(rest, programs[i]) ? strlen(programs[i]) : 0;
        }
        /* Of a wrong --decode-as tshark lists what would be right: hundreds of layers, or some
         * thousand protocols. */
        if (g_str_has_prefix(rest, "Valid protocols for layer type") ||
            g_str_has_prefix(rest, "Valid layer types are")) {
            break;
        }
        g_string_append_printf(text, "%s%s", text->len ? "; " : "", rest);
    }
    g_string_replace(text, "The standard input", "it", 0);
    return g_string_free(text, text->len == 0);
}

/* --- what is wrong --------------------------------------------------------------------------- */

static char *ask(const struct sl_tool *tool, const char *first, const char *second, char **errors)
{
    GPtrArray *arguments = g_ptr_array_new();
    struct sl_child_command command;
    char *output;

    g_ptr_array_add(arguments, g_strdup(tool->tshark));
    g_ptr_array_add(arguments, g_strdup(first));
    if (second) {
        g_ptr_array_add(arguments, g_strdup(second));
    }
    command = command_of(tool, arguments);
    output = sl_child_output(&command, errors, NULL);
    g_strfreev((char **)(gpointer)command.arguments);
    return output;
}

/* The first line of TEXT that has NEEDLE in it, or NULL. */
static char *line_with(const char *text, const char *needle)
{
    const char *found = text ? strstr(text, needle) : NULL;
    const char *begin = found;

    if (!found) {
        return NULL;
    }
    while (begin > text && begin[-1] != '\n') {
        begin--;
    }
    return g_strndup(begin, strcspn(begin, "\n"));
}

/* "4.0" of "TShark (Wireshark) 4.0.17 (…"; "" if that is not what it says. */
static char *version_of(const char *said)
{
    g_autoptr(GRegex) regex = g_regex_new("^TShark[^0-9\n]* ([0-9]+[.][0-9]+)", 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;

    if (said && g_regex_match(regex, said, 0, &match)) {
        return g_match_info_fetch(match, 1);
    }
    return g_strdup("");
}

/* Compares "4.0" and "4.10" as versions. */
static int compare_versions(const char *a, const char *b)
{
    guint64 major_a = g_ascii_strtoull(a, NULL, 10);
    guint64 major_b = g_ascii_strtoull(b, NULL, 10);

    if (major_a != major_b) {
        return major_a < major_b ? -1 : 1;
    }
    major_a = g_ascii_strtoull(strchr(a, '.') + 1, NULL, 10);
    major_b = g_ascii_strtoull(strchr(b, '.') + 1, NULL, 10);
    return (major_a > major_b) - (major_a < major_b);
}

static GError *wrong_version(const struct sl_tool *tool, const char *version)
{
    if (!*version) {
        return g_error_new(SL_TOOL_ERROR, SL_TOOL_ERROR_VERSION,
                           "%s does not tell its version: is it Wireshark's tshark?", tool->tshark);
    }
    if (compare_versions(version, SIPLENS_WIRESHARK_FIRST) < 0) {
        return g_error_new(SL_TOOL_ERROR, SL_TOOL_ERROR_VERSION,
                           "%s is of Wireshark %s, which is too old: siplens needs %s to %s",
                           tool->tshark, version, SIPLENS_WIRESHARK_FIRST, SIPLENS_WIRESHARK_LAST);
    }
    return NULL;
}

/* Where tshark VERSION was to find the plugin. */
static char *searched(const struct sl_tool *tool, const char *version)
{
    g_autofree char *folders = NULL;
    g_autofree char *personal = NULL;
    g_autofree char *global = NULL;

    if (tool->plugins) {
        return g_build_filename(tool->plugins, version, "epan", PLUGIN, NULL);
    }
    folders = ask(tool, "-G", "folders", NULL);
    personal = line_with(folders, "Personal Plugins:");
    global = line_with(folders, "Global Plugins:");
    if (!personal || !global) {
        return g_strdup("Wireshark's plugin folders");
    }
    return g_strdup_printf("%s/epan%s%s", g_strstrip(strchr(global, ':') + 1),
                           is_distrusted() ? "" : " or ",
                           is_distrusted() ? "" : g_strstrip(strchr(personal, ':') + 1));
}

static GError *judge(const struct sl_tool *tool)
{
    g_autofree char *said = ask(tool, "--version", NULL, NULL);
    g_autofree char *version = version_of(said);
    g_autofree char *errors = NULL;
    g_autofree char *plugins = NULL;
    g_autofree char *refused = NULL;
    g_autofree char *listed = NULL;
    g_autofree char *where = NULL;
    GError *wrong = wrong_version(tool, version);

    if (wrong) {
        return wrong;
    }
    plugins = ask(tool, "-G", "plugins", &errors);
    listed = line_with(plugins, PLUGIN);
    if (listed) {
        return NULL;
    }
    refused = line_with(errors, "siplens");
    if (refused) {
        return g_error_new(SL_TOOL_ERROR, SL_TOOL_ERROR_VERSION,
                           "tshark, of Wireshark %s, refuses the plugin: \"%s\"; build siplens for "
                           "this Wireshark, or install it again",
                           version, refused);
    }
    where = searched(tool, version);
    return g_error_new(
        SL_TOOL_ERROR, SL_TOOL_ERROR_MISSING,
        "tshark, of Wireshark %s, has no plugin siplens: there is none for it in %s%s", version,
        where,
        is_distrusted() && !can_become_nobody()
            ? ", the only folder it takes plugins from where the group is root's"
            : "");
}

const GError *sl_tool_fault(struct sl_tool *tool)
{
    g_mutex_lock(&tool->lock);
    if (!tool->is_judged) {
        tool->fault = judge(tool);
        tool->is_judged = true;
    }
    g_mutex_unlock(&tool->lock);
    return tool->fault;
}

/* --- the user's options ---------------------------------------------------------------------- */

/* What tshark has against OPTIONS and DECODE_AS, either of which may be NULL; NULL: nothing. */
static char *complaint(const struct sl_tool *tool, const char *const *options,
                       const char *const *decode_as)
{
    GPtrArray *arguments = g_ptr_array_new();
    struct sl_child_command command;
    g_autofree char *output = NULL;
    g_autofree char *errors = NULL;

    g_ptr_array_add(arguments, g_strdup(tool->tshark));
    add_each(arguments, "-o", options);
    add_each(arguments, "-d", decode_as);
    /* Obeyed in its turn: what is before it has been judged by then, and no capture is read. */
    g_ptr_array_add(arguments, g_strdup("--version"));
    command = command_of(tool, arguments);
    output = sl_child_output(&command, &errors, NULL);
    g_strfreev((char **)(gpointer)command.arguments);
    return output || !errors ? NULL : sl_tool_telling(errors);
}

/* Checks VALUES of the option NAME, each by itself: tshark does not always name the wrong one. */
static gboolean check_each(const struct sl_tool *tool, const char *name, const char *const *values,
                           bool is_decode_as, GError **error)
{
    for (; *values; values++) {
        const char *const one[] = {*values, NULL};
        g_autofree char *said =
            complaint(tool, is_decode_as ? NULL : one, is_decode_as ? one : NULL);

        if (said) {
            g_set_error(error, SL_TOOL_ERROR, SL_TOOL_ERROR_OPTION, "%s: tshark refuses \"%s\": %s",
                        name, *values, said);
            return FALSE;
        }
    }
    return TRUE;
}

gboolean sl_tool_check_options(struct sl_tool *tool, const char *const *options,
                               const char *const *decode_as, GError **error)
{
    g_autofree char *said = NULL;

    if (!*options && !*decode_as) {
        return TRUE;
    }
    said = complaint(tool, options, decode_as);
    /* Without the plugin tshark does not know its preferences: it is the fault to tell then. */
    return !said || sl_tool_fault(tool) ||
           (check_each(tool, "--option", options, false, error) &&
            check_each(tool, "--decode-as", decode_as, true, error));
}
