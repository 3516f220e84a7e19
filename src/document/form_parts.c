// SPDX-License-Identifier: EUPL-1.2
/*
 * See form_parts.h. Sizes and places of the head follow Decree 30/2020, Annex I:
 * state name 12 bold, motto 13 bold with a rule of its own length, agency 12
 * with a short rule under it, number and date 13.
 */
#include "document/form_parts.h"

#include "document/code128.h"
#include "document/qr.h"

static const struct str words[] = {
#define WORD(id, text) STR(text),
#include "document/form_words.def"
#undef WORD
};

static const struct text_style style_head = {"P", 12, ALIGN_CENTRE, 0, 0};
static const struct text_style style_motto = {"P", 13, ALIGN_CENTRE, 0, 0};
static const struct text_style style_strip = {"P", 9.5, ALIGN_LEFT, 0, 0};
static const struct text_style style_line = {"P", 13, ALIGN_JUSTIFY, 0, 3};

/* Between two texts of the head: what the lines inside one text keep as well. */
#define LEAD 1.6

struct str
word_text(enum word id)
{
    return words[id];
}

struct str
word_fill(struct arena *a, enum word id, const struct str *values, size_t n)
{
    struct str rest = words[id];
    struct buf b;
    buf_init(&b, 1 << 20);
    for (size_t at; (at = str_find(rest, '{')) < rest.n && rest.n - at >= 3;) {
        size_t which = (size_t)(rest.p[at + 1] - '1');
        buf_str(&b, str_sub(rest, 0, at));
        ASSERT(which < n);
        buf_str(&b, page_escape(a, values[which]));
        rest = str_sub(rest, at + 3, rest.n);
    }
    buf_str(&b, rest);
    struct str filled = str_dup(a, buf_view(&b));
    buf_free(&b);
    return filled;
}

/* --- days ------------------------------------------------------------------------- */

struct str
words_number(struct arena *a, int64_t n)
{
    return str_printf(a, "%lld", (long long)n);
}

/* Days and months below 10 (3 for months) get a zero in front, as Decree 30 asks. */
static struct str
two(struct arena *a, int32_t n)
{
    return str_printf(a, "%02d", n);
}

static struct str
month(struct arena *a, int32_t n)
{
    return n < 3 ? two(a, n) : words_number(a, n);
}

struct str
words_day_short(struct arena *a, struct date d)
{
    struct civil c = date_civil(d);
    return word(a, W_DAY_SHORT, two(a, c.day), two(a, c.month), words_number(a, c.year));
}

static struct str
moment(struct arena *a, enum word id, struct local at)
{
    struct civil c = date_civil(local_date(at));
    int32_t minute = local_minute_of_day(at);
    return word(a, id, two(a, minute / 60), two(a, minute % 60), two(a, c.day),
                id == W_MOMENT ? month(a, c.month) : two(a, c.month), words_number(a, c.year));
}

struct str
words_moment(struct arena *a, struct local at)
{
    return moment(a, W_MOMENT, at);
}

struct str
words_moment_short(struct arena *a, struct local at)
{
    return moment(a, W_MOMENT_SHORT, at);
}

/* --- head -------------------------------------------------------------------------- */

static struct str
full_number(struct arena *a, enum form form, const struct form_head *head)
{
    if (str_find(head->number, '/') < head->number.n)
        return head->number;
    struct str suffix = form_suffix(form);
    return str_join(a, head->number, S("/"), suffix, head->mark);
}

static double
head_left(struct page *pg, const struct form_head *head, double width)
{
    struct arena *a = page_arena(pg);
    double x = page_left(pg), y = page_y(pg);
    if (!str_empty(head->parent))
        y += page_text_even(pg, &style_head, x, y, width, word(a, W_PARENT, head->parent)) + LEAD;
    y += page_text_even(pg, &style_head, x, y, width, word(a, W_AGENCY, head->agency));
    page_rule(pg, x + width * 0.31, y + 3, width * 0.38);
    return y + 3;
}

static double
head_right(struct page *pg, double x, double width)
{
    double y = page_y(pg);
    y += page_text(pg, &style_head, x, y, width, word_text(W_MOTTO_STATE)) + LEAD;
    y += page_text(pg, &style_motto, x, y, width, word_text(W_MOTTO));
    double rule = page_measure_width(pg, &style_motto, word_text(W_MOTTO));
    page_rule(pg, x + (width - rule) / 2, y + 3, rule);
    return y + 3;
}

