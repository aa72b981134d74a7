/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hashing for our tables and for telling byte-identical messages: fast, well mixed, and seeded
 * once a process, so that a capture cannot be made to collide.
 * Equal 64-bit hashes are treated as equal messages or keys.
 */
#ifndef SL_HASH_H
#define SL_HASH_H

#include <stddef.h>
#include <stdint.h>

/* Both halves of the product of A and B: every bit of them decides every bit of it. */
static inline uint64_t sl_hash_fold(uint64_t a, uint64_t b)
{
#ifdef __SIZEOF_INT128__
    __extension__ typedef unsigned __int128 product;
    product p = (product)a * b;

    return (uint64_t)p ^ (uint64_t)(p >> 64);
#else
    uint64_t low = (a & UINT32_MAX) * (b & UINT32_MAX);
    uint64_t one = (a >> 32) * (b & UINT32_MAX) + (low >> 32);
    uint64_t other = (a & UINT32_MAX) * (b >> 32) + (one & UINT32_MAX);

    return (low & UINT32_MAX) ^ (other << 32) ^
           ((a >> 32) * (b >> 32) + (one >> 32) + (other >> 32));
#endif
}

/* H with WORD mixed in. */
static inline uint64_t sl_hash_mix(uint64_t h, uint64_t word)
{
    return sl_hash_fold(h ^ word, UINT64_C(0x9e3779b97f4a7c15));
}

/* What the hashes of this process begin with. */
uint64_t sl_hash_seed(void);

/* The hash of SIZE bytes, going on from H (0 to begin with). */
uint64_t sl_hash_bytes(uint64_t h, const void *bytes, size_t size);

/* The hash of TEXT (NULL is another than ""), going on from H. */
uint64_t sl_hash_text(uint64_t h, const char *text);

/* For a GHashTable, since anybody can make GLib's own functions collide: of a text, of a pointer.
 */
unsigned sl_hash_for_text(const void *text);
unsigned sl_hash_for_pointer(const void *pointer);

#endif
