/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * play-variants FACTS VARIANTS: plays the captures of a file of facts to the checker, each as
 * often and as altered as VARIANTS say, and prints what was found.
 *
 * A variant is a line of words: the number of a capture, from 0, and what was seen of it, in that
 * order:
 *
 *     7@1500000      the messages of frame 7, 1.5 s after the capture began
 *     7@1500000+     the same, sent once more by its sender (7@... is a copy of the capture where
 * it comes twice)
 *     @40000000      a frame without SIP: the clock moves on
 *
 * For each line one of the same number of findings comes out: "FRAME rule severity", separated by
 * "; ". A frame is counted from 1 over what was seen.
 */
#include <stdlib.h>
#include <string.h>

#include "capture.h"
#include "facts.h"

/* Frame NUMBER of the capture that begins at place FIRST, or NULL. */
static const struct facts_frame *frame_of(const GArray *frames, guint first, unsigned number)
{
    const struct facts_frame *frame;

    if (number < 1 || first + number > frames->len) {
        return NULL;
    }
    frame = &g_array_index(frames, struct facts_frame, first + number - 1);
    return frame->number == number ? frame : NULL;
}

/* MESSAGE as another packet of its sender: what tells it from a copy by the capture changes. */
static void send_again(struct sl_message *message, uint32_t seen)
{
    message->sent.value += 100000 + seen;
}

/* Plays one word of a variant as frame SEEN; START is the time at which its capture began. */
static void play_word(struct sl_capture *capture, const GArray *frames, guint first,
                      const char *word, uint32_t seen)
{
    char *end;
    unsigned number = (unsigned)strtoul(word, &end, 10);
    int64_t start = g_array_index(frames, struct facts_frame, first).time_ns, time;
    const struct facts_frame *frame = number ? frame_of(frames, first, number) : NULL;

    if (*end != '@' || (number && !frame)) {
        g_error("play-variants: %s is no word of a variant", word);
    }
    time = start + strtoll(end + 1, &end, 10) * 1000;
    sl_capture_tick(capture, time);
    for (guint i = 0; frame && i < frame->messages->len; i++) {
        struct sl_message message = g_array_index(frame->messages, struct sl_message, i);

        message.frame = seen;
        message.time_ns = time;
        if (*end == '+') {
            send_again(&message, seen);
        }
        sl_capture_learn(capture, &message);
    }
}

static void print_findings(const struct sl_capture *capture)
{
    static const char *const severities[] = {
        [SL_SEVERITY_OFF] = "off",
        [SL_SEVERITY_NOTE] = "note",
        [SL_SEVERITY_WARN] = "warn",
        [SL_SEVERITY_ERROR] = "error",
    };
    const char *separator = "";
    size_t count;
    const struct sl_record *const *records = sl_capture_records(capture, &count);

    for (size_t i = 0; i < count; i++) {
        for (const struct sl_finding *f = records[i]->findings; f; f = f->next_on_record) {
            if (sl_finding_holds(capture, f)) {
                printf("%s%u %s %s", separator, records[i]->frame, f->rule->name,
                       severities[sl_capture_severity(capture, f->rule)]);
                separator = "; ";
            }
        }
    }
    putchar('\n');
}

static void play_variant(const GArray *frames, const GArray *begins,
                         const struct sl_catalogue *catalogue, const char *line)
{
    struct sl_settings settings;
    struct sl_capture *capture;
    char **words = g_strsplit(line, " ", -1);
    unsigned number = (unsigned)strtoul(words[0], NULL, 10);

    if (number >= begins->len) {
        g_error("play-variants: there is no capture %u", number);
    }
    sl_settings_init(&settings);
    capture = sl_capture_new(&settings, catalogue);
    for (uint32_t seen = 1; words[seen]; seen++) {
        play_word(capture, frames, g_array_index(begins, guint, number), words[seen], seen);
    }
    print_findings(capture);
    sl_capture_free(capture);
    g_strfreev(words);
}

static void play_all(const GArray *frames, const char *variants)
{
    struct sl_catalogue *catalogue = sl_catalogue_new();
    GArray *begins = g_array_new(FALSE, FALSE, sizeof(guint));
    char **lines = g_strsplit(variants, "\n", -1);

    for (guint i = 0; i < frames->len; i++) {
        if (g_array_index(frames, struct facts_frame, i).begins) {
            g_array_append_val(begins, i);
        }
    }
    for (char **line = lines; *line; line++) {
        play_variant(frames, begins, catalogue, *line);
    }
    g_strfreev(lines);
    g_array_free(begins, TRUE);
    sl_catalogue_free(catalogue);
}

int main(int argc, char **argv)
{
    FILE *file = argc == 3 ? fopen(argv[1], "rb") : NULL;
    char *variants;

    if (!file || !g_file_get_contents(argv[2], &variants, NULL, NULL)) {
        fprintf(stderr, "usage: play-variants FACTS VARIANTS\n");
        return 2;
    }
    play_all(facts_read(file), variants);
    g_free(variants);
    fclose(file);
    return 0;
}
