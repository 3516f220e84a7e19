// SPDX-License-Identifier: EUPL-1.2
/* See tally.h. Pure differences of two states of one dossier; nothing is looked up. */
#include "domain/tally.h"

#include "domain/decide.h"

struct tally
tally_of(const struct dossier *before, const struct dossier *after, const struct event *e)
{
    bool accepts = e->action == ACT_ACCEPT;
    bool settles = state_is_settled(e->to) && !state_is_settled(e->from);
    bool closes = state_is_over(e->to) && !state_is_over(e->from) && !settles;
    bool pays = after->paid > before->paid;
    return (struct tally){
        .submitted = e->seq == 1,
        .refused = e->to == ST_REFUSED,
        .received = accepts,
        .received_online = accepts && after->channel == CHANNEL_ONLINE,
        .received_direct = accepts && after->channel == CHANNEL_DIRECT,
        .received_post = accepts && after->channel == CHANNEL_POST,
        .settled = settles,
        .early = settles && after->timeliness == TIME_EARLY,
        .on_time = settles && after->timeliness == TIME_ON_TIME,
        .late = settles && after->timeliness == TIME_LATE,
        .closed = closes && after->accepted_at.us != 0,
        .supplements = e->action == ACT_ASK_SUPPLEMENT,
        .extensions = e->action == ACT_EXTEND,
        .returned = e->action == ACT_RETURN,
        .paid = pays,
        .paid_online = pays && (e->flags & EVENT_PAID_ONLINE) != 0,
    };
}

struct cohort
cohort_of(const struct dossier *d)
{
    if (d->accepted_at.us == 0)
        return (struct cohort){0};
    bool settled = state_is_settled(d->state);
    return (struct cohort){
        .received = 1,
        .components_digitised = d->digitised > 0,
        .fully_digitised = d->digitised > 0 && d->digitised_required >= d->required,
        .settled = settled,
        .results_due = settled && d->yields_result,
        .results_digitised = settled && d->yields_result && d->result_digitised,
    };
}

struct cohort
cohort_minus(struct cohort left, struct cohort right)
{
#define MINUS(name, text) left.name -= right.name;
    COHORT_LIST(MINUS)
#undef MINUS
    return left;
}

bool
cohort_is_zero(struct cohort c)
{
    int64_t any = 0;
#define ANY(name, text) any |= c.name;
    COHORT_LIST(ANY)
    return any == 0;
}

bool
tally_is_zero(struct tally c)
{
    int64_t any = 0;
    TALLY_LIST(ANY)
#undef ANY
    return any == 0;
}

struct open_due
open_due_of(const struct dossier *d)
{
    int64_t urgency = dossier_urgency(d);
    if (urgency == 0 || state_is_over(d->state))
        return (struct open_due){0};
    bool accepted = d->accepted_at.us != 0;
    bool waits = urgency >= URGENCY_WAITING;
    return (struct open_due){
        .day = waits ? 0 : local_date((struct local){urgency}).day,
        .in_process = accepted,
        .unanswered = !accepted,
    };
}

int64_t
period_day(struct date d)
{
    struct civil c = date_civil(d);
    return (int64_t)c.year * 10000 + c.month * 100 + c.day;
}

int64_t
period_month(struct date d)
{
    struct civil c = date_civil(d);
    return (int64_t)c.year * 100 + c.month;
}

int64_t
period_week(struct date d)
{
    return date_week(d).day;
}

struct date
dossier_accepted_day(const struct dossier *d)
{
    return local_date(local_or_none(d->accepted_at));
}
