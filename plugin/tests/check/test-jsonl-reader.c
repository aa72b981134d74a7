/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/hash.h"
#include "read/jsonl-reader.h"
#include "read/result-members.h"

#define CAPTURE                                                                                    \
    "{\"type\":\"capture\",\"format\":1,\"siplens\":\"1\",\"wireshark\":\"4\",\"start\":null,"     \
    "\"duration\":0,\"frames\":1,\"clock_broken\":false,\"settings\":{\"t1_ms\":500,"              \
    "\"provisional_ms\":200,\"timer_c_s\":180,\"duplicate_ms\":100}}\n"
#define SUMMARY                                                                                    \
    "{\"type\":\"summary\",\"messages\":0,\"requests\":0,\"responses\":0,\"repeats\":0,"           \
    "\"duplicates\":0,\"calls\":0,\"transactions\":0,\"violations\":0,\"rules\":{},"               \
    "\"verdicts\":{},\"outcomes\":{},\"classes\":{}}\n"

/* What comes of TEXT, fed in pieces of STEP bytes; *FAULT, to be freed, or NULL. */
static GPtrArray *read_text(const char *text, size_t step, char **fault)
{
    struct sl_jsonl_reader *reader = sl_jsonl_reader_new("report");
    size_t length = strlen(text);
    GError *error = NULL;
    GPtrArray *results;

    for (size_t done = 0; done < length && !error; done += step) {
        char *piece = g_memdup2(text + done, MIN(step, length - done));

        sl_jsonl_reader_feed(reader, piece, MIN(step, length - done), &error);
        g_free(piece);
    }
    if (!error) {
        sl_jsonl_reader_feed_end(reader, &error);
    }
    if (error) {
        sl_jsonl_reader_blame(reader, error->message);
    }
    *fault = error ? g_strdup(error->message) : NULL;
    g_clear_error(&error);
    results = sl_jsonl_reader_finish(reader);
    sl_jsonl_reader_free(reader);
    return results;
}

static const struct sl_result *at(const GPtrArray *results, guint i)
{
    g_assert_cmpuint(i, <, results->len);
    return g_ptr_array_index(results, i);
}

static void test_pieces(void)
{
    static const size_t steps[] = {1, 2, 7, 300, 100000};

    for (unsigned i = 0; i < G_N_ELEMENTS(steps); i++) {
        char *fault;
        GPtrArray *results = read_text(CAPTURE SUMMARY "\n\r\n" CAPTURE SUMMARY, steps[i], &fault);

        g_assert_cmpstr(fault, ==, NULL);
        g_assert_cmpuint(results->len, ==, 2);
        g_assert_null(at(results, 0)->error);
        g_assert_null(at(results, 1)->error);
        g_assert_cmpuint(at(results, 1)->t1_ms, ==, 500);
        g_ptr_array_unref(results);
    }
}

/* The last line needs no line feed. */
static void test_last_line(void)
{
    char *fault, *text = g_strndup(CAPTURE SUMMARY, strlen(CAPTURE SUMMARY) - 1);
    GPtrArray *results = read_text(text, 50, &fault);

    g_assert_cmpstr(fault, ==, NULL);
    g_assert_null(at(results, 0)->error);
    g_ptr_array_unref(results);
    g_free(text);
}

static void expect_fault(const char *text, guint count, const char *wanted)
{
    char *fault;
    GPtrArray *results = read_text(text, 1000, &fault);

    g_test_message("%s", text);
    g_assert_nonnull(fault);
    g_assert_nonnull(strstr(fault, wanted));
    g_assert_cmpuint(results->len, ==, count);
    g_assert_cmpstr(at(results, count - 1)->error, ==, fault);
    g_ptr_array_unref(results);
    g_free(fault);
}

/* A broken line is the fault of the capture it is about; after its summary, of the report. */
static void test_who_is_to_blame(void)
{
    expect_fault(CAPTURE "x\n" SUMMARY, 1, "line 2");
    expect_fault(CAPTURE SUMMARY "x\n", 2, "line 3");
    expect_fault("x\n", 1, "line 1");
    expect_fault(SUMMARY, 1, "no capture line comes before it");
    expect_fault(CAPTURE SUMMARY SUMMARY, 2, "after the summary");
    expect_fault(CAPTURE SUMMARY "{\"type\":\"capture\",\"format\":2}\n", 2, "newer siplens");
    expect_fault("{\"format\":2,\"x\":{\"format\":1},\"type\":\"capture\"}\n", 1, "newer siplens");
}

