/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statistics > SIP Lens, and -z siplens,tree. */
#ifndef SL_EPAN_STATS_TREE_H
#define SL_EPAN_STATS_TREE_H

void sl_stats_tree_register(void);

/* To be called before the capture is freed: no tree may show it any more. */
void sl_stats_tree_forget(void);

#endif
