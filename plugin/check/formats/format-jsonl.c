/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON Lines: what the plugin wrote, with the name of each capture. Made to be read again
 * (--from-jsonl), so that all findings are listed but those the user hid, which are counted.
 */
#include "formats/format.h"
#include "formats/result-json.h"
#include "read/audit.h"

static struct sl_json begin(struct sl_out *out, const char *type)
{
    struct sl_json j = sl_json_new(out, 0);

    sl_json_begin(&j, NULL, '{');
    sl_json_string(&j, "type", type);
    return j;
}

static void end(struct sl_json *j)
{
    sl_json_end(j, '{');
    sl_out_string(j->out, "\n");
}

static void write_result(struct sl_out *out, const struct sl_result *r)
{
    struct sl_json j = begin(out, "capture");

    sl_result_json_capture(&j, r);
    end(&j);
    if (!r->is_read) {
        return;
    }
    for (guint i = 0; i < r->hops->len; i++) {
        j = begin(out, "transaction");
        sl_result_json_transaction(&j, r, sl_hop_at(r, i));
        end(&j);
    }
    for (guint i = 0; i < r->violations->len; i++) {
        if (!sl_violation_at(r, i)->is_hidden) {
            j = begin(out, "violation");
            sl_result_json_violation(&j, sl_violation_at(r, i));
            end(&j);
        }
    }
    j = begin(out, "summary");
    sl_result_json_summary(&j, r);
    end(&j);
}

void sl_format_jsonl(const struct sl_audit *audit, struct sl_out *out)
{
    for (guint i = 0; i < audit->results->len; i++) {
        write_result(out, sl_audit_result(audit, i));
    }
}
