// SPDX-License-Identifier: EUPL-1.2
/*
 * What happened, newest first, out of the ledger: who did what and why, what was
 * asked, what was promised.
 */
#include "web/dossier/dossier.h"

/* Reason, what was asked, how it was returned, what was promised: in one note. */
static struct str
note_of(struct request *r, const struct event *e, struct local promised)
{
    enum lang lang = visit_of(r)->lang;
    struct str items = event_detail(e, S("items")), way = event_detail(e, S("way"));
    if (e->reason.n && (!items.n || str_eq(items, e->reason)))
        return e->reason;
    if (items.n)
        return e->reason.n ? str_join(r->a, e->reason, S("\n"), items) : items;
    enum channel handed_over;
    if (channel_parse(way, &handed_over))
        return lang_text(lang, page_channel_word(handed_over));
    if (e->amount) {
        struct msg_arg sum = arg_money(money_vnd(e->amount));
        return lang_say(r->a, lang, MSG_DOSSIER_AMOUNT, &sum, 1);
    }
    if (!e->due.minute || e->due.minute == promised.minute)
        return S("");
    struct msg_arg due = arg_local(e->due);
    return lang_say(r->a, lang, MSG_DOSSIER_PROMISED, &due, 1);
}

static struct str
who_of(struct request *r, const struct event *e)
{
    const struct visit *v = visit_of(r);
    const struct unit *u = unit_by_id(v->site->world, e->actor_unit);
    if (!u)
        return e->actor;
    return str_join(r->a, e->actor, S(", "), page_office_name(v->lang, u));
}

void
dossier_fill_timeline(struct request *r, const struct dossier_facts *f,
                      struct view_dossier_show *view)
{
    const struct visit *visit = visit_of(r);
    size_t n = f->decide.n_history;
    struct page_event *v = NEW_ARRAY(r->a, struct page_event, n);
    for (size_t i = 0; i < n; i++) {
        const struct event *e = &f->decide.history[i];
        struct local promised = i ? f->decide.history[i - 1].due : (struct local){0};
        v[n - 1 - i] = (struct page_event){.at = local_of(e->at, zone_vietnam),
                                           .what = visit_text(visit, action_msg(e->action)),
                                           .who = who_of(r, e),
                                           .note = note_of(r, e, promised)};
    }
    view->timeline.list.v = v;
    view->timeline.list.n = n;
}
