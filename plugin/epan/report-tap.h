/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reports after a tshark run: -z siplens,report and its like. */
#ifndef SL_EPAN_REPORT_TAP_H
#define SL_EPAN_REPORT_TAP_H

/* Registers them. To be called while protocols are being registered. */
void sl_report_tap_register(void);

#endif
