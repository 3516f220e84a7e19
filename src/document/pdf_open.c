// SPDX-License-Identifier: EUPL-1.2
/* See pdf_open.h. qpdf is told to be silent: what it says may hold bytes of the file. */
#include "document/pdf_open.h"

enum err
pdf_open_foreign(struct str bytes, qpdf_data *ret)
{
    qpdf_data q = qpdf_init();
    *ret = q;
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    qpdf_silence_errors(q);
    qpdf_set_attempt_recovery(q, QPDF_FALSE);
    QPDF_ERROR_CODE code = qpdf_read_memory(q, "file", bytes.p, bytes.n, NULL);
    if (code & QPDF_ERRORS)
        return qpdf_has_error(q) && qpdf_get_error_code(q, qpdf_get_error(q)) == qpdf_e_password
                   ? ERR_DENIED
                   : ERR_MALFORMED;
    if (qpdf_is_encrypted(q))
        return ERR_DENIED;
    return qpdf_get_num_pages(q) < 1 || qpdf_has_error(q) ? ERR_MALFORMED : OK;
}

enum err
pdf_open(struct str bytes, qpdf_data *ret)
{
    TRY(pdf_open_foreign(bytes, ret));
    return qpdf_more_warnings(*ret) ? ERR_MALFORMED : OK;
}

void
pdf_close(qpdf_data *q)
{
    if (!*q)
        return;
    if (qpdf_has_error(*q))
        (void)qpdf_get_error(*q); /* seen, or it is printed */
    qpdf_cleanup(q);
}

struct pdf_keys
pdf_keys(struct arena *a, qpdf_data q, qpdf_oh dict, size_t max)
{
    struct pdf_keys keys = {NEW_ARRAY(a, struct str, max), 0};
    if (!qpdf_oh_is_dictionary(q, dict))
        return keys;
    qpdf_oh_begin_dict_key_iter(q, dict);
    while (qpdf_oh_dict_more_keys(q)) {
        const char *key = qpdf_oh_dict_next_key(q);
        if (keys.n < max)
            keys.v[keys.n++] = str_of(str_z(a, str_of(key)));
    }
    return keys;
}

double
pdf_number(qpdf_data q, qpdf_oh number)
{
    return qpdf_oh_is_number(q, number) ? qpdf_oh_get_numeric_value(q, number) : 0;
}
