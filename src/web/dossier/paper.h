// SPDX-License-Identifier: EUPL-1.2
/*
 * What leaves a dossier on paper: the receipt (receipt.c) and the other forms of the
 * law (form.c), in Vietnamese, whatever language their officer reads.
 */
#ifndef WEB_DOSSIER_PAPER_H
#define WEB_DOSSIER_PAPER_H

#include "web/dossier/dossier.h"

struct receipt_paper {
    struct str name;
    enum msg form;
    int64_t number;
};

/* What every form of the law begins with: who writes, when, about whose dossier. */
struct view_dossier_head {
    struct qr qr;
    struct str agency, point, code, name, id_number, address, phone, email, procedure,
        day; /* place and date, as the head of a document has them */
};
VIEW(dossier_head);

/* As of a day, in Vietnamese. */
void dossier_head_of(struct request *r, const struct dossier *d, struct date day,
                     struct view_dossier_head *ret);

/* Form 01: receipt and appointment. */
struct view_dossier_sheet {
    struct view_dossier_head head;
    struct str term, receiver;
    LIST(struct receipt_paper) papers;
    struct local received, due;
    struct money fee;
    bool has_due, has_fee, prints;
};
VIEW(dossier_sheet);

/* The forms 02 to 06 as sheets: what is asked for, refused, promised anew, stopped, passed on. */
enum dossier_form { FORM_SUPPLEMENT, FORM_REFUSAL, FORM_APOLOGY, FORM_STOP, FORM_CONTROL };
enum { DOSSIER_FORMS = FORM_CONTROL + 1 };

/* One hand to another, a line of the control sheet. */
struct form_handover {
    struct str from, to, note;
    struct local at;
    enum msg pace;
};

struct view_dossier_form {
    struct view_dossier_head head;
    enum msg title;
    bool is_supplement, is_refusal, is_apology, is_stop, is_control;
    struct local received, due, new_due, at;
    bool has_received, has_due;
    LIST(struct str) items;
    struct str reason, officer, post; /* who signs, and as what */
    enum msg state;                   /* when it was stopped */
    LIST(struct form_handover) handovers;
};
VIEW(dossier_form);

/* One of the two in Vietnamese, whatever language its officer reads: it is the applicant's. */
struct view_dossier_paper {
    const struct view_dossier_sheet *sheet;
    const struct view_dossier_form *form;
};
VIEW(dossier_paper);

/* The paper with what its officer may do next. */
struct view_dossier_printed {
    struct frame frame;
    struct url here;
    bool is_receipt;
    struct view_dossier_paper paper;
};
VIEW(dossier_printed);

#endif
