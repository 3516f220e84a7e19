// SPDX-License-Identifier: EUPL-1.2
/*
 * Following a dossier by its code: where it is, until when, what the applicant
 * must do. Shown to who knows the code and the end of the applicant's number, or
 * has just filed it; of personal data only the applicant's own name.
 */
#ifndef WEB_TRACK_TRACK_H
#define WEB_TRACK_TRACK_H

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

struct view_track_show {
    struct frame frame;
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

/* GET /track/:code */
enum err page_track_show(struct request *r);

#endif
