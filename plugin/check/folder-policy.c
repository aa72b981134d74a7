/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "folder-policy.h"

#include <stdbool.h>
#include <string.h>

#include "options.h"
#include "settings.h"

#define ELSEWHERE "on the command line, or in a file named with --config"

/* Those that take any value. */
static const char *const free_options[] = {
    "fail-on", "max-findings", "lang", "color", "jobs", "join", "require", "baseline", "timeout",
};

static gboolean refuse(GError **error, const char *name, const char *value, const char *allowed)
{
    g_set_error(error, SL_OPTIONS_ERROR, SL_OPTIONS_ERROR_VALUE,
                "\"%s\" is more than a file that only lies in the working directory may set: "
                "give --%s " ELSEWHERE "; here, %s is %s",
                value, name, name, allowed);
    return FALSE;
}

/* --- preferences of siplens --------------------------------------------------------------------
 */

static bool is_word_of(const char *value, const char *const *words)
{
    return g_strv_contains(words, value);
}

/* "X-Call-ID, X-CID": names of headers. */
static bool is_header_list(const char *value)
{
    static const char in_names[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-.!%*_+`'~, ";

    return *value && strlen(value) <= SL_FOLDER_TEXT_MAX && !value[strspn(value, in_names)];
}

static const struct sl_number_range *range_of(const char *name)
{
    for (int i = 0; i < SL_NUMBERS; i++) {
        const struct sl_number_range *range = sl_settings_range((enum sl_number)i);

        if (g_str_has_prefix(name, "siplens.") &&
            strcmp(name + strlen("siplens."), range->name) == 0) {
            return range;
        }
    }
    return NULL;
}

static gboolean check_number(const struct sl_number_range *range, const char *option,
                             const char *value, GError **error)
{
    g_autofree char *allowed = NULL;

    if (g_ascii_string_to_unsigned(value, 10, range->usual_least, range->usual_most, NULL, NULL)) {
        return TRUE;
    }
    allowed = g_strdup_printf("siplens.%s:N with N from %u to %u", range->name, range->usual_least,
                              range->usual_most);
    return refuse(error, "option", option, allowed);
}

/* No blanks and no other spelling: what tshark makes of those is its own affair. */
static gboolean check_option(const char *option, GError **error)
{
    static const char *const languages[] = {"zh", "en", "both", NULL};
    static const char *const truths[] = {"true", "false", "TRUE", "FALSE", NULL};
    g_autofree char *name = g_strndup(option, strcspn(option, ":"));
    const char *value = option + strlen(name) + (option[strlen(name)] == ':');
    const struct sl_number_range *range = range_of(name);

    if (range) {
        return check_number(range, option, value, error);
    }
    if ((strcmp(name, "siplens.language") == 0 && is_word_of(value, languages)) ||
        (strcmp(name, "siplens.info_column") == 0 && is_word_of(value, truths)) ||
        (strcmp(name, "siplens.leg_headers") == 0 && is_header_list(value)) ||
        g_str_has_prefix(option, "uat:siplens_status:")) {
        return TRUE;
    }
    return refuse(
        error, "option", option,
        "siplens.t1_ms, provisional_ms, timer_c_s, duplicate_ms, leg_headers, language "
        "or info_column, or uat:siplens_status; severities go into [rules], or with --rule");
}

/* --- ports ----------------------------------------------------------------------------------- */

static gboolean check_decode_as(const char *value, GError **error)
{
    static const char *const layers[] = {"udp.port==", "tcp.port==", "tls.port==", "sctp.port=="};
    const char *port = NULL;

    for (size_t i = 0; i < G_N_ELEMENTS(layers) && !port; i++) {
        port = g_str_has_prefix(value, layers[i]) ? value + strlen(layers[i]) : NULL;
    }
    if (port && g_str_has_suffix(port, ",sip")) {
        g_autofree char *number = g_strndup(port, strlen(port) - strlen(",sip"));

        if (g_ascii_string_to_unsigned(number, 10, 1, G_MAXUINT16, NULL, NULL)) {
            return TRUE;
        }
    }
    return refuse(error, "decode-as", value, "udp.port==N,sip, or tcp, tls or sctp for udp");
}

/* --------------------------------------------------------------------------------------------- */

gboolean sl_folder_policy_check(const char *name, const char *value, GError **error)
{
    if (strcmp(name, "option") == 0) {
        return check_option(value, error);
    }
    if (strcmp(name, "decode-as") == 0) {
        return check_decode_as(value, error);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(free_options); i++) {
        if (strcmp(name, free_options[i]) == 0) {
            return TRUE;
        }
    }
    g_set_error(
        error, SL_OPTIONS_ERROR, SL_OPTIONS_ERROR_VALUE,
        "a file that only lies in the working directory may not set it: give it " ELSEWHERE);
    return FALSE;
}
