/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages out of arbitrary bytes, for the fuzzer and for the test with random input: few hosts,
 * tags, branches and numbers, so that they meet in every combination.
 */
#ifndef SL_TEST_NOISE_H
#define SL_TEST_NOISE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Plays SIZE bytes of noise to a checker, asks every question of it and frees it. Aborts where an
 * answer contradicts itself.
 */
void noise_play(const uint8_t *bytes, size_t size);

#endif
