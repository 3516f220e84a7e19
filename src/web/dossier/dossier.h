// SPDX-License-Identifier: EUPL-1.2
/*
 * The dossier page: everything that is known about one dossier, and everything
 * this person may do with it now. Which acts there are is read from the table of
 * domain/workflow.h; what is shown comes from six statements, however long the
 * history. Somebody who may not see the dossier learns nothing, not even that it
 * exists.
 */
#ifndef WEB_DOSSIER_DOSSIER_H
#define WEB_DOSSIER_DOSSIER_H

#include "render/qr.h"
#include "usecase/act_on_dossier.h"
#include "web/gate/form.h"
#include "web/gate/papers.h"
#include "web/gate/visit.h"
#include "web/page/deadline.h"
#include "web/page/parts.h"

extern const struct route_rows dossier_routes;

/* All facts of the page, read in one go. */
struct dossier_facts {
    struct dossier dossier;
    struct decide_facts decide;
    struct act_set acts; /* what the person who asks may do now */
    struct papers papers;
    struct step_runs runs;
};

/* ERR_NOTFOUND also for who may not see it. */
NODISCARD enum err dossier_facts_read(struct request *r, struct str code,
                                      struct dossier_facts *ret);

/* What the form of an act sends. */
struct act_fields {
    int64_t version, step, amount;
    struct str reason, items, unit, way, number, date;
    struct local due;
    bool online;
};
extern const struct form act_form;

/* What the form of the scans sends beside its files (web/gate/papers.h). */
struct scans_fields {
    int64_t version;
};
extern const struct form scans_form;

/* --- What the templates show --- */

struct dossier_act {
    struct url url;  /* where it is posted */
    struct url open; /* where its form is opened */
    enum msg label;
    bool is_plain;  /* nothing to fill in: a button is enough */
    bool is_danger; /* refuse, reject, withdraw, stop */
};

/* One line of the table of papers. */
struct dossier_paper {
    struct str name, code, file_name;
    struct str input; /* the field for a scan */
    struct page_problem problem;
    int64_t originals, copies, size_kb;
    struct url url; /* of the file */
    enum msg state;
    bool has_file, is_required, is_missing;
    bool is_absent; /* the file is known, its bytes are not kept here */
};

/* One step of the process, and each time it was gone through. */
struct dossier_step {
    int64_t number;
    enum msg word;
    struct str office;
    struct work limit, used;
    struct local ended, due;
    struct tag tag;
    bool has_limit, is_past, is_here, has_used, is_repeated;
};

struct dossier_fact {
    enum msg name;
    struct str value;
    struct local at;
    struct money sum;
    enum msg word;
    bool is_at, is_sum, is_word;
};

struct dossier_answer {
    struct str name, value;
};

struct dossier_reason {
    enum msg msg;
    struct msg_arg first, second;
    struct local from, to;
    struct work minutes;
    int64_t days;
    struct str source;
    bool has_span, is_days, is_counted;
};

/* The open form of one act: only the fields it needs. */
struct view_dossier_act {
    struct url url, close; /* where it is sent; the dossier without it */
    enum msg label;
    struct form_keys keys;
    int64_t version;
    struct view_page_errors errors;
    struct view_page_field reason, items, due, number, date, amount;
    struct view_page_choices unit, step, way;
    struct page_problem file;
    enum msg file_label;
    bool has_reason, has_items, has_due, has_result, has_amount, has_unit, has_step, has_way,
        has_file, has_online, is_danger, is_main;
};
VIEW(dossier_act);

/* A form that can be printed of this dossier. */
struct dossier_print {
    struct url url;
    enum msg title;
};

/* The dossier to go on with. */
struct dossier_next {
    struct url url;
    struct str code, person;
};

struct view_dossier_show {
    struct frame frame;
    struct form_keys keys;
    struct str warning; /* why an act was not done */
    struct url here, receipt;
    struct str code, person, procedure, mark;
    struct local now; /* for the foot of the page on paper */
    int64_t version;
    struct tag tag;
    struct deadline_bar bar;
    struct deadline_bar mini;
    bool has_bar, has_mini, has_receipt;
    struct dossier_act main; /* the one next action */
    bool has_main, is_main_open;
    struct dossier_next next; /* url empty: none */
    LIST(struct dossier_act) acts;
    struct view_dossier_act form;
    bool has_form;
    LIST(struct dossier_fact) facts;
    LIST(struct dossier_answer) answers;
    LIST(struct dossier_paper) papers;
    int64_t required, digitised, upload_mb;
    bool may_digitise, has_lost_scans;
    struct url digitise;
    struct view_page_errors scan_errors;
    LIST(struct dossier_step) steps;
    LIST(struct dossier_reason) reasons;
    struct view_page_timeline timeline;
    LIST(struct dossier_print) prints;
};
VIEW(dossier_show);

/* What the page is to say and show open, beside the facts. */
struct dossier_ask {
    struct str open;                 /* code of an action, or empty */
    const struct act_fields *filled; /* what was sent, or NULL */
    struct str done, warning;        /* what was done, why it was not; or empty */
    bool is_scans;                   /* the problems are those of the scans */
    struct dossier_next next;        /* where to go on after what was done */
};

/* Links to the forms that can be printed of it (form.c). */
void dossier_fill_prints(struct request *r, const struct dossier_facts *f,
                         struct view_dossier_show *view);

void dossier_fill_facts(struct request *r, const struct dossier_facts *f,
                        struct view_dossier_show *view);
void dossier_fill_papers(struct request *r, const struct dossier_facts *f,
                         struct view_dossier_show *view);
void dossier_fill_steps(struct request *r, const struct dossier_facts *f,
                        struct view_dossier_show *view);
void dossier_fill_timeline(struct request *r, const struct dossier_facts *f,
                           struct view_dossier_show *view);

/* Buttons, and the open form: of that action, else of the next one if it has fields. */
void dossier_fill_acts(struct request *r, const struct dossier_facts *f,
                       const struct dossier_ask *ask, struct view_dossier_show *view);

/* The page. */
NODISCARD enum err dossier_show(struct request *r, const struct dossier_facts *f,
                                const struct dossier_ask *ask);

/*
 * What the office of this person has in hand, first due first, after the place that this
 * dossier had before its last act: where to go on. The first of the list when it ends there.
 */
NODISCARD enum err dossier_next_read(struct request *r, const struct dossier_facts *f,
                                     struct dossier_next *ret);

/* Handlers of the other files. */
enum err post_dossier_act(struct request *r);
enum err post_dossier_scans(struct request *r);
enum err page_dossier_file(struct request *r);
enum err page_dossier_receipt(struct request *r);
enum err page_dossier_form(struct request *r);

#endif
