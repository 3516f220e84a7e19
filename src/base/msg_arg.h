// SPDX-License-Identifier: EUPL-1.2
/*
 * What stands in the gaps {0} {1} of a message for people. The value travels as
 * a plain fact; how a language writes it is decided where it is printed
 * (render/lang.h). MSG_ARG takes any of the kinds and refuses all others.
 */
#ifndef BASE_MSG_ARG_H
#define BASE_MSG_ARG_H

#include "base/date.h"
#include "base/money.h"
#include "msg.h"

enum msg_arg_kind {
    ARG_NONE,
    ARG_INT,   /* number; also decides the plural form */
    ARG_STR,   /* text as it is */
    ARG_MSG,   /* number is the id of another message without arguments */
    ARG_DATE,  /* number is the day */
    ARG_LOCAL, /* number is the minute */
    ARG_MONEY, /* number is đồng */
    ARG_WORK,  /* number is working minutes, days of eight hours */
    ARG_SHARE, /* number is hundredths of a per cent: 9976 is 99.76 % */
};

struct msg_arg {
    enum msg_arg_kind kind;
    int64_t number;
    struct str text;
};

static inline struct msg_arg
arg_int(int64_t n)
{
    return (struct msg_arg){.kind = ARG_INT, .number = n};
}

static inline struct msg_arg
arg_size(size_t n)
{
    return (struct msg_arg){.kind = ARG_INT, .number = (int64_t)n};
}

static inline struct msg_arg
arg_str(struct str s)
{
    return (struct msg_arg){.kind = ARG_STR, .text = s};
}

static inline struct msg_arg
arg_msg(enum msg id)
{
    return (struct msg_arg){.kind = ARG_MSG, .number = (int64_t)id};
}

static inline struct msg_arg
arg_date(struct date d)
{
    return (struct msg_arg){.kind = ARG_DATE, .number = d.day};
}

static inline struct msg_arg
arg_local(struct local at)
{
    return (struct msg_arg){.kind = ARG_LOCAL, .number = at.minute};
}

static inline struct msg_arg
arg_money(struct money m)
{
    return (struct msg_arg){.kind = ARG_MONEY, .number = m.minor};
}

static inline struct msg_arg
arg_work(int64_t minutes)
{
    return (struct msg_arg){.kind = ARG_WORK, .number = minutes};
}

static inline struct msg_arg
arg_share(int64_t hundredths)
{
    return (struct msg_arg){.kind = ARG_SHARE, .number = hundredths};
}

static inline struct msg_arg
arg_same(struct msg_arg arg)
{
    return arg;
}

/* clang-format off */
#define MSG_ARG(x) _Generic((x), \
    int: arg_int, int64_t: arg_int, size_t: arg_size, \
    struct str: arg_str, enum msg: arg_msg, struct date: arg_date, \
    struct local: arg_local, struct money: arg_money, struct msg_arg: arg_same)(x)
/* clang-format on */

#endif
