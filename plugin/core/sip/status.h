/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The catalogue of status codes: what a response means, for the request it answers, and what to
 * look at next. Only what is registered; catalogue.h adds what the user wrote.
 */
#ifndef SL_STATUS_H
#define SL_STATUS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "sip/method.h"

#define SL_STATUS_MIN 100
#define SL_STATUS_MAX 699
#define SL_CLASSES 7 /* by the first digit of a code; 0 stays empty */

/* A registered status code. */
struct sl_status {
    uint16_t code;
    bool documented;        /* the project's source document lists it */
    struct sl_text label;   /* the English one is the registered reason phrase */
    const char *reference;  /* where it is defined */
    struct sl_text explain; /* in general; sl_status_explain knows the request's method */
};

/* A class of status codes: all with the same first digit (RFC 3261 §7.2). */
struct sl_class {
    uint8_t number; /* 1 to 6 */
    struct sl_text name;
    struct sl_text explain;
    struct sl_text unknown; /* what becomes of a code that is not registered, §8.1.3.2 */
};

/* The number of registered codes. */
unsigned sl_status_count(void);

/* The registered code of that index, from 0, in ascending order. */
const struct sl_status *sl_status_at(unsigned index);

/* The registered code CODE, or NULL. */
const struct sl_status *sl_status_find(unsigned code);

/* The class of CODE, registered or not; NULL outside 100 to 699. */
const struct sl_class *sl_status_class(unsigned code);

/* What a response of the class of CODE means; NULL outside 100 to 699. */
const struct sl_text *sl_class_explain(unsigned code);

/*
 * What CODE means as the response to a request of METHOD: the text written for both, else the
 * general text of the code, else that of an unregistered code of its class. NULL outside 100 to
 * 699. SL_METHOD_OTHER gives the general text. Allocates nothing: it may run for every message.
 */
const struct sl_text *sl_status_explain(unsigned code, enum sl_method method);

/* The text written for CODE and METHOD (one of the registered ones) alone, or NULL. */
const struct sl_text *sl_status_meaning(unsigned code, enum sl_method method);

#endif
