/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The preferences of protocol SIPLENS, as the user set them. */
#ifndef SL_EPAN_PREFS_H
#define SL_EPAN_PREFS_H

#include "compat.h"

#include "report/report.h"
#include "settings.h"
#include "sip/catalogue.h"

/* Registers the preferences. */
void sl_prefs_register(int proto);

/* The languages in which texts are shown. */
enum sl_languages sl_prefs_languages(void);

/* True if the Info column is to be added to. */
bool sl_prefs_info_column(void);

/* What the checker is to go by. */
void sl_prefs_settings(struct sl_settings *settings);

/* The status codes with what the user added; to be freed with sl_catalogue_free. */
struct sl_catalogue *sl_prefs_catalogue(void);

#endif
