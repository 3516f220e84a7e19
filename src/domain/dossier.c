// SPDX-License-Identifier: EUPL-1.2
/*
 * The fold. Every member of struct dossier that can change is changed here and
 * only here, from one event alone, so that replaying a ledger needs neither a
 * calendar nor a catalogue: what depended on them (dates, punctuality) was
 * decided when the event was made and is checked against them by verify.
 */
#include "domain/dossier.h"

#define NUMBERED_WORD(name, number, word) [name] = STR(word),
const struct str channel_words[] = {CHANNEL_LIST(NUMBERED_WORD)};
const struct str applicant_kind_words[] = {APPLICANT_KIND_LIST(NUMBERED_WORD)};

bool
channel_parse(struct str word, enum channel *ret)
{
    size_t at = 0;
    if (!word_find(channel_words, COUNT(channel_words), word, &at) || at == 0)
        return false;
    *ret = (enum channel)at;
    return true;
}

bool
applicant_kind_parse(struct str word, enum applicant_kind *ret)
{
    size_t at = 0;
    if (!word_find(applicant_kind_words, COUNT(applicant_kind_words), word, &at) || at == 0)
        return false;
    *ret = (enum applicant_kind)at;
    return true;
}

struct dossier
dossier_begin(const struct filing *f)
{
    return (struct dossier){
        .id = f->id,
        .code = f->code,
        .procedure = f->procedure,
        .procedure_version = f->procedure_version,
        .case_code = f->case_code,
        .unit = f->unit,
        .area = f->area,
        .channel = f->channel,
        .applicant = f->applicant,
        .data = f->data,
        .components = f->components,
        .required = f->required,
        .digitised = f->digitised,
        .digitised_required = f->digitised_required,
        .yields_result = f->yields_result,
        .fee = f->fee,
        .state = ST_DRAFT,
    };
}

struct scope_query
dossier_scope(const struct dossier *d)
{
    return (struct scope_query){.version = d->procedure_version,
                                .case_code = d->case_code,
                                .channel = (int32_t)d->channel,
                                .on = local_date(local_of(d->submitted_at, zone_vietnam))};
}

static bool
ends_work(const struct event *e)
{
    return state_is_over(e->to) && !state_is_over(e->from);
}

bool
dossier_leaves_step(const struct dossier *before, const struct event *e)
{
    return before->step > 0 && (e->step != before->step || ends_work(e));
}

enum timeliness
dossier_step_timeliness(const struct dossier *before, const struct event *e)
{
    struct local at = local_of(e->at, zone_vietnam), due = before->step_due;
    if (due.minute == 0)
        return TIME_ON_TIME;
    if (at.minute > due.minute)
        return TIME_LATE;
    return local_date(at).day < local_date(due).day ? TIME_EARLY : TIME_ON_TIME;
}

static enum timeliness
event_timeliness(const struct event *e)
{
    if (e->flags & EVENT_LATE)
        return TIME_LATE;
    return e->flags & EVENT_EARLY ? TIME_EARLY : TIME_ON_TIME;
}

static void
apply_clock(struct dossier *d, const struct event *e)
{
    bool was_paused = state_phase(e->from) == PHASE_PAUSED;
    bool is_paused = state_phase(e->to) == PHASE_PAUSED;
    if (is_paused && !was_paused)
        d->paused_at = e->at;
    if (!is_paused)
        d->paused_at = (struct instant){0};
    d->due = e->due;
    d->answer_due = e->answer_due;
    d->step_due = e->step_due;
    if (e->step != d->step)
        d->step_at = e->at;
    if (ends_work(e)) {
        d->finished_at = e->at;
        if (d->accepted_at.us)
            d->timeliness = event_timeliness(e);
    }
}

static void
apply_paper(struct dossier *d, const struct event *e)
{
    if (e->action == ACT_DIGITISE && (e->flags & EVENT_FIRST_FILE)) {
        d->digitised++;
        d->digitised_required += (e->flags & EVENT_REQUIRED) != 0;
    }
    if (e->flags & EVENT_RESULT)
        d->result_digitised = true;
}

