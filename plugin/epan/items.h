/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Adds our items to Wireshark's tree: generated, and in the languages that the user reads. */
#ifndef SL_EPAN_ITEMS_H
#define SL_EPAN_ITEMS_H

#include "compat.h"

#include "base/text.h"
#include "prefs.h"

/* Where items go. */
struct sl_items {
    tvbuff_t *tvb;
    proto_tree *tree;
    enum sl_languages languages;
};

/* Registers what the items of all our fields share. */
void sl_items_register(int proto);

/* True if the user reads texts in LANGUAGE. */
bool sl_items_show(const struct sl_items *items, enum sl_language language);

/* Adds TEXT, or nothing where it is NULL. */
proto_item *sl_items_add_string(const struct sl_items *items, int hf, const char *text);

/* The same of a text that comes from the capture: control characters and the like are escaped. */
proto_item *sl_items_add_captured(const struct sl_items *items, int hf, const char *text);

/* A text in one language: hidden where the user reads the other, but always there to filter by. */
void sl_items_add_text(const struct sl_items *items, int hf, enum sl_language language,
                       const char *text);

proto_item *sl_items_add_uint(const struct sl_items *items, int hf, uint32_t value);

/* VALUE with LABEL (NULL: none) behind it, in the languages that the user reads. */
proto_item *sl_items_add_labelled(const struct sl_items *items, int hf, uint32_t value,
                                  const struct sl_text *label);

/* Appends LABEL to what ITEM shows, in the languages that the user reads. */
void sl_items_append_label(const struct sl_items *items, proto_item *item,
                           const struct sl_text *label);

/* Where the items below ITEM go. */
struct sl_items sl_items_below(const struct sl_items *items, proto_item *item, int ett);

#endif
