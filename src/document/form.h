// SPDX-License-Identifier: EUPL-1.2
/*
 * The standard forms of the one-stop mechanism (Circular 03/2025, Annex I) and
 * the administrative decision (Decree 30/2020) as typed facts, and the one call
 * that sets them. A form says nothing that its facts do not say; wording is in
 * form_words.def, because it is the wording of the law and not a translation.
 */
#ifndef DOCUMENT_FORM_H
#define DOCUMENT_FORM_H

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"

struct form_head {
    struct str parent, agency; /* "UBND HUYỆN …", "TRUNG TÂM …" */
    struct str called;         /* the agency within a sentence; empty: as above */
    struct str place;          /* "Đô Lương" */
    struct date on;
    struct str number; /* "128", or the whole "128/QĐ-UBND" */
    struct str mark;   /* what follows the form's own suffix: "TTPVHCC" */
};

struct form_party {
    struct str name, id, address, phone, email;
};

struct form_signer {
    struct str authority; /* "TM. ỦY BAN NHÂN DÂN", or empty */
    struct str post;      /* "CHỦ TỊCH" */
    struct str name;
};

/* The dossier's code and where its state can be looked up; both may be empty. */
struct form_lookup {
    struct str code, url;
};

struct form_strs {
    const struct str *v;
    size_t n;
};

enum form_paper { PAPER_ORIGINAL, PAPER_COPY, PAPER_ELECTRONIC };

struct form_component {
    struct str name;
    enum form_paper paper;
    int64_t quantity;
};

struct form_receipt {
    struct form_head head;
    struct form_lookup lookup;
    struct str point;
    struct form_party submitter;
    struct form_party principal; /* who authorised the submitter; name empty: nobody */
    struct str mandate;          /* the paper of authorisation */
    struct str procedure;
    struct {
        const struct form_component *v;
        size_t n;
    } components;
    int64_t sets;
    struct str term; /* statutory time, as words: "10 ngày làm việc" */
    struct local received, due;
    struct str result; /* how and where the result is taken */
    struct str book, order;
    struct str receiver;
    bool electronic; /* the receiver signs digitally */
};

struct form_supplement {
    struct form_head head;
    struct form_lookup lookup;
    struct form_party party;
    struct str content;
    struct form_strs items;
    struct str reasons;
    struct str contact, contact_phone;
    struct str officer;
};

struct form_refusal {
    struct form_head head;
    struct form_lookup lookup;
    struct form_party party;
    struct str content, reason;
    struct str officer;
};

struct form_apology {
    struct form_head head;
    struct form_lookup lookup;
    struct form_party party;
    struct str procedure;
    struct local received, due, new_due;
    struct str reason;
    struct form_signer signer;
};

struct form_stop {
    struct form_head head;
    struct form_lookup lookup;
    struct form_party party;
    struct str procedure;
    struct str asked_by; /* who asked that the work stop */
    struct local at;
    struct str state, fees, reason;
    struct form_signer signer;
};

enum form_pace { PACE_EARLY, PACE_ON_TIME, PACE_LATE };

struct form_handover {
    struct str from, to;
    struct local at;
    enum form_pace pace;
    struct str note;
};

struct form_control {
    struct form_head head;
    struct form_lookup lookup;
    struct str procedure;
    struct str lead, partner; /* settling and co-ordinating agency */
    struct local received, due;
    struct {
        const struct form_handover *v;
        size_t n;
    } handovers;
};

struct form_entry {
    struct str code, procedure, party, address, phone, lead;
    struct local received, due;
    struct str returned; /* "YYYY-MM-DDTHH:MM", or empty while it is open */
    struct str method;
};

struct form_book {
    struct form_head head;
    struct str point, book;
    struct date from, to;
    struct {
        const struct form_entry *v;
        size_t n;
    } entries;
};

struct form_decision {
    struct form_head head;
    struct form_lookup lookup;
    struct str about;     /* "Về việc …" */
    struct str authority; /* who decides, in capitals */
    struct form_strs bases;
    struct str proposal;
    struct form_strs articles;
    struct form_strs recipients;
    struct form_signer signer;
};

/* A sheet laid between papers before scanning; it says what follows (code_text.h). */
struct form_separator {
    struct form_head head;
    struct str dossier;   /* may be empty: only "a new document begins" */
    struct str component; /* number or name of the component; may be empty */
};

/* name, command-line name, number in the annex, struct, suffix of the number */
#define FORM_LIST(X)                                                                               \
    X(FORM_RECEIPT, receipt, "01", "")                                                             \
    X(FORM_SUPPLEMENT, supplement, "02", "PBS-")                                                   \
    X(FORM_REFUSAL, refusal, "03", "PTC-")                                                         \
    X(FORM_APOLOGY, apology, "04", "PXL-")                                                         \
    X(FORM_STOP, stop, "05", "TBD-")                                                               \
    X(FORM_CONTROL, control, "06", "PKS-")                                                         \
    X(FORM_BOOK, book, "07", "STD-")                                                               \
    X(FORM_DECISION, decision, "", "")                                                             \
    X(FORM_SEPARATOR, separator, "", "")

#define FORM_ENUM(id, name, number, suffix) id,
enum form { FORM_LIST(FORM_ENUM) };
#undef FORM_ENUM

#define FORM_ONE(id, name, number, suffix) +1
enum { FORM_COUNT = 0 FORM_LIST(FORM_ONE) };
#undef FORM_ONE

/* By name ("receipt") or number ("01"). */
NODISCARD bool form_parse(struct str s, enum form *ret);
struct str form_name(enum form form);
struct str form_suffix(enum form form);

/*
 * Sets a form from its facts (the struct of its name) and adds a finished PDF/A
 * to ret. ERR_INVALID: a text cannot be shown with our fonts or a code cannot be
 * coded; trouble names it. created is part of the document: same input and same
 * moment, same bytes.
 */
NODISCARD enum err form_make(struct arena *a, enum form form, const void *facts,
                             struct instant created, struct buf *ret, struct str *trouble);

#endif
