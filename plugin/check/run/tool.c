/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run/tool.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/unconst.h"
#include "run/environment.h"
#include "run/file-options.h"
#include "run/install-paths.h"
#include "run/nobody.h"
#include "run/plugin-folder.h"

struct sl_tool {
    char *tshark;
    char **environment;
    char *plugins; /* the folder in which siplens was found; NULL: where tshark looks by itself */
    bool as_nobody;
    char **options; /* its -o and -d, as it gets them; NULL: none yet */
    char **decode_as;
    struct sl_scratch *scratch;
    GMutex lock;
    bool is_judged;
    GError *fault;
};

/* The formatter would put spaces into the name. */
/* clang-format off */
G_DEFINE_QUARK(sl-tool-error, sl_tool_error)
/* clang-format on */

static struct sl_child_command command_of(const struct sl_tool *tool, GPtrArray *arguments);
static char *version_of(const char *said);
static char *ask(const struct sl_tool *tool, const char *first, const char *second, char **errors);

/* --- who runs it ----------------------------------------------------------------------------- */

/* Whether tshark takes plugins from its global folder only: of root, and of root's group. */
static bool is_distrusted(const struct sl_tool *tool)
{
    return !tool->as_nobody && (sl_nobody_is_wanted() || getgid() == 0);
}

static gboolean choose_user(struct sl_tool *tool, bool as_root, GError **error)
{
    tool->as_nobody = sl_nobody_is_wanted() && sl_nobody_is_possible();
    if (!tool->as_nobody && sl_nobody_is_wanted() && !as_root) {
        g_set_error_literal(
            error, SL_TOOL_ERROR, SL_TOOL_ERROR_ROOT,
            "root cannot run tshark as nobody here, as in a container that maps no other user, and "
            "a capture may attack it: run siplens-check as another user, or give --as-root where "
            "you trust the captures");
        return FALSE;
    }
    if (tool->as_nobody && !sl_nobody_may(tool->tshark, X_OK)) {
        g_set_error(error, SL_TOOL_ERROR, SL_TOOL_ERROR_ROOT,
                    "%s may not be run by nobody, as whom root runs it: install it for all users",
                    tool->tshark);
        return FALSE;
    }
    tool->scratch = sl_scratch_new(tool->as_nobody);
    return TRUE;
}

/* --- where the plugin is --------------------------------------------------------------------- */

/* The user's own folder of plugins, if the plugin for this tshark is in it. */
static char *personal_plugins(const struct sl_tool *tool)
{
    g_autofree char *folder = sl_environment_personal_plugins();
    g_autofree char *said = NULL;
    g_autofree char *version = NULL;

    if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
        return NULL;
    }
    said = ask(tool, "--version", NULL, NULL);
    version = version_of(said);
    return *version && sl_plugin_folder_has(folder, version) ? g_steal_pointer(&folder) : NULL;
}

static gboolean find_plugins(struct sl_tool *tool, GError **error)
{
    const char *given = g_getenv("WIRESHARK_PLUGIN_DIR");
    g_autofree char *own = NULL;

    tool->environment = sl_environment_new(NULL);
    if (is_distrusted(tool)) {
        return TRUE;
    }
    tool->plugins = given && *given ? g_strdup(given) : sl_place_beside("plugins");
    if (!tool->plugins) {
        tool->plugins = personal_plugins(tool);
    }
    if (!tool->plugins) {
        return TRUE;
    }
    own = sl_plugin_folder_new(tool->scratch, tool->plugins, error);
    if (!own) {
        g_prefix_error(error, "the plugin cannot be taken from %s: ", tool->plugins);
        return FALSE;
    }
    g_strfreev(tool->environment);
    tool->environment = sl_environment_new(own);
    return TRUE;
}

/* --- finding --------------------------------------------------------------------------------- */

static char *find_program(const char *name, const char *package, GError **error)
{
    char *path = sl_environment_find(name);

    if (!path) {
        g_set_error(error, SL_TOOL_ERROR, SL_TOOL_ERROR_MISSING,
                    "%s is not in PATH: install it (Debian: apt-get install %s)", name, package);
    }
    return path;
}

struct sl_tool *sl_tool_find(bool as_root, GError **error)
{
    struct sl_tool *tool = g_new0(struct sl_tool, 1);

