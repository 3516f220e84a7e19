// SPDX-License-Identifier: EUPL-1.2
/*
 * The reception counter: one screen from "what do you need" to the receipt. One
 * press files and accepts the dossier. Steps are parameters of the address, so
 * that everything works without a script; with one, focus moves by itself.
 * Nothing about the applicant is ever in an address.
 */
#ifndef WEB_COUNTER_COUNTER_H
#define WEB_COUNTER_COUNTER_H

#include "usecase/act_on_dossier.h"
#include "usecase/submit_dossier.h"
#include "web/gate/form.h"
#include "web/gate/visit.h"
#include "web/page/offer.h"
#include "web/page/parts.h"

extern const struct route_rows counter_routes;

#define COUNTER_FOUND 12

/* What is being received: where, and by which procedure. */
struct counter_subject {
    const struct unit *authority;
    const struct procedure *procedure; /* NULL: not chosen yet */
    const struct procedure_version *version;
};

/* What the form sends. */
struct counter_fields {
    struct str card, go, procedure, case_code;
    struct str kind, name, id_number, phone, email, address;
};
extern const struct form counter_form;

/* Which papers were ticked as handed in. */
struct counter_ticks {
    const struct str *v;
    size_t n;
};

struct counter_found {
    struct url url;
    struct str code, name, field;
};

struct counter_paper {
    struct str field, code, name; /* field: name and id of its box */
    int64_t originals, copies;
    bool is_required, is_ticked;
    struct page_problem problem;
};

struct view_counter_desk {
    struct frame frame;
    struct form_keys keys;
    struct view_page_errors errors;
    struct str q, unknown; /* unknown: a procedure that this authority does not offer */
    LIST(struct counter_found) found;
    bool has_searched, has_more, has_subject, is_from_card;
    struct str code, procedure, limit, fee;
    struct local due;
    bool has_due, has_cases;
    struct view_page_choices cases, kind;
    struct view_page_field card, name, id_number, phone, email, address;
    LIST(struct counter_paper) papers;
    struct url again;
};
VIEW(counter_desk);

/* The procedures of an authority that a search finds, by code or words; best first. */
struct counter_hits {
    const struct procedure *v[COUNTER_FOUND];
    size_t n;
    bool has_more; /* than fit on one screen */
};
void counter_search(struct request *r, const struct unit *authority, struct str typed,
                    struct counter_hits *ret);

/*
 * Takes name, number and address from the text of a citizen card and empties its
 * field: over what stands there when the card was just scanned, else only into
 * what is empty. False: there is no card, or it cannot be read (a problem).
 */
bool counter_take_card(struct visit *v, struct counter_fields *f, bool over);

/* The page with this subject, filled so far. */
NODISCARD enum err counter_show(struct request *r, const struct counter_subject *s,
                                const struct counter_fields *f, struct counter_ticks ticks,
                                struct view_counter_desk *view);

#endif
