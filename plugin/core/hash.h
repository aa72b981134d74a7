/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hashing for our tables and for telling byte-identical messages: fast, well mixed, and seeded
 * once a process, so that a capture cannot be made to collide.
 */
#ifndef SL_HASH_H
#define SL_HASH_H

#include <stddef.h>
#include <stdint.h>

/* H with WORD mixed in. */
static inline uint64_t sl_hash_mix(uint64_t h, uint64_t word)
{
    h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ (h >> 29);
}

/* The hash of SIZE bytes, going on from H (0 to begin with). */
uint64_t sl_hash_bytes(uint64_t h, const void *bytes, size_t size);

#endif
