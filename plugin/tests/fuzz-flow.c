/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libFuzzer's entry to the heart; see the option SIPLENS_FUZZ. */
#include "noise.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    noise_play(bytes, size);
    return 0;
}
