/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes the generated pages of the documentation.
 *
 *     siplens-doc CAPTURES FOLDER          writes them to FOLDER
 *     siplens-doc --check CAPTURES FOLDER  compares those in FOLDER with fresh ones (TAP)
 */
#include <stdio.h>
#include <string.h>

#include "page.h"

enum page { PAGE_RULES, PAGE_STATUS_CODES, PAGE_REASONS, PAGE_JSON_SCHEMA, PAGES };

static const char *const file_names[PAGES] = {
    [PAGE_RULES] = "rules.md",
    [PAGE_STATUS_CODES] = "status-codes.md",
    [PAGE_REASONS] = "reasons.md",
    [PAGE_JSON_SCHEMA] = "siplens-jsonl.schema.json",
};

static GString *make_page(enum page page, const char *captures, GError **error)
{
    GString *out = g_string_new(NULL);

    if (page == PAGE_STATUS_CODES) {
        sl_page_status_codes(out);
    } else if (page == PAGE_REASONS) {
        sl_page_reasons(out);
    } else if (page == PAGE_JSON_SCHEMA) {
        sl_page_json_schema(out);
    } else if (!sl_page_rules(out, captures, error)) {
        g_string_free(out, TRUE);
        return NULL;
    }
    return out;
}

static gboolean is_fresh(const char *path, const GString *page)
{
    char *text;
    gboolean same = FALSE;

    if (g_file_get_contents(path, &text, NULL, NULL)) {
        same = strcmp(text, page->str) == 0;
        g_free(text);
    }
    return same;
}

/* Writes or compares one page; FALSE with *ERROR set if it cannot, or with none if it is stale. */
static gboolean do_page(enum page page, const char *captures, const char *folder, gboolean check,
                        GError **error)
{
    char *path = g_build_filename(folder, file_names[page], NULL);
    GString *text = make_page(page, captures, error);
    gboolean ok = text != NULL;

    if (text && check) {
        ok = is_fresh(path, text);
        printf("%s %d %s\n", ok ? "ok" : "not ok", page + 1, file_names[page]);
        if (!ok) {
            printf("# %s is stale; cmake --build BUILD-FOLDER --target docs renews it\n", path);
        }
    } else if (text) {
        ok = g_file_set_contents(path, text->str, (gssize)text->len, error);
    }
    if (text) {
        g_string_free(text, TRUE);
    }
    g_free(path);
    return ok;
}

int main(int argc, char **argv)
{
    gboolean check = argc == 4 && strcmp(argv[1], "--check") == 0;
    GError *error = NULL;
    int status = 0;

    if (argc != 3 && !check) {
        fprintf(stderr, "usage: siplens-doc [--check] CAPTURES FOLDER\n");
        return 2;
    }
    if (check) {
        printf("1..%d\n", PAGES);
    }
    for (int page = 0; page < PAGES; page++) {
        if (!do_page((enum page)page, argv[argc - 2], argv[argc - 1], check, &error)) {
            status = 1;
        }
        if (error) {
            fprintf(stderr, "siplens-doc: %s\n", error->message);
            g_clear_error(&error);
        }
    }
    return status;
}
