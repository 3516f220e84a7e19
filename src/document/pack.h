// SPDX-License-Identifier: EUPL-1.2
/*
 * Archives from outside (ZIP, TAR), entry by entry, under limits that count what
 * really comes out: entries, bytes, the ratio of bytes out to bytes in. Names
 * that would leave a folder, links, devices and encryption are refused.
 * Call it in a jailed child.
 */
#ifndef DOCUMENT_PACK_H
#define DOCUMENT_PACK_H

#include "base/buf.h"
#include "base/err.h"

#define PACK_FAULT_LIST(X)                                                                         \
    X(PACK_FINE, "fine")                                                                           \
    X(PACK_FORMAT, "format") /* no archive, or a broken one */                                     \
    X(PACK_ENTRIES, "too-many-files")                                                              \
    X(PACK_BYTES, "too-large")                                                                     \
    X(PACK_RATIO, "bomb")            /* far more comes out than went in */                         \
    X(PACK_NAME, "unsafe-name")      /* absolute, upwards, backslash, control, not UTF-8 */        \
    X(PACK_KIND, "not-a-plain-file") /* link, device, socket */                                    \
    X(PACK_ENCRYPTED, "encrypted")                                                                 \
    X(PACK_TWICE, "name-twice")

#define PACK_FAULT_ENUM(id, code) id,
enum pack_fault { PACK_FAULT_LIST(PACK_FAULT_ENUM) };
#undef PACK_FAULT_ENUM
struct str pack_fault_code(enum pack_fault fault);

struct pack_limits {
    size_t entries; /* 0: 2,000 */
    uint64_t bytes; /* 0: 200 MiB */
};

struct pack_entry {
    struct str name;
    struct str bytes; /* on the arena */
};

struct pack;

/* What the jailed child must be able to read besides its job; NULL at the end. */
extern const char *const pack_readable[];

/* Never NULL; what is wrong is said by the first pack_next. */
struct pack *pack_open(struct arena *a, struct str archive, const struct pack_limits *limits);

/* The next plain file. ERR_NOTFOUND at the end; ERR_INVALID with the fault, and the name if known.
 */
NODISCARD enum err pack_next(struct pack *p, struct pack_entry *ret, enum pack_fault *fault);
void pack_close(struct pack *p);

/* Is a name safe inside a folder? Pure. */
bool pack_name_is_safe(struct str name);

/* Writes a ZIP whose bytes depend on names, contents and the moment only. Added to ret. */
NODISCARD enum err pack_write(const struct pack_entry *entries, size_t n, int64_t unix_time,
                              struct buf *ret);

#endif
