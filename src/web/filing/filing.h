// SPDX-License-Identifier: EUPL-1.2
/*
 * Filing a dossier online, one thing on a page: where, who, which papers, check,
 * send. Nothing is kept on the server before it is sent, but the bytes of the
 * papers; everything else travels in the form, so that it works without a script
 * and nothing typed is lost.
 */
#ifndef WEB_FILING_FILING_H
#define WEB_FILING_FILING_H

#include "usecase/submit_dossier.h"
#include "web/gate/form.h"
#include "web/gate/visit.h"
#include "web/page/offer.h"
#include "web/page/parts.h"

extern const struct route_rows filing_routes;

enum filing_step { FILING_WHERE = 1, FILING_WHO, FILING_PAPERS, FILING_CHECK };
#define FILING_STEPS 4

/* A paper as it stands in the form. */
struct filing_paper {
    const struct component *component;
    struct str field; /* paper.CODE */
    struct str kept;  /* what travels: hash.size.kind.day.seal.name; empty: no file */
    struct stored_file file;
    bool is_later; /* the original is brought to the counter */
};

struct filing_papers {
    struct filing_paper *v;
    size_t n;
};

/* Everything the form says, and about what. */
struct filing_form {
    const struct procedure *procedure;
    const struct procedure_version *version;
    struct pairs sent; /* without the papers' members */
    struct str step_word, go, unit, case_code, kind, agreed;
    struct applicant applicant;
    struct filing_papers papers;
    enum filing_step step;
    struct str once;
};

/* Reads what was sent; problems of single fields are collected. */
NODISCARD enum err filing_read(struct request *r, struct filing_form *f);

/* Adds the problems of one page. */
void filing_check(struct visit *v, const struct filing_form *f, enum filing_step step);

/* The papers of the procedure, with what the form carries of each. */
NODISCARD enum err filing_read_papers(struct request *r, struct pairs sent, struct filing_form *f);
void filing_check_papers(struct visit *v, const struct filing_form *f);

/* The value sent for a field, as it was typed. */
struct str filing_sent(const struct filing_form *f, struct str name);

struct filing_hidden {
    struct str name, value;
};

struct filing_upload {
    struct str field, name, kept, kept_field, kept_name, later_field;
    bool is_required, is_known, may_later, is_later;
    struct page_problem problem;
};

struct filing_answer {
    struct str label, value, change; /* change: value of the button */
};

struct view_filing_step {
    struct frame frame;
    struct form_keys keys;
    struct view_page_errors errors;
    struct url action, procedure_url;
    struct str name; /* of the procedure */
    int64_t step, steps, upload_mb;
    LIST(struct filing_hidden) hidden;
    bool is_where, is_who, is_papers, is_check;
    struct view_page_choices unit, cases, kind, agreed;
    bool is_one_unit;
    struct view_page_field person, id_number, phone, email;
    struct view_page_field address;
    LIST(struct filing_upload) uploads;
    LIST(struct filing_answer) answers;
    struct str limit, fee;
};
VIEW(filing_step);

/* What stands in the view about one page; see fill.c. */
void filing_fill(struct request *r, const struct filing_form *f, struct view_filing_step *view);

#endif
