/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fields siplens.reason, .warning, .retry_after, .error_info and .isup: what a sender says of
 * why. */
#ifndef SL_EPAN_REMARK_FIELDS_H
#define SL_EPAN_REMARK_FIELDS_H

#include "items.h"
#include "sip/remarks.h"

/* Registers the fields of PROTO. */
void sl_remark_fields_register(int proto);

/* Shows REMARKS; status codes are explained as CATALOGUE does. */
void sl_remark_fields_add(const struct sl_items *items, const struct sl_remarks *remarks,
                          const struct sl_catalogue *catalogue);

#endif