static void test_ends_early(void)
{
    char *fault;
    GPtrArray *results = read_text(CAPTURE CAPTURE SUMMARY, 1000, &fault);

    g_assert_cmpstr(fault, ==, NULL);
    g_assert_cmpstr(at(results, 0)->error, ==, "the report ends before its summary, after line 1");
    g_assert_null(at(results, 1)->error);
    g_ptr_array_unref(results);
}

static void test_long_lines(void)
{
    struct sl_jsonl_reader *reader = sl_jsonl_reader_new("report");
    GError *error = NULL;

    /* Refused before the first byte is looked at: there are no more than these. */
    g_assert_false(sl_jsonl_reader_line(reader, "{", SL_JSONL_LINE_MOST + 1, &error));
    g_assert_nonnull(strstr(error->message, "longer than 256 MiB"));
    g_error_free(error);
    sl_jsonl_reader_free(reader);
}

static void test_unknown_is_skipped(void)
{
    char *fault;
    GPtrArray *results =
        read_text("{\"type\":\"new\",\"a\":[{\"b\":null}]}\n" CAPTURE
                  "{\"b\":{\"type\":1},\"type\":\"new\"}\n" SUMMARY "{\"type\":\"metrics\"}\n",
                  1000, &fault);

    g_assert_cmpstr(fault, ==, NULL);
    g_assert_null(at(results, 0)->error);
    g_ptr_array_unref(results);
    expect_fault(CAPTURE "{\"type\":\"new\",\"a\":[}\n" SUMMARY, 1, "line 2");
}

/* Words of Bernstein's hash, GLib's, which are all the same: two letters can stand for two others.
 */
static char *colliding(unsigned number)
{
    GString *word = g_string_new(NULL);

    for (unsigned bit = 0; bit < 16; bit++) {
        g_string_append(word, number >> bit & 1 ? "Ez" : "FY");
    }
    return g_string_free(word, FALSE);
}

static void test_strings_do_not_collide(void)
{
    struct sl_result *result = sl_result_new("report");
    GHashTable *hashes = g_hash_table_new(NULL, NULL);
    char *first = colliding(0);

    for (unsigned i = 0; i < 1000; i++) {
        char *word = colliding(i);

        g_assert_cmpuint(g_str_hash(word), ==, g_str_hash(first));
        g_hash_table_add(hashes, GUINT_TO_POINTER(sl_hash_for_text(word)));
        g_assert_cmpstr(sl_result_string(result, word), ==, word);
        g_assert_true(sl_result_string(result, word) == sl_result_string(result, word));
        g_free(word);
    }
    g_assert_cmpuint(g_hash_table_size(hashes), >, 990);
    g_hash_table_destroy(hashes);
    g_free(first);
    sl_result_free(result);
}

/* Each member has a place, but for those that the reader and the writer name. */
static void test_every_member_has_a_place(void)
{
    unsigned by_hand = 0;

    for (unsigned m = 0; m < SL_MEMBERS; m++) {
        by_hand += sl_member_place((enum sl_member)m)->store == SL_STORE_BY_HAND;
    }
    g_assert_cmpuint(by_hand, ==, 11);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/jsonl-reader/pieces", test_pieces);
    g_test_add_func("/jsonl-reader/last-line", test_last_line);
    g_test_add_func("/jsonl-reader/blame", test_who_is_to_blame);
    g_test_add_func("/jsonl-reader/ends-early", test_ends_early);
    g_test_add_func("/jsonl-reader/long-lines", test_long_lines);
    g_test_add_func("/jsonl-reader/unknown", test_unknown_is_skipped);
    g_test_add_func("/jsonl-reader/collisions", test_strings_do_not_collide);
    g_test_add_func("/jsonl-reader/places", test_every_member_has_a_place);
    return g_test_run();
}
