// SPDX-License-Identifier: EUPL-1.2
/*
 * A mark on something we let travel through a browser, so that only what we gave
 * out comes back: HMAC under the key of the installation (usecase/keep_secret.h),
 * so that a mark holds over a restart and in every process.
 */
#ifndef WEB_GATE_SEAL_H
#define WEB_GATE_SEAL_H

#include "web/gate/visit.h"

/* 32 letters; purpose keeps marks of different uses apart. */
struct str seal_make(const struct visit *v, struct str purpose, struct str text);
bool seal_holds(const struct visit *v, struct str purpose, struct str text, struct str seal);

/* The address where a dossier is followed without asking again, today and tomorrow. */
struct url url_track(const struct visit *v, struct str code);
bool track_seal_holds(const struct visit *v, struct str code, struct str seal);

/*
 * What a person gets who has proved to be the applicant of a dossier: it holds for
 * this hour and the next, and opens the result and the reply.
 */
struct str proof_make(const struct visit *v, struct str code);
bool proof_holds(const struct visit *v, struct str code, struct str seal);

#endif
