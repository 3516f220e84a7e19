// SPDX-License-Identifier: EUPL-1.2
/*
 * The text inside a payment QR of the national bank network (VietQR, an EMVCo
 * merchant QR): only the text; drawing it is somebody else's work. It refuses
 * whatever a bank's reader might alter: letters with marks, unusual signs, texts
 * that are too long.
 */
#ifndef DOMAIN_VIETQR_H
#define DOMAIN_VIETQR_H

#include "base/buf.h"
#include "base/err.h"
#include "base/money.h"

#define VIETQR_TEXT_MAX 25 /* characters of a bill reference or a purpose */

struct vietqr {
    struct str bin;     /* the bank, 6 digits */
    struct str account; /* or card number: 1…19 letters and digits */
    bool is_card;
    struct money amount; /* zero: a static code, the payer types the sum */
    struct str bill;     /* reference of the bill, may be empty */
    struct str purpose;  /* what the transfer says; may be empty */
};

/* Appends the payload. ERR_INVALID, and nothing appended, when a part is not allowed. */
NODISCARD enum err vietqr_print(struct buf *b, const struct vietqr *q);

/* CRC-16/CCITT-FALSE, as the payload's last field has it. */
uint16_t vietqr_crc(struct str bytes);

#endif
