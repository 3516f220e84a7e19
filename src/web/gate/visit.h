// SPDX-License-Identifier: EUPL-1.2
/*
 * What web knows about a request beyond HTTP: who is asking, in which language,
 * with which operation. The gate makes it before the handler runs; a handler
 * takes it with visit_of(r) and hands &visit->op to a verb.
 */
#ifndef WEB_GATE_VISIT_H
#define WEB_GATE_VISIT_H

#include "net/http.h"
#include "render/html.h"
#include "usecase/site.h"
#include "web/page/frame.h"

/* The description of the interface as bytes, with their tag. */
struct described {
    struct str text, tag;
};

/* The application behind all requests; made by main, passed as request.context. */
struct web {
    const struct site *(*site)(void *arg); /* the site as it is now */
    void *site_arg;
    struct source source;
    struct str files;  /* folder where contents are kept */
    struct names name; /* whose door this is, for the head of pages */
    int64_t upload_mb; /* the largest upload */
    struct str
        public_url; /* where people reach this, for codes on paper; empty: as the request says */
    struct str
        demo_password;    /* shown with the demonstration accounts at the sign-in; empty: none */
    uint8_t seal_key[32]; /* of the installation, for web/gate/seal.h */
    struct described described[LANG_COUNT]; /* by web/api/api.h */
};

struct visit {
    const struct web *web;
    const struct site *site;
    struct op op;
    enum lang lang;
    enum theme theme;
    bool is_signed_in;
    struct hash session;  /* key of the session, for signing out */
    struct str csrf;      /* what a form of this visitor must carry */
    struct html html;     /* writes into r->out */
    struct reader *asked; /* what the gate read from, until a handler takes it over */
};

static inline struct visit *
visit_of(const struct request *r)
{
    return r->app;
}

/*
 * A reader for the handler, ended by it: the one in which the gate found out who is
 * asking, so that both are of one moment; after that one, and for verbs, a new one.
 */
static inline void
visit_read(const struct visit *v, struct reader *ret)
{
    if (v->asked->conn) {
        *ret = *v->asked;
        *v->asked = (struct reader){0};
        return;
    }
    verb_read(&v->op, v->site, ret);
}

/* The hooks of server_config; gate_after for all of its requests, whatever came of them. */
enum err gate_before(struct request *r);
enum err gate_failed(struct request *r, enum err e, int status);
void gate_after(struct request *r);

/* The hidden members that every form carries: token and once-key. */
struct form_keys {
    struct str csrf, once;
};
struct form_keys visit_form_keys(const struct visit *v);

/* The frame of a page with what the gate knows; title in the visitor's language. */
void visit_frame(const struct request *r, struct str title, struct frame *ret);

/* The places in the officer's bar that this visitor may go to; part of visit_frame. */
void visit_nav(const struct request *r, struct frame *frame);

/* Where somebody with these rights begins: the work list, or what they may see instead. */
struct url visit_home(struct rights rights);

/* The places in the head of public pages for who has not signed in; part of visit_frame. */
void visit_public_nav(const struct request *r, struct frame *frame);

/* A place of ours as it is reached from elsewhere, absolute, for codes on paper. */
struct str visit_address(const struct request *r, struct url path);

/* The text of a message in the visitor's language. */
struct str visit_text(const struct visit *v, enum msg id);

/* Answers with the page that was written to visit->html. */
NODISCARD enum err answer_page(struct request *r);

#endif