    g_mutex_init(&tool->lock);
    tool->tshark = find_program("tshark", "tshark", error);
    if (tool->tshark && choose_user(tool, as_root, error) && find_plugins(tool, error)) {
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
    sl_scratch_free(tool->scratch);
    g_strfreev(tool->environment);
    g_strfreev(tool->options);
    g_strfreev(tool->decode_as);
    g_free(tool->tshark);
    g_free(tool->plugins);
    g_clear_error(&tool->fault);
    g_mutex_clear(&tool->lock);
    g_free(tool);
}

struct sl_scratch *sl_tool_scratch(const struct sl_tool *tool)
{
    return tool->scratch;
}

bool sl_tool_is_nobody(const struct sl_tool *tool)
{
    return tool->as_nobody;
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

struct sl_child_command sl_tool_command(const struct sl_tool *tool, bool is_brief)
{
    static const char *const words[] = {"-n", "-q", "-r", "-", "-z"};
    GPtrArray *arguments = g_ptr_array_new();

    g_ptr_array_add(arguments, g_strdup(tool->tshark));
    add_all(arguments, words, G_N_ELEMENTS(words));
    g_ptr_array_add(arguments, g_strdup(is_brief ? "siplens,jsonl,brief" : "siplens,jsonl"));
    add_all(arguments, fast, G_N_ELEMENTS(fast));
    add_each(arguments, "-o", (const char *const *)tool->options);
    add_each(arguments, "-d", (const char *const *)tool->decode_as);
    return command_of(tool, arguments);
}

/* The command PROGRAM with WORDS; NULL arguments, with *ERROR, where there is no such program. */
static struct sl_child_command other_command(const struct sl_tool *tool, const char *program,
                                             const char *const *words, size_t count, GError **error)
{
    char *path = find_program(program, "wireshark-common", error);
    GPtrArray *arguments;

    if (!path) {
        return (struct sl_child_command){.standard_input = -1};
    }
    arguments = g_ptr_array_new();
    g_ptr_array_add(arguments, path);
    add_all(arguments, words, count);
    return command_of(tool, arguments);
}

struct sl_child_command sl_tool_merge_command(const struct sl_tool *tool, const GPtrArray *captures,
                                              GError **error)
{
    GPtrArray *words = g_ptr_array_new();
    struct sl_child_command command;

    g_ptr_array_add(words, sl_unconst("-w"));
    g_ptr_array_add(words, sl_unconst("-"));
    for (guint i = 0; i < captures->len; i++) {
        g_ptr_array_add(words, g_ptr_array_index(captures, i));
    }
    command = other_command(tool, "mergecap", (const char *const *)words->pdata, words->len, error);
    g_ptr_array_free(words, TRUE);
    return command;
}

struct sl_child_command sl_tool_copy_command(const struct sl_tool *tool, GError **error)
{
    static const char *const words[] = {"-", "-"};

    return other_command(tool, "editcap", words, G_N_ELEMENTS(words), error);
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
    g_strfreev(sl_unconst(command.arguments));
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
        return g_build_filename(tool->plugins, version, "epan", SL_PLUGIN, NULL);
    }
    folders = ask(tool, "-G", "folders", NULL);
    personal = line_with(folders, "Personal Plugins:");
    global = line_with(folders, "Global Plugins:");
    if (!personal || !global) {
        return g_strdup("Wireshark's plugin folders");
    }
    return g_strdup_printf("%s/epan%s%s", g_strstrip(strchr(global, ':') + 1),
                           is_distrusted(tool) ? "" : " or ",
                           is_distrusted(tool) ? "" : g_strstrip(strchr(personal, ':') + 1));
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
    listed = line_with(plugins, SL_PLUGIN);
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
        is_distrusted(tool) ? ", the only folder it takes plugins from where the group is root's"
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
    g_strfreev(sl_unconst(command.arguments));
    return output || !errors ? NULL : sl_tool_telling(errors);
}

/*
 * Checks each of HANDED, which the user GAVE as values of the option NAME, by itself: tshark does
 * not always name the wrong one.
 */
static gboolean check_each(const struct sl_tool *tool, const char *name, const char *const *given,
                           char **handed, bool is_decode_as, GError **error)
{
    for (; *handed; handed++, given++) {
        const char *const one[] = {*handed, NULL};
        g_autofree char *said =
            complaint(tool, is_decode_as ? NULL : one, is_decode_as ? one : NULL);

        if (said) {
            g_set_error(error, SL_TOOL_ERROR, SL_TOOL_ERROR_OPTION, "%s: tshark refuses \"%s\": %s",
                        name, *given, said);
            return FALSE;
        }
    }
    return TRUE;
}

/* The preferences that name files, asked for only where OPTIONS has one that may be such; NULL. */
static GHashTable *file_names(const struct sl_tool *tool, const char *const *options)
{
    g_autofree char *preferences = NULL;

    for (; *options && !preferences; options++) {
        if (sl_file_options_may_be(*options)) {
            preferences = ask(tool, "-G", "defaultprefs", NULL);
            return preferences ? sl_file_options_names(preferences) : NULL;
        }
    }
    return NULL;
}

/* OPTIONS as tshark is to get them; NULL, with *ERROR. */
static char **lend(const struct sl_tool *tool, const char *const *options, GError **error)
{
    GHashTable *names = file_names(tool, options);
    GPtrArray *lent = g_ptr_array_new_with_free_func(g_free);
    GError *wrong = NULL;

    for (; *options && !wrong; options++) {
        g_ptr_array_add(
            lent, sl_file_options_lend(*options, names, tool->scratch, tool->as_nobody, &wrong));
    }
    if (names) {
        g_hash_table_unref(names);
    }
    if (wrong) {
        g_set_error(error, SL_TOOL_ERROR, SL_TOOL_ERROR_OPTION, "--option: %s: %s", options[-1],
                    wrong->message);
        g_error_free(wrong);
        g_ptr_array_free(lent, TRUE);
        return NULL;
    }
    g_ptr_array_add(lent, NULL);
    return (char **)g_ptr_array_free(lent, FALSE);
}

gboolean sl_tool_take_options(struct sl_tool *tool, const char *const *options,
                              const char *const *decode_as, GError **error)
{
    g_autofree char *said = NULL;

    tool->options = lend(tool, options, error);
    if (!tool->options) {
        return FALSE;
    }
    tool->decode_as = g_strdupv(sl_unconst(decode_as));
    if (!*options && !*decode_as) {
        return TRUE;
    }
    said = complaint(tool, (const char *const *)tool->options, decode_as);
    /* Without the plugin tshark does not know its preferences: it is the fault to tell then. */
    return !said || sl_tool_fault(tool) ||
           (check_each(tool, "--option", options, tool->options, false, error) &&
            check_each(tool, "--decode-as", decode_as, tool->decode_as, true, error));
}
