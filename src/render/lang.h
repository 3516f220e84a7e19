// SPDX-License-Identifier: EUPL-1.2
/*
 * The reader's language and the catalogues (compiled in, see tools/msggen.c).
 * A language is chosen per request and travels as a value; there is no locale.
 */
#ifndef RENDER_LANG_H
#define RENDER_LANG_H

#include "base/msg_arg.h"

/* name, code of BCP 47, its own name */
#define LANG_LIST(X)                                                                               \
    X(LANG_VI, "vi", "Tiếng Việt")                                                                 \
    X(LANG_EN, "en", "English")                                                                    \
    X(LANG_TR, "tr", "Türkçe")

#define LANG_ENUM(name, code, own) name,
enum lang { LANG_LIST(LANG_ENUM) };
#undef LANG_ENUM

#define LANG_ONE(name, code, own) +1
enum { LANG_COUNT = 0 LANG_LIST(LANG_ONE) };
#undef LANG_ONE

struct msg_text {
    struct str one;
    struct str many; /* empty when the language has one form only */
    bool is_plain;   /* one form, no gap, nothing that HTML escapes */
};

extern const struct msg_text msg_texts_vi[MSG_COUNT];
extern const struct msg_text msg_texts_en[MSG_COUNT];
extern const struct msg_text msg_texts_tr[MSG_COUNT];
extern const struct str msg_ids[MSG_COUNT];

struct str lang_code(enum lang lang);
struct str lang_name(enum lang lang);
NODISCARD bool lang_parse(struct str code, enum lang *ret);

/*
 * The best language for an Accept-Language header: the first of ours in it that
 * has the highest weight, and Vietnamese when there is none.
 */
enum lang lang_of_accept(struct str header);

/* The text of a message without arguments. */
struct str lang_text(enum lang lang, enum msg id);

/* Whether it is the same in a page as everywhere, and with any arguments. */
bool lang_is_plain(enum lang lang, enum msg id);

/* The message's name as in messages.def, for the API and the log. */
struct str msg_id(enum msg id);

/* The message with its arguments, as plain text: mails, JSON, spreadsheets. */
void lang_print(struct buf *b, enum lang lang, enum msg id, const struct msg_arg *arg, size_t n);
struct str lang_say(struct arena *a, enum lang lang, enum msg id, const struct msg_arg *arg,
                    size_t n);

/* The same, with put for everything that comes from outside the catalogue and for the text. */
void lang_print_with(struct buf *b, void (*put)(struct buf *, struct str), enum lang lang,
                     enum msg id, const struct msg_arg *arg, size_t n);

#endif
