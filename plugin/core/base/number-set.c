/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/number-set.h"

#include <string.h>

bool sl_numbers_add(GByteArray *set, uint32_t number)
{
    guint length = set->len;

    if (sl_numbers_has(set, number)) {
        return false;
    }
    if (number >= length) {
        g_byte_array_set_size(set, number + 1);
        memset(set->data + length, 0, number + 1 - length);
    }
    set->data[number] = 1;
    return true;
}
