// SPDX-License-Identifier: EUPL-1.2
/*
 * The settings of the server as rows: name, kind, default, range, what it is.
 * A file of lines "name = value" sets them; an unknown name, a bad value or one
 * set twice refuses to start with file and line, and all of them are told at once. `motcua
 * settings` prints the table. Secrets are never settings, only paths to files that hold them.
 */
#ifndef MAIN_SETTINGS_H
#define MAIN_SETTINGS_H

#include "base/err.h"
#include "base/buf.h"

/* member, kind, default, least, most, meaning */
#define SETTING_LIST(X)                                                                            \
    X(listen, ADDRESS, "127.0.0.1:8080", 0, 0, "address and port, or unix:/path")                  \
    X(db, DATABASE, "sqlite:var/motcua.db", 0, 0, "sqlite:PATH or postgresql://…")                 \
    X(files, FOLDER, "var/files", 0, 0, "folder of scans and results")                             \
    X(name, TEXT, "", 0, 0, "whose door this is, in the head of public pages")                     \
    X(public_url, WEB, "", 0, 0,                                                                   \
      "address under which people reach this, for codes on paper; empty: as asked")                \
    X(proxies, NETWORKS, "", 0, 0, "networks whose X-Forwarded-For is believed, with commas")      \
    X(demo, NUMBER, "0", 0, 1, "1 shows the demonstration accounts at the sign-in")                \
    X(threads, NUMBER, "0", 0, 256, "event threads; 0: two for each core")                         \
    X(writers, NUMBER, "0", 0, 256, "threads of the write pool; 0: the server's choice")           \
    X(readers, NUMBER, "0", 0, 256, "read connections; 0: the driver's choice")                    \
    X(reader_cache_kb, NUMBER, "0", 0, 1048576,                                                    \
      "page cache of a read connection; 0: the driver's choice")                                   \
    X(connections, NUMBER, "10000", 1, 100000, "open connections in all")                          \
    X(connections_each, NUMBER, "256", 1, 100000, "open connections of one address")               \
    X(head_ms, NUMBER, "10000", 100, 600000, "time to send a complete request head")               \
    X(idle_ms, NUMBER, "30000", 100, 600000, "time between two requests")                          \
    X(upload_mb, NUMBER, "64", 1, 1024, "largest upload")                                          \
    X(log_all, NUMBER, "0", 0, 1, "1 logs every request, 0 those that failed")                     \
    X(node, NUMBER, "-1", -1, 255,                                                                 \
      "number of this process among several on one database; -1: by chance")

#define PROXIES_MAX 16

#define MEMBER_TEXT struct str
#define MEMBER_ADDRESS struct str
#define MEMBER_DATABASE struct str
#define MEMBER_FOLDER struct str
#define MEMBER_WEB struct str
#define MEMBER_NETWORKS struct str
#define MEMBER_NUMBER int64_t
#define SETTING_MEMBER(name, kind, value, least, most, text) MEMBER_##kind name;
struct settings {
    SETTING_LIST(SETTING_MEMBER)
};
#undef SETTING_MEMBER
#undef MEMBER_TEXT
#undef MEMBER_ADDRESS
#undef MEMBER_DATABASE
#undef MEMBER_FOLDER
#undef MEMBER_WEB
#undef MEMBER_NETWORKS
#undef MEMBER_NUMBER

/* All defaults. */
void settings_init(struct settings *s);

/* One setting. ERR_INVALID and *reterr for an unknown name or a value that is none of its kind. */
NODISCARD enum err settings_set(struct arena *a, struct settings *s, struct str name,
                                struct str value, struct str *reterr);

/*
 * A whole file's text. # begins a comment line. *reterr has a line "file:line: …" for every
 * mistake; what is right is set all the same.
 */
NODISCARD enum err settings_read(struct arena *a, struct settings *s, struct str file,
                                 struct str text, struct str *reterr);

/* The table: name, default, range, meaning, one a line. */
void settings_print(struct buf *b);

#endif
