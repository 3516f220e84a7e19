// SPDX-License-Identifier: EUPL-1.2
/*
 * Between the structs that sqlgen writes and the cells that drivers carry. A
 * value that does not fit its annotation is never bent to fit: a wrong kind, an
 * unexpected NULL, a day that does not exist, a hash of 31 bytes are refused.
 */
#include "db/driver.h"

#include <string.h>

enum cell_kind
cell_kind_of(enum sql_type type)
{
    switch (type) {
    case SQL_BOOL:
        return CELL_BOOL;
    case SQL_TEXT:
    case SQL_DATE:
        return CELL_TEXT;
    case SQL_BYTES:
    case SQL_HASH:
        return CELL_BYTES;
    case SQL_INT:
    case SQL_ENUM:
    case SQL_INSTANT:
    case SQL_LOCAL:
    case SQL_ID:
        return CELL_INT;
    }
    BUG("no such type");
}

/* Text and bytes; a NULL pointer that may not be NULL is the empty text. */
static void
cell_of_str(struct cell *ret, struct str s, bool nullable)
{
    ret->bytes = s.p ? s : S("");
    if (!s.p && nullable)
        ret->kind = CELL_NULL;
}

static void
cell_of(const struct sql_value *value, const char *base, struct cell *ret)
{
    const char *member = base + value->at;
    struct date d;
    struct str s;
    int32_t i;
    ret->kind = cell_kind_of(value->type);
    if (value->has && !*(const bool *)(base + value->has)) {
        ret->kind = CELL_NULL;
        return;
    }
    switch (value->type) {
    case SQL_BOOL:
        ret->number = *(const bool *)member;
        break;
    case SQL_TEXT:
    case SQL_BYTES:
        memcpy(&s, member, sizeof s);
        cell_of_str(ret, s, value->nullable);
        break;
    case SQL_DATE:
        memcpy(&d, member, sizeof d);
        ret->bytes = date_text(ret->date, d);
        break;
    case SQL_HASH:
        ret->bytes = (struct str){member, sizeof(struct hash)};
        break;
    case SQL_ENUM:
        memcpy(&i, member, sizeof i);
        ret->number = i;
        break;
    case SQL_INT:
    case SQL_INSTANT:
    case SQL_LOCAL:
    case SQL_ID:
        memcpy(&ret->number, member, sizeof ret->number);
        break;
    }
}

void
cells_of(const struct stmt *s, const void *in, struct cell *ret)
{
    for (size_t i = 0; i < s->n_in; i++)
        cell_of(&s->in[i], in, &ret[i]);
}

/* SQLite has no BOOL: it gives 0 or 1. */
static bool
fits(const struct sql_value *value, const struct cell *cell)
{
    enum cell_kind want = cell_kind_of(value->type);
    if (cell->kind == CELL_NULL)
        return value->nullable;
    if (want == CELL_BOOL)
        return (cell->kind == CELL_BOOL || cell->kind == CELL_INT) &&
               (cell->number == 0 || cell->number == 1);
    return cell->kind == want;
}

static void
str_into(struct arena *a, struct str s, char *member)
{
    struct str copy = a ? str_dup(a, s) : (struct str){s.p ? s.p : "", s.n};
    memcpy(member, &copy, sizeof copy);
}

/* False when the value is of the right kind but not of the type. */
static bool
value_into(struct arena *a, enum sql_type type, const struct cell *cell, char *member)
{
    struct date d;
    int32_t i = (int32_t)cell->number;
    switch (type) {
    case SQL_BOOL:
        *(bool *)member = cell->number != 0;
        return true;
    case SQL_TEXT:
    case SQL_BYTES:
        str_into(a, cell->bytes, member);
        return true;
    case SQL_DATE:
        if (!date_parse(cell->bytes, &d))
            return false;
        memcpy(member, &d, sizeof d);
        return true;
    case SQL_HASH:
        if (cell->bytes.n != sizeof(struct hash))
            return false;
        memcpy(member, cell->bytes.p, sizeof(struct hash));
        return true;
    case SQL_ENUM:
        memcpy(member, &i, sizeof i);
        return i == cell->number;
    case SQL_INT:
    case SQL_INSTANT:
    case SQL_LOCAL:
    case SQL_ID:
        memcpy(member, &cell->number, sizeof cell->number);
        return true;
    }
    BUG("no such type");
}

bool
cells_into(struct arena *a, const struct stmt *s, const struct cell *row, void *ret,
           const struct sql_value **ret_bad)
{
    memset(ret, 0, s->row_size);
    for (size_t i = 0; i < s->n_out; i++) {
        const struct sql_value *value = &s->out[i];
        *ret_bad = value;
        if (!fits(value, &row[i]))
            return false;
        if (row[i].kind == CELL_NULL)
            continue;
        if (!value_into(a, value->type, &row[i], (char *)ret + value->at))
            return false;
        if (value->has)
            *(bool *)((char *)ret + value->has) = true;
    }
    return true;
}