void
form_head_set(struct page *pg, enum form form, const struct form_head *head)
{
    struct arena *a = page_arena(pg);
    double left = page_width(pg) * 0.42, gap = 2 * MM;
    double right = page_width(pg) - left - gap, x = page_left(pg) + left + gap;
    double y_left = head_left(pg, head, left), y_right = head_right(pg, x, right);
    double y = (y_left > y_right ? y_left : y_right) + 7;
    struct civil c = date_civil(head->on);
    struct str date = word(a, W_PLACE_DATE, head->place, two(a, c.day), month(a, c.month),
                           words_number(a, c.year));
    double high = 0;
    if (!str_empty(head->number))
        high = page_text(pg, &style_motto, page_left(pg), y, left,
                         word(a, W_NUMBER, full_number(a, form, head)));
    double other = page_text(pg, &style_motto, x, y, right, date);
    page_set_y(pg, y + (high > other ? high : other) + 14);
}

struct str
form_agency(const struct form_head *head)
{
    return str_empty(head->called) ? head->agency : head->called;
}

void
form_title_set(struct page *pg, enum word title)
{
    page_para(pg, &style_title, word_text(title));
    page_set_y(pg, page_y(pg) + 10);
}

/* --- body ---------------------------------------------------------------------------- */

void
form_line(struct page *pg, enum word id, struct str value)
{
    if (!str_empty(value))
        page_para(pg, &style_line, word(page_arena(pg), id, value));
}

void
form_party_set(struct page *pg, const struct form_party *party)
{
    form_line(pg, W_ID, party->id);
    form_line(pg, W_ADDRESS, party->address);
    if (!str_empty(party->phone) && !str_empty(party->email)) {
        page_para(pg, &style_line, word(page_arena(pg), W_PHONE_EMAIL, party->phone, party->email));
        return;
    }
    form_line(pg, W_PHONE, party->phone);
    form_line(pg, W_EMAIL, party->email);
}

/* --- signatures ------------------------------------------------------------------------ */

#define SIGN_SPACE (24.0 * MM)
#define SIGN_HIGH (SIGN_SPACE + 24.0 * MM)

static double
sign_block(struct page *pg, const struct form_sign_block *block, double x, double width)
{
    struct arena *a = page_arena(pg);
    double y = page_y(pg);
    y += page_text(pg, &style_motto, x, y, width, block->title);
    if (!str_empty(block->hint))
        y += page_text(pg, &style_head, x, y, width, block->hint);
    if (block->anchor)
        page_anchor(pg, block->anchor, x + width / 2, y + SIGN_SPACE / 2);
    y += SIGN_SPACE;
    if (!str_empty(block->name))
        y += page_text(pg, &style_motto, x, y, width, word(a, W_BOLD, block->name));
    return y;
}

/* A signature never stands alone: the last text goes with it to the next page. */
void
form_last_para(struct page *pg, const struct text_style *style, struct str markup)
{
    page_need(pg, page_measure(pg, style, page_width(pg), markup) + SIGN_HIGH + 8);
    page_para(pg, style, markup);
    page_anchor(pg, "initials", page_left(pg) + page_width(pg) - 8 * MM, page_y(pg) - 7);
}

void
form_sign_set(struct page *pg, const struct form_sign_block *left,
              const struct form_sign_block *right)
{
    double half = page_width(pg) / 2, y = 0;
    page_need(pg, SIGN_HIGH);
    page_set_y(pg, page_y(pg) + 12);
    if (left)
        y = sign_block(pg, left, page_left(pg), half);
    double y_right = sign_block(pg, right, page_left(pg) + half, half);
    page_set_y(pg, (y > y_right ? y : y_right) + 8);
}

struct form_sign_block
form_signer_block(struct arena *a, const struct form_signer *signer)
{
    struct str title = word(a, W_BOLD, signer->post);
    if (!str_empty(signer->authority))
        title = str_join(a, S("<b>"), page_escape(a, signer->authority), S("</b>\n"), title);
    return (struct form_sign_block){.title = title, .name = signer->name, .anchor = "sign"};
}

/* --- codes -------------------------------------------------------------------------------- */

#define STRIP_TOP (28.0 * MM) /* from the lower edge */
#define QR_SIZE (17.0 * MM)

void
form_lookup_set(struct page *pg, const struct form_lookup *lookup)
{
    if (str_empty(lookup->code))
        return;
    struct arena *a = page_arena(pg);
    double x = page_left(pg), y = page_high(pg) - STRIP_TOP, text = x + QR_SIZE + 4 * MM;
    double width = page_left(pg) + page_width(pg) - text;
    page_rule(pg, x, y, page_width(pg));
    qr_draw(pg, str_empty(lookup->url) ? lookup->code : lookup->url, x, y + 2 * MM, QR_SIZE);
    y += 2 * MM;
    y += page_text(pg, &style_small, text, y, width, word(a, W_LOOKUP, lookup->code));
    code128_draw(pg, lookup->code, text, y + 2, 80 * MM, 7 * MM);
    if (!str_empty(lookup->url))
        page_text(pg, &style_strip, text, y + 7 * MM + 4, width, word(a, W_LOOKUP_AT, lookup->url));
}
