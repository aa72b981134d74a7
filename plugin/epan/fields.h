/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tree, the Info column and Expert Information show of a message. */
#ifndef SL_EPAN_FIELDS_H
#define SL_EPAN_FIELDS_H

#include "compat.h"

#include "capture.h"

/* Registers the fields and expert infos of PROTO. */
void sl_fields_register(int proto);

/* Makes the expert infos follow the severities of SETTINGS. */
void sl_fields_grade(const struct sl_settings *settings);

/* Shows RECORD in the tree (if it is looked at) and in Expert Information. TREE may be NULL. */
void sl_fields_annotate(const struct sl_capture *capture, const struct sl_record *record,
                        tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);

/* Appends to the Info column, if the user wants that. */
void sl_fields_append_info(const struct sl_capture *capture, const struct sl_record *record,
                           packet_info *pinfo);

#endif
