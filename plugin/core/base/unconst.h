/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For what takes a pointer without const though it changes nothing: GLib's containers and lists. */
#ifndef SL_UNCONST_H
#define SL_UNCONST_H

#include <stdint.h>

/* POINTER as such a function wants it. Whoever gets it must not write there. */
static inline void *sl_unconst(const void *pointer)
{
    return (void *)(uintptr_t)pointer;
}

#endif
