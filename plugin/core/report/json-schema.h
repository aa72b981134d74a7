/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the JSON Lines look like, once: the plugin writes by this table, siplens-check reads and
 * writes by it, and siplens-jsonl.schema.json is made from it.
 *
 * To add a member: a row here, the call that writes it in epan/jsonl.c, and where siplens-check
 * keeps it, a row in check/read/result-members.c. It is optional (.need), since older reports lack
 * it.
 */
#ifndef SL_JSON_SCHEMA_H
#define SL_JSON_SCHEMA_H

#include <stdbool.h>
#include <stdint.h>

/* Raised when a reader has to be changed; members and words that are added do not need that. */
#define SL_JSON_FORMAT 1

/* The greatest integer that every reader of JSON keeps exactly: 2^53. */
#define SL_JSON_INTEGER_MAX (INT64_C(1) << 53)

/* The objects. The first are lines, whose member "type" has the name of the shape. */
enum sl_shape {
    SL_SHAPE_CAPTURE,
    SL_SHAPE_TRANSACTION,
    SL_SHAPE_VIOLATION,
    SL_SHAPE_SUMMARY,
    SL_SHAPE_LINES,
    SL_SHAPE_SETTINGS = SL_SHAPE_LINES,
    SL_SHAPE_CHANGE,
    SL_SHAPE_FRAMES,
    SL_SHAPE_MESSAGE,
    SL_SHAPE_OTHER_CALL,
    SL_SHAPE_HIDDEN,
    SL_SHAPE_PARTY,
    SL_SHAPE_TEXT,
    SL_SHAPE_REASON,
    SL_SHAPES
};

enum sl_json_kind {
    SL_JSON_TEXT,     /* a string */
    SL_JSON_WORD,     /* a string of those that .word lists */
    SL_JSON_BOOL,     /* true or false */
    SL_JSON_INTEGER,  /* from .least to .most */
    SL_JSON_SECONDS,  /* a decimal number; nanoseconds in our own code */
    SL_JSON_OBJECT,   /* of the shape .of */
    SL_JSON_OBJECTS,  /* an array of them */
    SL_JSON_INTEGERS, /* an array of integers from .least to .most */
    SL_JSON_COUNTS,   /* an object of integers: named by .word, or by rules where that is NULL */
    SL_JSON_SPANS     /* an object of seconds or null, named by .word */
};

enum sl_need {
    SL_NEED_ALWAYS,
    SL_NEED_UNLESS_ERROR, /* where no member "error" says that the capture was not used */
    SL_NEED_NOT
};

/* The word of that index; NULL beyond the last. */
typedef const char *(*sl_word_fn)(unsigned index);

/* A member of an object. */
struct sl_member_info {
    const char *name;
    const char *about; /* for the schema, or NULL */
    enum sl_shape shape;
    enum sl_shape of;
    enum sl_json_kind kind;
    enum sl_need need;
    bool is_nullable;
    bool is_open; /* words may be added, and readers take those they do not know */
    int64_t least, most;
    unsigned items_least, items_most; /* of an array; 0: as many as there are */
    sl_word_fn word;
    const char *pattern; /* what we write; readers need not insist */
};

/* What .word can be. */
const char *sl_word_verdict(unsigned index);   /* index: enum sl_verdict */
const char *sl_word_outcome(unsigned index);   /* enum sl_outcome */
const char *sl_word_state(unsigned index);     /* enum sl_state */
const char *sl_word_doubt(unsigned index);     /* enum sl_doubt_id, less 1 */
const char *sl_word_severity(unsigned index);  /* enum sl_severity without off: note is 0 */
const char *sl_word_transport(unsigned index); /* enum sl_transport */
const char *sl_word_span(unsigned index);      /* enum sl_span */
const char *sl_word_class(unsigned index);     /* first digit of a status code, less 1 */
const char *sl_word_side(unsigned index);      /* 0 server, 1 client */

