/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A text that users read. It exists in both languages or it does not compile. */
#ifndef SL_TEXT_H
#define SL_TEXT_H

enum sl_language { SL_ZH, SL_EN };

struct sl_text {
    const char *zh;
    const char *en;
};

/* A name for filters and reports ("calling"), and both languages for people. */
struct sl_name {
    const char *name;
    struct sl_text text;
};

/*
 * Initialises a struct sl_text from two string literals. One argument, an empty literal or a
 * pointer does not compile.
 */
#define SL_TEXT(zh_, en_)                                                                          \
    {                                                                                              \
        .zh = SL_TEXT_LITERAL_(zh_), .en = SL_TEXT_LITERAL_(en_)                                   \
    }

/* The literal itself; the array has a negative size, an error, where the literal is empty. */
#define SL_TEXT_LITERAL_(s) (&("" s)[0 * sizeof(char[sizeof("" s) > 1 ? 1 : -1])])

/* TEXT in LANGUAGE; borrowed, never NULL. */
static inline const char *sl_text_get(const struct sl_text *text, enum sl_language language)
{
    return language == SL_ZH ? text->zh : text->en;
}

#endif
