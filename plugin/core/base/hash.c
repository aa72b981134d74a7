/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/hash.h"

#include <glib.h>
#include <string.h>

uint64_t sl_hash_seed(void)
{
    static gsize ready;
    static uint64_t value;

    if (g_once_init_enter(&ready)) {
        value = (uint64_t)g_random_int() << 32 | g_random_int();
        g_once_init_leave(&ready, 1);
    }
    return value;
}

uint64_t sl_hash_bytes(uint64_t h, const void *bytes, size_t size)
{
    const unsigned char *p = bytes;
    uint64_t seed = sl_hash_seed(), word[2];

    h = sl_hash_mix(h ^ seed, size);
    for (; size >= sizeof word; size -= sizeof word, p += sizeof word) {
        memcpy(word, p, sizeof word);
        h = sl_hash_fold(word[0] ^ seed, word[1] ^ h);
    }
    word[0] = word[1] = 0;
    memcpy(word, p, size);
    return sl_hash_mix(sl_hash_fold(word[0] ^ seed, word[1] ^ h), seed);
}

uint64_t sl_hash_text(uint64_t h, const char *text)
{
    return text ? sl_hash_bytes(h, text, strlen(text)) : sl_hash_mix(h, 0);
}

unsigned sl_hash_for_text(const void *text)
{
    return (unsigned)sl_hash_text(0, text);
}

unsigned sl_hash_for_pointer(const void *pointer)
{
    return (unsigned)sl_hash_mix(sl_hash_seed(), (uint64_t)(uintptr_t)pointer);
}
