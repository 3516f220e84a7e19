// SPDX-License-Identifier: EUPL-1.2
/* The page of a failure: what is wrong, how to go on, the number to tell an administrator. */
#ifndef WEB_GATE_FAIL_H
#define WEB_GATE_FAIL_H

#include "web/gate/kept.h"
#include "web/gate/visit.h"

struct fail_line {
    struct str field, text;
};

struct view_gate_fail {
    struct frame frame;
    enum msg title, what;
    LIST(struct fail_line) problems;
    struct url home;
    bool is_desk;               /* an officer stays at their desk */
    struct view_gate_kept kept; /* what was typed, to be sent again */
    struct form_keys keys;
    struct str back; /* where it was being sent */
    bool has_kept, must_sign_in;
};
VIEW(gate_fail);

NODISCARD enum err answer_fail_page(struct request *r, struct visit *v, enum err e, int status);

/* The sentence for an outcome. */
enum msg fail_msg(enum err e);

/* What HTTP calls that status, in the reader's language. */
enum msg fail_title(int status);

#endif
