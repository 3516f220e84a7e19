// SPDX-License-Identifier: EUPL-1.2
/*
 * What the signatures of a PDF are worth. Every signature is judged alone: its
 * bytes, its container, its signer at its time, and what was changed after it.
 * The file is opened strictly; trust comes from the caller's evidence only.
 * Call it in a jailed child (inside.h): the bytes are anybody's.
 */
#ifndef DOCUMENT_VERIFY_H
#define DOCUMENT_VERIFY_H

#include "base/date.h"
#include "document/cert.h"

/* What is wrong; the code as reports carry it. */
#define SIG_FAULT_LIST(X)                                                                          \
    X(SIG_RANGE, "byte-range")             /* not exactly everything but its own container */      \
    X(SIG_CONTAINER, "container")          /* not one well-formed signer, or bytes behind it */    \
    X(SIG_ATTRIBUTES, "signed-attributes") /* missing, or without what the profile demands */      \
    X(SIG_DIGEST, "digest")                /* the covered bytes were changed */                    \
    X(SIG_VALUE, "signature-value")        /* the signature does not fit key and attributes */     \
    X(SIG_WEAK, "weak-algorithm")          /* digest below SHA-256, or a short key */              \
    X(SIG_UNTRUSTED, "untrusted")          /* no chain to an anchor */                             \
    X(SIG_EXPIRED, "expired")                                                                      \
    X(SIG_NOT_YET, "not-yet-valid")                                                                \
    X(SIG_REVOKED, "revoked")                                                                      \
    X(SIG_PURPOSE, "wrong-purpose")                                                                \
    X(SIG_STAMP, "time-stamp")        /* there is one and it does not hold */                      \
    X(SIG_REVISION, "revision")       /* the covered part is no whole document */                  \
    X(SIG_TRAILING, "trailing-bytes") /* bytes after the end of the last section */                \
    X(SIG_UPDATE, "unsigned-update")  /* a later section that nothing covers */                    \
    X(SIG_PAGES, "pages-changed")     /* content, resources, number or order */                    \
    X(SIG_ANNOTATION, "annotation-changed")                                                        \
    X(SIG_FIELD, "field-changed")                                                                  \
    X(SIG_CATALOG, "document-changed")    /* outlines, names, layers, actions … */               \
    X(SIG_REPLACED, "signature-replaced") /* the field's signature is another one now */           \
    X(SIG_COVERING, "covering-mark")      /* a later mark hides a large part of a page */          \
    X(SIG_LOCKED, "locked")               /* changed although certified as final */

#define SIG_FAULT_ENUM(id, code) id,
enum sig_fault { SIG_FAULT_LIST(SIG_FAULT_ENUM) };
#undef SIG_FAULT_ENUM
struct str sig_fault_code(enum sig_fault fault);

enum sig_kind { SIG_PADES, SIG_PKCS7, SIG_DOC_STAMP, SIG_UNKNOWN };
enum time_source { TIME_NONE, TIME_CLAIMED, TIME_ATTRIBUTE, TIME_STAMP };
enum verdict { VERDICT_VALID, VERDICT_INVALID, VERDICT_UNSIGNED };

struct sig_report {
    struct str field;
    enum sig_kind kind;
    struct str signer, person, serial, subject, issuer;
    struct instant time;
    enum time_source source;
    struct instant claimed; /* /M, whatever it is worth */
    struct str stamped_by;
    struct str reason, place;
    bool intact;         /* bytes, container and value hold */
    bool whole;          /* covers the file to its end */
    uint64_t covered;    /* bytes from the start, its own container left out */
    int revision;        /* 1 is the first signed one */
    struct str chain[8]; /* subjects, signer first; empty when there is none */
    size_t chain_count;
    struct revocation revocation;
    uint32_t faults;     /* a bit for each sig_fault */
    uint32_t later;      /* how many signatures were added after it */
    bool evidence_added; /* a later section added certificates or revocation answers */
};

enum { SIGS_MAX = 64 };

struct verify_report {
    enum verdict verdict;
    const struct sig_report *sigs;
    size_t n;
    int pages;
};

struct verify_job {
    struct str pdf;
    const struct evidence *ev;
    struct instant now;
};

/*
 * ERR_MALFORMED: not a PDF that can be read strictly. ERR_DENIED: encrypted.
 * ERR_TOO_MANY: more signatures than SIGS_MAX. Everything else is in the report.
 */
NODISCARD enum err verify_pdf(struct arena *a, const struct verify_job *job,
                              struct verify_report *ret);

static inline bool
sig_has(const struct sig_report *sig, enum sig_fault fault)
{
    return sig->faults >> fault & 1;
}

static inline void
sig_add(struct sig_report *sig, enum sig_fault fault)
{
    sig->faults |= UINT32_C(1) << fault;
}

#endif
