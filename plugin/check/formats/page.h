/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What does not change in the HTML page: style sheet and script. */
#ifndef SL_CHECK_PAGE_H
#define SL_CHECK_PAGE_H

extern const char sl_page_style[];
extern const char sl_page_style_media[]; /* what differs on a phone and on paper: comes last */
extern const char sl_page_script[];

#endif
