/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random input, the same for the same --seed. fuzz/fuzz-core.c searches further. */
#include "noise.h"

#include <glib.h>

static void noise_does_no_harm(void)
{
    enum { SIZE = 8 * 400 };
    uint8_t bytes[SIZE];

    for (int run = 0; run < 300; run++) {
        for (size_t i = 0; i < SIZE; i++) {
            bytes[i] = (uint8_t)g_test_rand_int_range(0, 256);
        }
        noise_play(bytes, SIZE);
    }
}

static void noise_with_little_variety_does_no_harm(void)
{
    enum { SIZE = 8 * 400 };
    uint8_t bytes[SIZE];

    /* Mostly small numbers: the same few transactions, over and over. */
    for (int run = 0; run < 300; run++) {
        for (size_t i = 0; i < SIZE; i++) {
            bytes[i] = (uint8_t)(g_test_rand_int_range(0, 256) & g_test_rand_int_range(0, 256) &
                                 g_test_rand_int_range(0, 256));
        }
        noise_play(bytes, SIZE);
    }
}

/* Two hosts, one call, one Via; what they say is still arbitrary. */
static void noise_of_one_call_does_no_harm(void)
{
    enum { SIZE = 8 * 400 };
    uint8_t bytes[SIZE];

    for (int run = 0; run < 300; run++) {
        for (size_t i = 0; i < SIZE; i += 8) {
            int way = g_test_rand_int_range(0, 2);

            for (size_t b = 0; b < 8; b++) {
                bytes[i + b] = (uint8_t)g_test_rand_int_range(0, 256);
            }
            bytes[i] = way ? 1 | 2 << 2 : 2 | 1 << 2;
            bytes[i + 2] = (uint8_t)((bytes[i + 2] & 0xfe) | (way ? 0 : 1));
            bytes[i + 3] |= 4;
            bytes[i + 5] = 0;
            bytes[i + 7] &= 3;
        }
        noise_play(bytes, SIZE);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/noise/noise_does_no_harm", noise_does_no_harm);
    g_test_add_func("/noise/noise_with_little_variety_does_no_harm",
                    noise_with_little_variety_does_no_harm);
    g_test_add_func("/noise/noise_of_one_call_does_no_harm", noise_of_one_call_does_no_harm);
    return g_test_run();
}
