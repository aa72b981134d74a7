/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A set of small numbers, such as those of calls and transactions: a byte each. */
#ifndef SL_NUMBER_SET_H
#define SL_NUMBER_SET_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* An empty set; free it with g_byte_array_unref. */
static inline GByteArray *sl_numbers_new(void)
{
    return g_byte_array_new();
}

/* Adds NUMBER to SET; false if it was there already. */
bool sl_numbers_add(GByteArray *set, uint32_t number);

static inline bool sl_numbers_has(const GByteArray *set, uint32_t number)
{
    return number < set->len && set->data[number];
}

#endif
