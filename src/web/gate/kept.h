// SPDX-License-Identifier: EUPL-1.2
/*
 * What somebody typed into a form that came too late: the session had ended, or the
 * token was that of an older one. It is written into the answer as hidden fields, to
 * be sent again once they have signed in; the server keeps nothing. Only what a page
 * of our own sent is kept, so that nobody else's form is offered to be sent again.
 */
#ifndef WEB_GATE_KEPT_H
#define WEB_GATE_KEPT_H

#include "web/gate/visit.h"

struct kept_field {
    struct str name, value;
};

/* {> gate_kept kept}: the fields, inside a form. */
struct view_gate_kept {
    struct url to; /* where they were being sent */
    LIST(struct kept_field) fields;
};
VIEW(gate_kept);

/*
 * The fields of this request without token, once-key and files; with for_sign_in under
 * names that the sign-in carries on. Empty when there is nothing that may be kept.
 */
void kept_of_request(struct request *r, bool for_sign_in, struct view_gate_kept *ret);

/* What a sign-in carried: under the same names to show it again, or as it was first sent. */
void kept_of_sign_in(const struct request *r, struct pairs form, bool as_sent,
                     struct view_gate_kept *ret);

#endif
