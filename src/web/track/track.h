// SPDX-License-Identifier: EUPL-1.2
/*
 * Following a dossier by its code: where it is, until when, what the applicant
 * must do. Shown to who knows the code and the end of the applicant's number, or
 * has just filed it; of personal data only the applicant's own name.
 *
 * The result and the reply to a request for a supplement are for the applicant
 * alone: who gives the whole number of the identity card gets a proof that holds
 * for an hour (web/gate/seal.h). Tries are counted (web/gate/attempts.h).
 */
#ifndef WEB_TRACK_TRACK_H
#define WEB_TRACK_TRACK_H

#include "usecase/act_on_dossier.h"
#include "render/qr.h"
#include "web/gate/visit.h"
#include "web/page/deadline.h"
#include "web/page/parts.h"

extern const struct route_rows track_routes;

struct view_track_ask {
    struct frame frame;
    struct form_keys keys;
    struct view_page_errors errors;
    struct view_page_field code, last4;
};
VIEW(track_ask);

struct track_item {
    struct str text;
};

struct track_step {
    enum msg role;
    bool is_past, is_here;
};

struct track_reason {
    enum msg msg;
    struct msg_arg first, second;
};

/* A paper that may be sent with the reply. */
struct track_paper {
    struct str field, name;
    bool is_required, has_file;
    struct page_problem problem;
};

/* What the address brought along, judged. */
struct track_ask {
    struct str code, k, p;
    bool is_new, is_proved, is_supplied;
    struct str message; /* of a reply that comes back */
};

struct view_track_show {
    struct frame frame;
    struct form_keys keys;
    struct view_page_errors errors;
    int64_t version;
    struct url action, result_url;
    enum msg proof_title;
    struct view_page_field proof, message;
    struct qr qr;
    LIST(struct track_paper) papers;
    struct str result_name;
    struct octets result_size;
    struct money fee_total, fee_paid;
    bool asks_proof, may_supply, is_supplied, has_result, has_fee, is_fee_paid, is_result_held;
    bool is_ended; /* without a result: nothing is owed, no date is kept */
    struct str code, name, applicant, unit;
    bool is_new;
    enum msg state, todo, next;
    struct money fee;
    bool is_fee_owed;
    struct deadline_bar bar;
    bool has_bar;
    struct tag tag;
    struct local answer_due, due;
    bool has_answer, has_due;
    struct instant submitted_at;
    struct str reason;
    LIST(struct track_item) items;
    LIST(struct track_step) steps;
    LIST(struct track_reason) reasons;
};
VIEW(track_show);

/* The page of that dossier; problems of the operation are shown at their fields. */
NODISCARD enum err track_show(struct request *r, const struct track_ask *ask);

/* What only the applicant gets, or what must be proved first (own.c). */
NODISCARD enum err track_fill_own(struct request *r, struct reader *rd,
                                  const struct decide_facts *f, const struct papers *papers,
                                  const struct track_ask *ask, struct view_track_show *view);

/* GET /track/:code */
enum err page_track_show(struct request *r);

/* POST /track/:code: a proof or a reply, as its button says; GET /track/:code/result */
enum err post_track_own(struct request *r);
enum err get_track_result(struct request *r);

#endif