/* Tables, which the formatter would not leave as such. */
/* clang-format off */
#define SL_KIND_COUNT .kind = SL_JSON_INTEGER, .most = SL_JSON_INTEGER_MAX
/* Of a frame, call or transaction: they begin with 1. */
#define SL_KIND_NUMBER .kind = SL_JSON_INTEGER, .least = 1, .most = UINT32_MAX
#define SL_KIND_CSEQ .kind = SL_JSON_INTEGER, .most = UINT32_MAX
#define SL_KIND_OBJECT(shape) .kind = SL_JSON_OBJECT, .of = SL_SHAPE_##shape

/* X(shape, identifier, name, initialisers of struct sl_member_info …), in the order of writing. */
#define SL_MEMBERS_OF_CAPTURE(X) \
    X(CAPTURE, FORMAT, "format", .kind = SL_JSON_INTEGER, .least = SL_JSON_FORMAT, \
      .most = SL_JSON_FORMAT, .about = "Raised when readers have to be changed.") \
    X(CAPTURE, SIPLENS, "siplens", .kind = SL_JSON_TEXT, .about = "Version of the plugin.") \
    X(CAPTURE, FILE, "file", .kind = SL_JSON_TEXT, .need = SL_NEED_NOT, \
      .about = "Name of the capture; siplens-check knows it, the plugin does not.") \
    X(CAPTURE, ERROR, "error", .kind = SL_JSON_TEXT, .need = SL_NEED_NOT, \
      .about = "Why siplens-check could not use the capture, or not all of it.") \
    X(CAPTURE, CHANGED, "changed", .kind = SL_JSON_OBJECTS, .of = SL_SHAPE_CHANGE, \
      .need = SL_NEED_NOT, .about = "What settings files of siplens-check changed.") \
    X(CAPTURE, WIRESHARK, "wireshark", .kind = SL_JSON_TEXT, .need = SL_NEED_UNLESS_ERROR, \
      .about = "Version of Wireshark.") \
    X(CAPTURE, START, "start", .kind = SL_JSON_TEXT, .need = SL_NEED_UNLESS_ERROR, \
      .is_nullable = true, \
      .pattern = "^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{9}Z$", \
      .about = "Time of the first frame, UTC; null in an empty capture, and in a file whose " \
               "frames have no times.") \
    X(CAPTURE, DURATION, "duration", .kind = SL_JSON_SECONDS, .need = SL_NEED_UNLESS_ERROR, \
      .about = "From the first frame to the newest.") \
    X(CAPTURE, FRAMES, "frames", SL_KIND_COUNT, .need = SL_NEED_UNLESS_ERROR, \
      .about = "Frames of all protocols.") \
    X(CAPTURE, CLOCK_BROKEN, "clock_broken", .kind = SL_JSON_BOOL, .need = SL_NEED_UNLESS_ERROR, \
      .about = "Frame times jump or run back: rules that need a timer are suspended.") \
    X(CAPTURE, SETTINGS, "settings", SL_KIND_OBJECT(SETTINGS), .need = SL_NEED_UNLESS_ERROR)

#define SL_MEMBERS_OF_SETTINGS(X) \
    X(SETTINGS, T1_MS, "t1_ms", SL_KIND_CSEQ) \
    X(SETTINGS, PROVISIONAL_MS, "provisional_ms", SL_KIND_CSEQ) \
    X(SETTINGS, TIMER_C_S, "timer_c_s", SL_KIND_CSEQ) \
    X(SETTINGS, DUPLICATE_MS, "duplicate_ms", SL_KIND_CSEQ)

#define SL_MEMBERS_OF_CHANGE(X) \
    X(CHANGE, BY, "by", .kind = SL_JSON_TEXT, .about = "The file.") \
    X(CHANGE, WHAT, "what", .kind = SL_JSON_TEXT) \
    X(CHANGE, COUNT, "count", SL_KIND_COUNT, .need = SL_NEED_NOT, \
      .about = "Of a change that is about findings, how many of the capture's.")

