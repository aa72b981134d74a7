/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "long-text.h"

#include <string.h>

#include "base/lines.h"

/* What a label holds beside the field's name, its colon and the brackets. */
#define ROOM (ITEM_LABEL_LENGTH - 48)
/* What can be read without scrolling where Wireshark's window shows the tree beside the bytes. */
#define COLUMNS 96

/* What of a line is to be seen: the blanks at its end are not. */
static int visible(const char *line, size_t length)
{
    while (length > 0 && line[length - 1] == ' ') {
        length--;
    }
    return (int)length;
}

static size_t first_line(const char *text)
{
    return sl_lines_first(text, ROOM, COLUMNS, SL_LINES_SENTENCES);
}

static void add_line(proto_tree *tree, tvbuff_t *tvb, int hf, const char *text, size_t length)
{
    char *line = g_strndup(text, (gsize)visible(text, length));

    proto_item_set_generated(proto_tree_add_string_format(tree, hf, tvb, 0, 0, line, "%s", line));
    g_free(line);
}

void sl_long_text_add(proto_tree *tree, tvbuff_t *tvb, int hf, int hf_line, const char *text)
{
    size_t length = first_line(text);
    proto_item *item;

    item = proto_tree_add_string_format(tree, hf, tvb, 0, 0, text, "%s: %.*s",
                                        proto_registrar_get_name(hf), visible(text, length), text);
    proto_item_set_generated(item);
    while (*(text += length)) {
        length = first_line(text);
        add_line(tree, tvb, hf_line, text, length);
    }
}
