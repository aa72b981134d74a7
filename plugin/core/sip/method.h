/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The catalogue of request methods: the 14 of the IANA registry. */
#ifndef SL_METHOD_H
#define SL_METHOD_H

#include "base/text.h"

/* clang-format off */
#define SL_METHODS(X) \
    X(INVITE) X(ACK) X(BYE) X(CANCEL) X(REGISTER) X(OPTIONS) X(INFO) \
    X(UPDATE) X(PRACK) X(REFER) X(SUBSCRIBE) X(NOTIFY) X(MESSAGE) X(PUBLISH)
/* clang-format on */

#define SL_METHOD_ENUM_(name) SL_METHOD_##name,
enum sl_method {
    SL_METHODS(SL_METHOD_ENUM_)
        SL_METHOD_OTHER /* any that is not registered; also the number of those that are */
};
#undef SL_METHOD_ENUM_

struct sl_method_info {
    const char *name;
    struct sl_text label;   /* Chinese: two to six characters; English: a short sentence */
    struct sl_text explain; /* what the label leaves open; reads on from it */
    struct sl_text text;    /* both as one text: the fields siplens.method.zh and .en */
    const char *reference;
};

/*
 * The method called NAME; SL_METHOD_OTHER for NULL and for a name that is not registered. Case
 * counts (RFC 3261 §7.1). Made to be called for every message.
 */
enum sl_method sl_method_from_name(const char *name);

/* The catalogue's row of METHOD; NULL for SL_METHOD_OTHER. */
const struct sl_method_info *sl_method_info(enum sl_method method);

#endif
