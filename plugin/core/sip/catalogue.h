/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The status codes as this user knows them: the registered ones, with the texts the user replaced
 * and the codes the user added (preference table siplens_status). Everything that shows a status
 * code asks here.
 *
 * Strings handed out are borrowed from the catalogue and live until it is changed or freed. NULL
 * stands for the registered codes alone, wherever a const catalogue is taken.
 */
#ifndef SL_CATALOGUE_H
#define SL_CATALOGUE_H

#include <glib.h>
#include <stdbool.h>

#include "sip/status.h"

struct sl_catalogue;

#define SL_CATALOGUE_ERROR (sl_catalogue_error_quark())
GQuark sl_catalogue_error_quark(void);
enum sl_catalogue_error {
    SL_CATALOGUE_ERROR_CODE, /* no status code */
    SL_CATALOGUE_ERROR_TEXT  /* a text that must not be shown */
};

/* A catalogue of the registered codes; free it with sl_catalogue_free. */
struct sl_catalogue *sl_catalogue_new(void);

/* Frees CATALOGUE and every string it handed out; NULL does nothing. */
void sl_catalogue_free(struct sl_catalogue *catalogue);

/*
 * Makes CODE known with the user's Chinese label ZH, reason PHRASE and EXPLAIN, all copied. Each
 * text that is not empty (nor NULL) replaces what was there before. FALSE, with *ERROR naming the
 * wrong value and nothing changed, if CODE is outside 100 to 699 or a text is not valid UTF-8 or
 * has a control, bidirectional or other invisible character.
 */
bool sl_catalogue_add(struct sl_catalogue *catalogue, unsigned code, const char *zh,
                      const char *phrase, const char *explain, GError **error);

/* Judges a row as sl_catalogue_add does, without a catalogue. */
bool sl_catalogue_check(unsigned code, const char *zh, const char *phrase, const char *explain,
                        GError **error);

/* The English reason phrase of CODE, or NULL. */
const char *sl_catalogue_phrase(const struct sl_catalogue *catalogue, unsigned code);

/* The Chinese label of CODE, or NULL. */
const char *sl_catalogue_zh(const struct sl_catalogue *catalogue, unsigned code);

/*
 * What CODE means as the response to a request of METHOD: the user's text, the same in both
 * languages and for every method, else that of sl_status_explain. NULL outside 100 to 699.
 */
const char *sl_catalogue_explain(const struct sl_catalogue *catalogue, unsigned code,
                                 enum sl_method method, enum sl_language language);

/* Where CODE is defined; NULL for one that is not registered. */
const char *sl_catalogue_reference(const struct sl_catalogue *catalogue, unsigned code);

/* True if the project's source document lists CODE. */
bool sl_catalogue_is_documented(const struct sl_catalogue *catalogue, unsigned code);

/* True if CODE is registered or the user added it: rule unknown_status then stays silent. */
bool sl_catalogue_is_known(const struct sl_catalogue *catalogue, unsigned code);

#endif
