/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A fault in a message that hops hand on is one finding, at its first frame. */
#ifndef SL_ONCE_PER_FAULT_H
#define SL_ONCE_PER_FAULT_H

#include "rules/look.h"

/*
 * True once per end-to-end fault, and false ever after: it remembers that it was asked. LOOK's rule
 * and the identity of its message make the key; ALSO, if not NULL, is part of it for what each hop
 * writes anew. Rules do not call it in conditions: SL_FIND_ONCE does.
 */
bool sl_look_begins_fault(const struct sl_look *look, const void *also);

#endif