#define SL_MEMBERS_OF_TRANSACTION(X) \
    X(TRANSACTION, TRANSACTION, "transaction", SL_KIND_NUMBER) \
    X(TRANSACTION, CALL, "call", SL_KIND_NUMBER) \
    X(TRANSACTION, CALL_ID, "call_id", .kind = SL_JSON_TEXT) \
    X(TRANSACTION, CSEQ, "cseq", SL_KIND_CSEQ) \
    X(TRANSACTION, FROM_TAG, "from_tag", .kind = SL_JSON_TEXT, .is_nullable = true) \
    X(TRANSACTION, BRANCH, "branch", .kind = SL_JSON_TEXT, .is_nullable = true, \
      .about = "Of the top Via.") \
    X(TRANSACTION, CLIENT, "client", SL_KIND_OBJECT(PARTY)) \
    X(TRANSACTION, SERVER, "server", SL_KIND_OBJECT(PARTY)) \
    X(TRANSACTION, TRANSPORT, "transport", .kind = SL_JSON_WORD, .word = sl_word_transport, \
      .is_open = true) \
    X(TRANSACTION, FRAMES, "frames", SL_KIND_OBJECT(FRAMES), \
      .about = "The first message of each kind on this hop.") \
    X(TRANSACTION, TIMES, "times", .kind = SL_JSON_SPANS, .word = sl_word_span, \
      .about = "From the INVITE to what the name says; ack from the final response to its ACK.") \
    X(TRANSACTION, STATE, "state", .kind = SL_JSON_WORD, .word = sl_word_state, .is_open = true) \
    X(TRANSACTION, OUTCOME, "outcome", .kind = SL_JSON_WORD, .word = sl_word_outcome, \
      .is_open = true) \
    X(TRANSACTION, VERDICT, "verdict", .kind = SL_JSON_WORD, .word = sl_word_verdict) \
    X(TRANSACTION, INCOMPLETE, "incomplete", SL_KIND_OBJECT(REASON), .need = SL_NEED_NOT, \
      .about = "Why the capture does not tell, where the verdict is incomplete.") \
    X(TRANSACTION, MESSAGES, "messages", .kind = SL_JSON_OBJECTS, .of = SL_SHAPE_MESSAGE, \
      .items_least = 1, \
      .about = "All messages of the transaction on this hop, its ACK, CANCEL and PRACK and their " \
               "responses included, in frame order.")

#define SL_MEMBERS_OF_FRAMES(X) \
    X(FRAMES, INVITE, "invite", SL_KIND_NUMBER, .is_nullable = true) \
    X(FRAMES, FINAL, "final", SL_KIND_NUMBER, .is_nullable = true) \
    X(FRAMES, ACK, "ack", SL_KIND_NUMBER, .is_nullable = true) \
    X(FRAMES, CANCEL, "cancel", SL_KIND_NUMBER, .is_nullable = true)

#define SL_MEMBERS_OF_MESSAGE(X) \
    X(MESSAGE, FRAME, "frame", SL_KIND_NUMBER) \
    X(MESSAGE, TIME, "time", .kind = SL_JSON_SECONDS, .about = "Since the start of the capture.") \
    X(MESSAGE, FROM, "from", .kind = SL_JSON_WORD, .word = sl_word_side) \
    X(MESSAGE, METHOD, "method", .kind = SL_JSON_TEXT, .is_nullable = true, \
      .about = "Of a response, the method it answers; null if not registered.") \
    X(MESSAGE, STATUS, "status", .kind = SL_JSON_INTEGER, .least = 1, .most = UINT16_MAX, \
      .is_nullable = true, .about = "Null of a request.") \
    X(MESSAGE, LABEL, "label", SL_KIND_OBJECT(TEXT), .is_nullable = true) \
    X(MESSAGE, REPEAT_OF, "repeat_of", SL_KIND_NUMBER, .is_nullable = true, \
      .about = "Of a repeat: the frame of the first copy.") \
    X(MESSAGE, DUPLICATE, "duplicate", .kind = SL_JSON_BOOL, \
      .about = "Of a repeat: it came so soon that it is the capture's doing.")

