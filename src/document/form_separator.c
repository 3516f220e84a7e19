// SPDX-License-Identifier: EUPL-1.2
/*
 * A separator sheet for scanning: one large QR code that says which dossier and
 * which component follow. Reading it back is code_text.h; both spell it alike.
 */
#include "document/form_parts.h"
#include "document/qr.h"

#define CODE_SIZE (70.0 * MM)

static const struct text_style style_large = {"P", 16, ALIGN_CENTRE, 0, 8};

void
form_separator_set(struct page *pg, const struct form_separator *f)
{
    struct arena *a = page_arena(pg);
    struct str code = str_join(a, S("MC-TACH:"), f->dossier, S(":"), f->component);
    form_head_set(pg, FORM_SEPARATOR, &f->head);
    form_title_set(pg, W_SEP_TITLE);
    double y = page_y(pg) + 8 * MM;
    qr_draw(pg, code, page_left(pg) + (page_width(pg) - CODE_SIZE) / 2, y, CODE_SIZE);
    page_set_y(pg, y + CODE_SIZE + 8 * MM);
    if (!str_empty(f->dossier))
        page_para(pg, &style_large, word(a, W_SEP_DOSSIER, f->dossier));
    if (!str_empty(f->component))
        page_para(pg, &style_large, word(a, W_SEP_COMPONENT, f->component));
    page_para(pg, &style_plain, word_text(W_SEP_HINT));
}
