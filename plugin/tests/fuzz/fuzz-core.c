/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The heart: programs of noise.h. */
#include "noise.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    noise_play(bytes, size);
    return 0;
}
