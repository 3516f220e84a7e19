// SPDX-License-Identifier: EUPL-1.2
/* See right.h: the tables behind its one list. */
#include "domain/right.h"

#define ROW_CODE(name, code, text) [name] = STR(code),
static const struct str codes[] = {RIGHT_LIST(ROW_CODE)};

#define ROW_TEXT(name, code, text) [name] = STR(text),
static const struct str texts[] = {RIGHT_LIST(ROW_TEXT)};

struct str
right_code(enum right r)
{
    return codes[r];
}

struct str
right_text(enum right r)
{
    return texts[r];
}

bool
right_parse(struct str code, enum right *ret)
{
    size_t at = 0;
    if (!word_find(codes, COUNT(codes), code, &at))
        return false;
    *ret = (enum right)at;
    return true;
}
