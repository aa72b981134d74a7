/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "facts.h"

#include <string.h>

/*
 * A message is written as it lies in memory, then each string that it points to. So all strings
 * must be named here; a new member that is none needs nothing.
 */
static const size_t strings[] = {
    offsetof(struct sl_message, method_name),  offsetof(struct sl_message, call_id),
    offsetof(struct sl_message, from_tag),     offsetof(struct sl_message, to_tag),
    offsetof(struct sl_message, from_text),    offsetof(struct sl_message, to_text),
    offsetof(struct sl_message, cseq_method),  offsetof(struct sl_message, via_text),
    offsetof(struct sl_message, branch),       offsetof(struct sl_message, sent_by),
    offsetof(struct sl_message, contact_text), offsetof(struct sl_message, contact_host),
    offsetof(struct sl_message, server),       offsetof(struct sl_message, request_uri),
    offsetof(struct sl_message, rack_method),
};

static const size_t lists[] = {
    offsetof(struct sl_message, record_route_hosts),
    offsetof(struct sl_message, contact_uris),
};

/* Calls EACH with every pointer to a string that MESSAGE has. */
static void for_each_string(struct sl_message *message, void (*each)(const char **, FILE *),
                            FILE *file)
{
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++) {
        each((const char **)(void *)((char *)message + strings[i]), file);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
        struct sl_values *values = (void *)((char *)message + lists[i]);

        for (unsigned v = 0; v < MIN(values->count, SL_VALUES_MAX); v++) {
            each(&values->value[v], file);
        }
    }
    for (unsigned i = 0; i < MIN(message->auths.count, SL_AUTHS_MAX); i++) {
        each(&message->auths.of[i].realm, file);
        each(&message->auths.of[i].nonce, file);
        each(&message->auths.of[i].username, file);
    }
}

static void forget(const char **string, FILE *file)
{
    (void)file;
    *string = NULL;
}

/* True if WORD is where programs on 64-bit Linux have their heap, stack and libraries. */
static bool looks_like_a_pointer(uint64_t word)
{
    return word >> 40 == 0x55 || word >> 40 == 0x56 || word >> 40 == 0x7f;
}

/* Aborts where MESSAGE has a pointer that nothing above names. */
static void refuse_unknown_pointers(const struct sl_message *message)
{
    struct sl_message copy = *message;
    uint64_t word;

    for_each_string(&copy, forget, NULL);
    for (size_t at = 0; at + sizeof word <= sizeof copy; at += sizeof word) {
        memcpy(&word, (const char *)&copy + at, sizeof word);
        if (looks_like_a_pointer(word)) {
            g_error("facts: name the pointer at byte %zu of struct sl_message in facts.c", at);
        }
    }
}

static void write_string(const char **string, FILE *file)
{
    uint32_t length = *string ? (uint32_t)strlen(*string) : UINT32_MAX;

    fwrite(&length, sizeof length, 1, file);
    if (*string) {
        fwrite(*string, 1, length, file);
    }
}

void facts_write_frame(FILE *file, bool begins, uint32_t number, int64_t time_ns)
{
    putc(begins ? 'B' : 'F', file);
    fwrite(&number, sizeof number, 1, file);
    fwrite(&time_ns, sizeof time_ns, 1, file);
}

void facts_write_message(FILE *file, const struct sl_message *message)
{
    struct sl_message copy = *message;

    copy.remarks = NULL; /* no rule looks at them */
    refuse_unknown_pointers(&copy);
    putc('M', file);
    fwrite(&copy, sizeof copy, 1, file);
    for_each_string(&copy, write_string, file);
}

static void must_read(void *to, size_t size, FILE *file)
{
    if (fread(to, 1, size, file) != size) {
        g_error("facts: the file ends within a record");
    }
}

static void read_string(const char **string, FILE *file)
{
    uint32_t length;
    char *text = NULL;

    must_read(&length, sizeof length, file);
    if (length != UINT32_MAX) {
        text = g_malloc(length + 1);
        must_read(text, length, file);
        text[length] = '\0';
    }
    *string = text;
}

GArray *facts_read(FILE *file)
{
    GArray *frames = g_array_new(FALSE, FALSE, sizeof(struct facts_frame));
    int kind;

    while ((kind = getc(file)) != EOF) {
        if (kind == 'M') {
            struct sl_message message;

            must_read(&message, sizeof message, file);
            for_each_string(&message, read_string, file);
            g_array_append_val(g_array_index(frames, struct facts_frame, frames->len - 1).messages,
                               message);
        } else {
            struct facts_frame frame = {.begins = kind == 'B'};

            must_read(&frame.number, sizeof frame.number, file);
            must_read(&frame.time_ns, sizeof frame.time_ns, file);
            frame.messages = g_array_new(FALSE, FALSE, sizeof(struct sl_message));
            g_array_append_val(frames, frame);
        }
    }
    return frames;
}