static void
apply_money(struct dossier *d, const struct event *e)
{
    if (e->action == ACT_REQUIRE_FEE || e->action == ACT_IMPOSE)
        d->fee += e->amount;
    if (e->action != ACT_PAY)
        return;
    d->paid += e->amount;
    if (e->flags & EVENT_PAID_ONLINE)
        d->paid_online += e->amount;
}

void
dossier_apply(struct dossier *d, const struct event *e)
{
    if (e->seq == 1)
        d->submitted_at = e->at;
    if (e->action == ACT_ACCEPT) {
        d->accepted_at = e->at;
        d->original_due = e->due;
    }
    if (e->action == ACT_RETURN)
        d->returned_at = e->at;
    d->supplements += e->action == ACT_ASK_SUPPLEMENT;
    d->extensions += e->action == ACT_EXTEND;
    apply_clock(d, e);
    apply_paper(d, e);
    apply_money(d, e);
    d->state = e->to;
    d->step = e->step;
    d->holder = e->holder;
    d->version = e->seq;
    d->head = e->hash;
}

/* Length before text, so that no two lists of members give the same bytes. */
static void
print_text(struct buf *b, struct str s)
{
    buf_i64(b, (int64_t)s.n);
    buf_char(b, ':');
    buf_str(b, s);
    buf_char(b, '\n');
}

static void
print_int(struct buf *b, int64_t n)
{
    buf_i64(b, n);
    buf_char(b, '\n');
}

static struct hash
filing_digest(const struct filing *f, struct buf *scratch)
{
    const struct applicant *who = &f->applicant;
    print_text(scratch, f->code);
    print_int(scratch, f->procedure_version.v);
    print_int(scratch, f->unit.v);
    print_int(scratch, f->channel);
    print_int(scratch, who->kind);
    print_text(scratch, who->name);
    print_text(scratch, who->id_number);
    print_text(scratch, who->phone);
    print_text(scratch, who->email);
    print_text(scratch, who->address);
    print_text(scratch, f->data);
    print_int(scratch, f->components);
    print_int(scratch, f->required);
    print_int(scratch, f->digitised);
    print_int(scratch, f->digitised_required);
    print_int(scratch, f->yields_result);
    print_int(scratch, f->fee);
    if (f->case_code.n) /* digests of before cases were kept stay what they are */
        print_text(scratch, f->case_code);
    return hash_of(buf_view(scratch));
}

struct str
filing_detail(struct arena *a, const struct filing *f)
{
    struct buf scratch;
    buf_init(&scratch, 1 << 20);
    struct hash digest = filing_digest(f, &scratch);
    ASSERT(!scratch.failed);
    buf_free(&scratch);
    struct str hex = hash_hex(a, &digest);
    return str_join(a, S("filing\t"), hex, S("\n"));
}

struct hash
event_hash(const struct event *e, struct str code, struct buf *scratch)
{
    buf_reset(scratch);
    print_text(scratch, code);
    print_int(scratch, e->seq);
    print_int(scratch, e->at.us);
    print_text(scratch, action_code(e->action));
    print_text(scratch, state_code(e->from));
    print_text(scratch, state_code(e->to));
    print_int(scratch, e->step);
    print_int(scratch, e->holder.v);
    print_int(scratch, e->person.v);
    print_int(scratch, e->position.v);
    print_int(scratch, e->actor_unit.v);
    print_text(scratch, e->actor);
    print_text(scratch, e->reason);
    print_text(scratch, e->detail);
    print_int(scratch, e->due.minute);
    print_int(scratch, e->answer_due.minute);
    print_int(scratch, e->step_due.minute);
    print_int(scratch, e->amount);
    print_int(scratch, e->component);
    print_int(scratch, e->flags);
    return hash_of_two(hash_bytes(&e->prev), buf_view(scratch));
}

struct str
event_detail(const struct event *e, struct str key)
{
    struct str rest = e->detail;
    const char *from = NULL, *to = NULL;
    while (rest.p && rest.n) {
        struct str line = str_cut(&rest, '\n');
        size_t tab = str_find(line, '\t');
        if (tab < line.n && from)
            break;
        if (tab < line.n && str_eq(str_sub(line, 0, tab), key))
            from = line.p + tab + 1;
        if (from)
            to = line.p + line.n;
    }
    return from ? (struct str){from, (size_t)(to - from)} : S("");
}
