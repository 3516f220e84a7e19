// SPDX-License-Identifier: EUPL-1.2
/*
 * Archive packages (BagIt, RFC 8493) as ZIP: a dossier's files with a list of
 * their SHA-256, checked on the way out of our hands and on the way in.
 */
#ifndef DOCUMENT_BAG_H
#define DOCUMENT_BAG_H

#include "document/pack.h"

#define BAG_FAULT_LIST(X)                                                                          \
    X(BAG_FINE, "fine")                                                                            \
    X(BAG_PACK, "pack")               /* the archive itself: see the pack fault */                 \
    X(BAG_DECLARATION, "declaration") /* bagit.txt is missing or not of a version we know */       \
    X(BAG_MANIFEST, "manifest")       /* missing, or not well-formed */                            \
    X(BAG_MISSING, "file-missing")    /* listed and not there */                                   \
    X(BAG_UNLISTED, "file-unlisted")  /* there and not listed */                                   \
    X(BAG_CHANGED, "file-changed")    /* not the bytes that were listed */                         \
    X(BAG_COUNT, "payload-count")     /* Payload-Oxum says otherwise */

#define BAG_FAULT_ENUM(id, code) id,
enum bag_fault { BAG_FAULT_LIST(BAG_FAULT_ENUM) };
#undef BAG_FAULT_ENUM
struct str bag_fault_code(enum bag_fault fault);

/* A line of bag-info.txt: "External-Identifier", "H41.14-240426-0017". */
struct bag_info {
    struct str name, value;
};

struct bag {
    const struct pack_entry *files; /* names without "data/" */
    size_t n;
    const struct bag_info *infos;
    size_t info_count;
    int64_t unix_time; /* of all entries; also Bagging-Date */
};

/* Adds the ZIP to ret. ERR_INVALID: a name or an info line that may not be. */
NODISCARD enum err bag_write(struct arena *a, const struct bag *bag, struct buf *ret);

struct bag_report {
    enum bag_fault fault;
    enum pack_fault pack;
    struct str where;         /* the file that is at fault */
    struct pack_entry *files; /* the payload, without "data/" */
    size_t n;
    struct bag_info *infos;
    size_t info_count;
};

/* Reads and checks a bag. Call it in a jailed child. OK also when it is at fault. */
void bag_read(struct arena *a, struct str archive, const struct pack_limits *limits,
              struct bag_report *ret);

#endif