#define SL_MEMBERS_OF_VIOLATION(X) \
    X(VIOLATION, RULE, "rule", .kind = SL_JSON_TEXT, .pattern = "^[a-z0-9_]+$") \
    X(VIOLATION, SEVERITY, "severity", .kind = SL_JSON_WORD, .word = sl_word_severity) \
    X(VIOLATION, GROUP, "group", .kind = SL_JSON_TEXT) \
    X(VIOLATION, REFERENCE, "reference", .kind = SL_JSON_TEXT) \
    X(VIOLATION, FRAME, "frame", SL_KIND_NUMBER, \
      .about = "Of the message at fault; of an absence, the message that waited.") \
    X(VIOLATION, TIME, "time", .kind = SL_JSON_SECONDS, \
      .about = "Since the start of the capture.") \
    X(VIOLATION, SOURCE, "source", SL_KIND_OBJECT(PARTY), .need = SL_NEED_NOT, \
      .about = "Of that message.") \
    X(VIOLATION, DESTINATION, "destination", SL_KIND_OBJECT(PARTY), .need = SL_NEED_NOT) \
    X(VIOLATION, CALL, "call", SL_KIND_NUMBER, .is_nullable = true) \
    X(VIOLATION, CALL_ID, "call_id", .kind = SL_JSON_TEXT, .is_nullable = true) \
    X(VIOLATION, TRANSACTION, "transaction", SL_KIND_NUMBER, .is_nullable = true) \
    X(VIOLATION, COUNTS_FOR, "counts_for", .kind = SL_JSON_INTEGERS, .least = 1, \
      .most = UINT32_MAX, .items_most = SL_FINDING_TRANSACTIONS_MAX, \
      .about = "The transactions whose verdict it counts for.") \
    X(VIOLATION, ZH, "zh", .kind = SL_JSON_TEXT) \
    X(VIOLATION, EN, "en", .kind = SL_JSON_TEXT) \
    X(VIOLATION, EVIDENCE, "evidence", .kind = SL_JSON_INTEGERS, .least = 1, .most = UINT32_MAX, \
      .about = "Frames that prove it.")

#define SL_MEMBERS_OF_SUMMARY(X) \
    X(SUMMARY, MESSAGES, "messages", SL_KIND_COUNT) \
    X(SUMMARY, REQUESTS, "requests", SL_KIND_COUNT) \
    X(SUMMARY, RESPONSES, "responses", SL_KIND_COUNT) \
    X(SUMMARY, REPEATS, "repeats", SL_KIND_COUNT) \
    X(SUMMARY, DUPLICATES, "duplicates", SL_KIND_COUNT) \
    X(SUMMARY, CALLS, "calls", SL_KIND_COUNT) \
    X(SUMMARY, TRANSACTIONS, "transactions", SL_KIND_COUNT) \
    X(SUMMARY, VIOLATIONS, "violations", SL_KIND_COUNT) \
    X(SUMMARY, RULES, "rules", .kind = SL_JSON_COUNTS, .least = 1, .most = SL_JSON_INTEGER_MAX, \
      .about = "Violations by rule; those that did not occur are left out.") \
    X(SUMMARY, OCCASIONS, "occasions", .kind = SL_JSON_COUNTS, .most = SL_JSON_INTEGER_MAX, \
      .need = SL_NEED_NOT, .about = "How often each rule could have spoken: the messages it " \
      "looked at, or the waits it began.") \
    X(SUMMARY, VERDICTS, "verdicts", .kind = SL_JSON_COUNTS, .word = sl_word_verdict, \
      .most = SL_JSON_INTEGER_MAX, .about = "INVITE transactions by verdict.") \
    X(SUMMARY, OUTCOMES, "outcomes", .kind = SL_JSON_COUNTS, .word = sl_word_outcome, \
      .is_open = true, .most = SL_JSON_INTEGER_MAX, .about = "INVITE transactions by outcome.") \
    X(SUMMARY, CLASSES, "classes", .kind = SL_JSON_COUNTS, .word = sl_word_class, \
      .most = SL_JSON_INTEGER_MAX, .about = "Responses by the first digit of their code.") \
    X(SUMMARY, OTHER_CALLS, "other_calls", .kind = SL_JSON_OBJECTS, .of = SL_SHAPE_OTHER_CALL, \
      .need = SL_NEED_NOT, .about = "Calls without any INVITE transaction. Left out by " \
      "siplens,jsonl,brief, as are the transactions of calls in which nothing was found, but for " \
      "the first ten that are incomplete.") \
    X(SUMMARY, HIDDEN, "hidden", .kind = SL_JSON_OBJECTS, .of = SL_SHAPE_HIDDEN, \
      .need = SL_NEED_NOT, .about = "Violations that siplens-check was told to hide, by the reason.")

