/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/catalogue.h"

#include "base/escape.h"

/* What the user wrote for one code; NULL where nothing. */
struct user_row {
    char *zh;
    char *phrase;
    char *explain;
};

struct sl_catalogue {
    struct user_row *rows[SL_STATUS_MAX - SL_STATUS_MIN + 1]; /* by code; owns them */
};

/* The formatter would put spaces into the name. */
/* clang-format off */
G_DEFINE_QUARK(sl-catalogue-error-quark, sl_catalogue_error)
/* clang-format on */

static bool is_code(unsigned code)
{
    return code >= SL_STATUS_MIN && code <= SL_STATUS_MAX;
}

static const struct user_row *find_row(const struct sl_catalogue *catalogue, unsigned code)
{
    return catalogue && is_code(code) ? catalogue->rows[code - SL_STATUS_MIN] : NULL;
}

struct sl_catalogue *sl_catalogue_new(void)
{
    return g_new0(struct sl_catalogue, 1);
}

void sl_catalogue_free(struct sl_catalogue *catalogue)
{
    if (!catalogue) {
        return;
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(catalogue->rows); i++) {
        struct user_row *row = catalogue->rows[i];

        if (row) {
            g_free(row->zh);
            g_free(row->phrase);
            g_free(row->explain);
            g_free(row);
        }
    }
    g_free(catalogue);
}

/* Our texts are shown as they are, so what could mislead a reader is kept out here. */
static bool check_text(unsigned code, const char *what, const char *text, GError **error)
{
    GString *message;

    if (!text || sl_escape_is_clean(text)) {
        return true;
    }
    message = g_string_new(NULL);
    g_string_append_printf(message, "the %s of status code %u %s: \"", what, code,
                           g_utf8_validate(text, -1, NULL) ? "has a control or invisible character"
                                                           : "is not valid UTF-8");
    sl_escape_append(message, text);
    g_string_append_c(message, '"');
    g_set_error_literal(error, SL_CATALOGUE_ERROR, SL_CATALOGUE_ERROR_TEXT, message->str);
    g_string_free(message, TRUE);
    return false;
}

bool sl_catalogue_check(unsigned code, const char *zh, const char *phrase, const char *explain,
                        GError **error)
{
    if (!is_code(code)) {
        g_set_error(error, SL_CATALOGUE_ERROR, SL_CATALOGUE_ERROR_CODE,
                    "status code %u is not within %d to %d", code, SL_STATUS_MIN, SL_STATUS_MAX);
        return false;
    }
    return check_text(code, "Chinese label", zh, error) &&
           check_text(code, "phrase", phrase, error) &&
           check_text(code, "explanation", explain, error);
}

static void replace(char **old, const char *text)
{
    if (text && *text) {
        char *copy = g_strdup(text); /* first: TEXT may be what it replaces */

        g_free(*old);
        *old = copy;
    }
}

bool sl_catalogue_add(struct sl_catalogue *catalogue, unsigned code, const char *zh,
                      const char *phrase, const char *explain, GError **error)
{
    struct user_row **row;

    if (!sl_catalogue_check(code, zh, phrase, explain, error)) {
        return false;
    }
    row = &catalogue->rows[code - SL_STATUS_MIN];
    if (!*row) {
        *row = g_new0(struct user_row, 1);
    }
    replace(&(*row)->zh, zh);
    replace(&(*row)->phrase, phrase);
    replace(&(*row)->explain, explain);
    return true;
}

const char *sl_catalogue_phrase(const struct sl_catalogue *catalogue, unsigned code)
{
    const struct user_row *row = find_row(catalogue, code);
    const struct sl_status *status;

    if (row && row->phrase) {
        return row->phrase;
    }
    status = sl_status_find(code);
    return status ? status->label.en : NULL;
}

const char *sl_catalogue_zh(const struct sl_catalogue *catalogue, unsigned code)
{
    const struct user_row *row = find_row(catalogue, code);
    const struct sl_status *status;

    if (row && row->zh) {
        return row->zh;
    }
    status = sl_status_find(code);
    return status ? status->label.zh : NULL;
}

const char *sl_catalogue_explain(const struct sl_catalogue *catalogue, unsigned code,
                                 enum sl_method method, enum sl_language language)
{
    const struct user_row *row = find_row(catalogue, code);
    const struct sl_text *text;

    if (row && row->explain) {
        return row->explain;
    }
    text = sl_status_explain(code, method);
    return text ? sl_text_get(text, language) : NULL;
}

const char *sl_catalogue_reference(const struct sl_catalogue *catalogue, unsigned code)
{
    const struct sl_status *status = sl_status_find(code);

    (void)catalogue; /* the user's rows have no such column */
    return status ? status->reference : NULL;
}

bool sl_catalogue_is_documented(const struct sl_catalogue *catalogue, unsigned code)
{
    const struct sl_status *status = sl_status_find(code);

    (void)catalogue; /* the user's rows have no such column */
    return status && status->documented;
}

bool sl_catalogue_is_known(const struct sl_catalogue *catalogue, unsigned code)
{
    return find_row(catalogue, code) || sl_status_find(code);
}
