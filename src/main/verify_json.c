// SPDX-License-Identifier: EUPL-1.2
/* See verify_json.h. Every member is always there; what is not known is null or empty. */
#include "main/verify_json.h"

static const char *const verdicts[] = {
    [VERDICT_VALID] = "valid", [VERDICT_INVALID] = "invalid", [VERDICT_UNSIGNED] = "unsigned"};
static const char *const kinds[] = {[SIG_PADES] = "pades",
                                    [SIG_PKCS7] = "pkcs7",
                                    [SIG_DOC_STAMP] = "document-time-stamp",
                                    [SIG_UNKNOWN] = "unknown"};
static const char *const sources[] = {[TIME_NONE] = "none",
                                      [TIME_CLAIMED] = "claimed",
                                      [TIME_ATTRIBUTE] = "attribute",
                                      [TIME_STAMP] = "time-stamp"};

const char *
verdict_word(enum verdict verdict)
{
    return verdicts[verdict];
}

static json_t *
text(struct str s)
{
    return json_stringn(s.p ? s.p : "", s.n);
}

static json_t *
moment(struct instant at)
{
    char space[40];
    struct buf b = {.p = space, .size = sizeof space, .max = sizeof space};
    if (at.us == 0)
        return json_null();
    instant_print(&b, at, zone_vietnam);
    return text(buf_view(&b));
}

/* Codes of the faults between two, both included. */
static json_t *
codes(uint32_t faults, enum sig_fault from, enum sig_fault to)
{
    json_t *list = json_array();
    for (unsigned i = from; i <= to; i++)
        if (faults >> i & 1)
            json_array_append_new(list, text(sig_fault_code((enum sig_fault)i)));
    return list;
}

static json_t *
chain(const struct sig_report *s)
{
    json_t *names = json_array();
    for (size_t i = 0; i < s->chain_count; i++)
        json_array_append_new(names, text(s->chain[i]));
    const char *status = "trusted";
    if (sig_has(s, SIG_UNTRUSTED) || s->chain_count == 0)
        status = "untrusted";
    if (sig_has(s, SIG_EXPIRED))
        status = "expired";
    if (sig_has(s, SIG_NOT_YET))
        status = "not-yet-valid";
    return json_pack("{s:s, s:o}", "status", status, "certificates", names);
}

static json_t *
revocation(const struct sig_report *s)
{
    const char *status = s->revocation.state == CERT_GOOD      ? "good"
                         : s->revocation.state == CERT_REVOKED ? "revoked"
                                                               : "unknown";
    return json_pack("{s:s, s:o, s:o}", "status", status, "source", text(s->revocation.source),
                     "at", moment(s->revocation.at));
}

static json_t *
signature(const struct sig_report *s)
{
    json_t *one = json_object();
    json_object_set_new(one, "field", text(s->field));
    json_object_set_new(one, "valid", json_boolean(s->faults == 0));
    json_object_set_new(one, "kind", json_string(kinds[s->kind]));
    json_object_set_new(one, "signer", text(s->signer));
    json_object_set_new(one, "person", text(s->person));
    json_object_set_new(one, "serial", text(s->serial));
    json_object_set_new(one, "subject", text(s->subject));
    json_object_set_new(one, "issuer", text(s->issuer));
    json_object_set_new(one, "time", moment(s->time));
    json_object_set_new(one, "time_source", json_string(sources[s->source]));
    json_object_set_new(one, "claimed_time", moment(s->claimed));
    json_object_set_new(one, "stamped_by", text(s->stamped_by));
    json_object_set_new(one, "reason", text(s->reason));
    json_object_set_new(one, "location", text(s->place));
    json_object_set_new(one, "integrity", json_string(s->intact ? "intact" : "broken"));
    json_object_set_new(one, "covers_whole_file", json_boolean(s->whole));
    json_object_set_new(one, "covered_bytes", json_integer((json_int_t)s->covered));
    json_object_set_new(one, "revision", json_integer(s->revision));
    json_object_set_new(one, "later_signatures", json_integer(s->later));
    json_object_set_new(one, "evidence_added", json_boolean(s->evidence_added));
    json_object_set_new(one, "chain", chain(s));
    json_object_set_new(one, "revocation", revocation(s));
    json_object_set_new(one, "changes", codes(s->faults, SIG_REVISION, SIG_LOCKED));
    json_object_set_new(one, "faults", codes(s->faults, SIG_RANGE, SIG_LOCKED));
    return one;
}

json_t *
verify_json(const struct verify_report *report)
{
    json_t *list = json_array();
    for (size_t i = 0; i < report->n; i++)
        json_array_append_new(list, signature(&report->sigs[i]));
    return json_pack("{s:s, s:i, s:o}", "verdict", verdicts[report->verdict], "pages",
                     report->pages, "signatures", list);
}
