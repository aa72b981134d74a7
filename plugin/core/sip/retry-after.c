/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/retry-after.h"

#include <string.h>

#include "sip/header.h"

/* Where the comment ends that begins at TEXT, behind its parenthesis: comments nest, and \ escapes
 * (§25.1). */
static const char *end_of_comment(const char *text)
{
    for (unsigned depth = 1; *text; text += *text == '\\' && text[1] ? 2 : 1) {
        depth += *text == '(';
        depth -= *text == ')';
        if (depth == 0) {
            break;
        }
    }
    return text;
}

bool sl_retry_after_read(struct sl_arena *arena, const char *value, struct sl_retry_after *retry)
{
    const char *text = sl_header_skip_space(value), *duration;
    size_t length;

    *retry = (struct sl_retry_after){0};
    if (!sl_header_number(text, &retry->seconds)) {
        return false;
    }
    text = sl_header_skip_space(text + strspn(text, "0123456789"));
    if (*text == '(') {
        const char *start = text + 1;

        text = end_of_comment(start);
        retry->comment = sl_arena_strndup(arena, start, (size_t)(text - start));
        text += *text == ')';
    }
    duration = sl_header_parameter(text, "duration", &length);
    retry->has_duration = duration && sl_header_number(duration, &retry->duration_s);
    return true;
}

void sl_retry_after_describe(const struct sl_retry_after *retry, enum sl_language language,
                             GString *out)
{
    bool zh = language == SL_ZH;

    if (retry->seconds == 0) {
        g_string_append(out, zh ? "可以马上再试。" : "The request may be tried again at once.");
    } else if (zh) {
        g_string_append_printf(
            out, "发送方请客户端%" G_GUINT32_FORMAT "秒后再试；在此之前重试多半还是同样的结果。",
            retry->seconds);
    } else {
        g_string_append_printf(out,
                               "The sender asks for no new attempt within %" G_GUINT32_FORMAT
                               " s; an earlier one will most likely end the same way.",
                               retry->seconds);
    }
    if (retry->has_duration && zh) {
        g_string_append_printf(out, "此后可以联系的时长为%" G_GUINT32_FORMAT "秒。",
                               retry->duration_s);
    } else if (retry->has_duration) {
        g_string_append_printf(out, " From then on it can be reached for %" G_GUINT32_FORMAT " s.",
                               retry->duration_s);
    }
}
