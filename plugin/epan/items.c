/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "items.h"

#include "base/escape.h"
#include "long-text.h"

static int hf_text = -1;

void sl_items_register(int proto)
{
    static hf_register_info fields[] = {
        {&hf_text,
         {"续行 Continuation", "siplens.text", FT_STRING, BASE_NONE, NULL, 0x0, NULL, HFILL}}};

    proto_register_field_array(proto, fields, (int)G_N_ELEMENTS(fields));
}

bool sl_items_show(const struct sl_items *items, enum sl_language language)
{
    return items->languages == SL_LANGUAGES_BOTH ||
           (items->languages == SL_LANGUAGES_ZH) == (language == SL_ZH);
}

proto_item *sl_items_add_string(const struct sl_items *items, int hf, const char *text)
{
    proto_item *item;

    if (!text) {
        return NULL;
    }
    item = proto_tree_add_string(items->tree, hf, items->tvb, 0, 0, text);
    proto_item_set_generated(item);
    return item;
}

proto_item *sl_items_add_captured(const struct sl_items *items, int hf, const char *text)
{
    GString *safe;
    proto_item *item;

    if (!text) {
        return NULL;
    }
    safe = g_string_new(NULL);
    sl_escape_append_whole(safe, text);
    item = sl_items_add_string(items, hf, safe->str);
    g_string_free(safe, TRUE);
    return item;
}

void sl_items_add_text(const struct sl_items *items, int hf, enum sl_language language,
                       const char *text)
{
    if (text && sl_items_show(items, language)) {
        sl_long_text_add(items->tree, items->tvb, hf, hf_text, text);
    } else if (text) {
        proto_item_set_hidden(sl_items_add_string(items, hf, text));
    }
}

proto_item *sl_items_add_uint(const struct sl_items *items, int hf, uint32_t value)
{
    proto_item *item = proto_tree_add_uint(items->tree, hf, items->tvb, 0, 0, value);

    proto_item_set_generated(item);
    return item;
}

proto_item *sl_items_add_labelled(const struct sl_items *items, int hf, uint32_t value,
                                  const struct sl_text *label)
{
    proto_item *item = sl_items_add_uint(items, hf, value);

    if (label) {
        sl_items_append_label(items, item, label);
    }
    return item;
}

void sl_items_append_label(const struct sl_items *items, proto_item *item,
                           const struct sl_text *label)
{
    if (sl_items_show(items, SL_ZH)) {
        proto_item_append_text(item, " %s", label->zh);
    }
    if (sl_items_show(items, SL_EN)) {
        proto_item_append_text(item, " %s", label->en);
    }
}

struct sl_items sl_items_below(const struct sl_items *items, proto_item *item, int ett)
{
    struct sl_items below = *items;

    below.tree = proto_item_add_subtree(item, ett);
    return below;
}
