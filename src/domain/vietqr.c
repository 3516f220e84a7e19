// SPDX-License-Identifier: EUPL-1.2
/*
 * See vietqr.h. Fields are tag, two digits of length, value; two of them hold
 * further fields, so their lengths are computed before they are written.
 */
#include "domain/vietqr.h"

#define FIELD_HEAD 4 /* tag and length */
#define SERVICE "A000000727"
#define CURRENCY "704"
#define AMOUNT_MAX INT64_C(9999999999999) /* 13 characters */

static bool
is_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

static bool
is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Letters, digits and the few signs that every bank passes on unchanged. */
static bool
is_plain(struct str s, struct str signs)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_letter_or_digit(s.p[i]) && str_find(signs, s.p[i]) == signs.n)
            return false;
    return true;
}

static bool
is_allowed(const struct vietqr *q)
{
    return q->bin.n == 6 && is_digits(q->bin) && q->account.n > 0 && q->account.n <= 19 &&
           is_plain(q->account, S("")) && q->amount.minor >= 0 && q->amount.minor <= AMOUNT_MAX &&
           q->bill.n <= VIETQR_TEXT_MAX && is_plain(q->bill, S(" .-/")) &&
           q->purpose.n <= VIETQR_TEXT_MAX && is_plain(q->purpose, S(" .-/"));
}

static void
put_head(struct buf *b, struct str tag, size_t n)
{
    buf_str(b, tag);
    buf_printf(b, "%02zu", n);
}

static void
put(struct buf *b, struct str tag, struct str value)
{
    put_head(b, tag, value.n);
    buf_str(b, value);
}

static size_t
size_if(struct str value)
{
    return value.n > 0 ? FIELD_HEAD + value.n : 0;
}

static void
put_account(struct buf *b, const struct vietqr *q)
{
    struct str service = S(SERVICE), way = q->is_card ? S("QRIBFTTC") : S("QRIBFTTA");
    size_t payee = size_if(q->bin) + size_if(q->account);

    put_head(b, S("38"), size_if(service) + FIELD_HEAD + payee + size_if(way));
    put(b, S("00"), service);
    put_head(b, S("01"), payee);
    put(b, S("00"), q->bin);
    put(b, S("01"), q->account);
    put(b, S("02"), way);
}

static void
put_amount(struct buf *b, int64_t dong)
{
    size_t digits = 1;
    for (int64_t rest = dong; rest >= 10; rest /= 10)
        digits++;
    put_head(b, S("54"), digits);
    buf_i64(b, dong);
}

static void
put_texts(struct buf *b, const struct vietqr *q)
{
    put_head(b, S("62"), size_if(q->bill) + size_if(q->purpose));
    if (q->bill.n > 0)
        put(b, S("01"), q->bill);
    if (q->purpose.n > 0)
        put(b, S("08"), q->purpose);
}

uint16_t
vietqr_crc(struct str bytes)
{
    uint32_t crc = 0xFFFF;
    for (size_t i = 0; i < bytes.n; i++) {
        crc ^= (uint32_t)(uint8_t)bytes.p[i] << 8;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
    }
    return (uint16_t)(crc & 0xFFFF);
}

enum err
vietqr_print(struct buf *b, const struct vietqr *q)
{
    size_t from = b->n;
    bool is_dynamic = q->amount.minor > 0;

    if (!is_allowed(q))
        return ERR_INVALID;
    put(b, S("00"), S("01"));
    put(b, S("01"), is_dynamic ? S("12") : S("11"));
    put_account(b, q);
    put(b, S("53"), S(CURRENCY));
    if (is_dynamic)
        put_amount(b, q->amount.minor);
    put(b, S("58"), S("VN"));
    if (q->bill.n > 0 || q->purpose.n > 0)
        put_texts(b, q);
    put_head(b, S("63"), 4);
    buf_printf(b, "%04X", (unsigned)vietqr_crc(str_sub(buf_view(b), from, b->n)));
    return OK;
}