#define SL_MEMBERS_OF_OTHER_CALL(X) \
    X(OTHER_CALL, CALL, "call", SL_KIND_NUMBER) \
    X(OTHER_CALL, CALL_ID, "call_id", .kind = SL_JSON_TEXT) \
    X(OTHER_CALL, FRAME, "frame", SL_KIND_NUMBER, .about = "Its first message.")

#define SL_MEMBERS_OF_HIDDEN(X) \
    X(HIDDEN, BY, "by", .kind = SL_JSON_TEXT) \
    X(HIDDEN, COUNT, "count", .kind = SL_JSON_INTEGER, .least = 1, .most = SL_JSON_INTEGER_MAX)

#define SL_MEMBERS_OF_PARTY(X) \
    X(PARTY, ADDRESS, "address", .kind = SL_JSON_TEXT) \
    X(PARTY, PORT, "port", .kind = SL_JSON_INTEGER, .most = UINT16_MAX, \
      .about = "Of a transaction, that of the first message; it may use others as well.")

#define SL_MEMBERS_OF_TEXT(X) \
    X(TEXT, ZH, "zh", .kind = SL_JSON_TEXT) \
    X(TEXT, EN, "en", .kind = SL_JSON_TEXT)

#define SL_MEMBERS_OF_REASON(X) \
    X(REASON, ID, "id", .kind = SL_JSON_WORD, .word = sl_word_doubt, .is_open = true, \
      .need = SL_NEED_NOT) \
    X(REASON, FRAME, "frame", SL_KIND_NUMBER, .need = SL_NEED_NOT, \
      .about = "The message that leaves it open, where it is one.") \
    X(REASON, ZH, "zh", .kind = SL_JSON_TEXT) \
    X(REASON, EN, "en", .kind = SL_JSON_TEXT)

/* The members of one shape stand side by side, and all in the order of enum sl_shape. */
#define SL_MEMBERS_OF_ALL(X) \
    SL_MEMBERS_OF_CAPTURE(X) SL_MEMBERS_OF_TRANSACTION(X) SL_MEMBERS_OF_VIOLATION(X) \
    SL_MEMBERS_OF_SUMMARY(X) \
    SL_MEMBERS_OF_SETTINGS(X) SL_MEMBERS_OF_CHANGE(X) SL_MEMBERS_OF_FRAMES(X) \
    SL_MEMBERS_OF_MESSAGE(X) SL_MEMBERS_OF_OTHER_CALL(X) SL_MEMBERS_OF_HIDDEN(X) SL_MEMBERS_OF_PARTY(X) SL_MEMBERS_OF_TEXT(X) \
    SL_MEMBERS_OF_REASON(X)
/* clang-format on */

#define SL_MEMBER_ENUM(shape, id, ...) SL_MEMBER_##shape##_##id,
enum sl_member { SL_MEMBERS_OF_ALL(SL_MEMBER_ENUM) SL_MEMBERS };
#undef SL_MEMBER_ENUM

const struct sl_member_info *sl_member_info(enum sl_member member);

/* The name of SHAPE: the type of a line, a definition of the schema. */
const char *sl_shape_name(enum sl_shape shape);

/* What an object of SHAPE is; NULL where its members say it. */
const char *sl_shape_about(enum sl_shape shape);

/* The line of that type in *SHAPE; false if there is none. */
bool sl_shape_parse(const char *type, enum sl_shape *shape);

/* The first member of SHAPE; the others follow it, up to the first of the next shape. */
enum sl_member sl_shape_first_member(enum sl_shape shape);
enum sl_member sl_shape_end_member(enum sl_shape shape);

/*
 * The member of SHAPE with that name in *MEMBER; false if there is none. *MEMBER is where the
 * search begins: what is written in the order of the table is found at once.
 */
bool sl_member_find(enum sl_shape shape, const char *name, enum sl_member *member);

/* The index of NAME among the words that WORD lists; -1 if it is none of them. */
int sl_word_index(sl_word_fn word, const char *name);

#endif
