// SPDX-License-Identifier: EUPL-1.2
/* The citizen card's payload: invented numbers only. One good one, and each way to be wrong. */
#include "base/card.h"

#include "harness.h"

#define GOOD                                                                                       \
    "040191000123|186000456|Nguy\u1ec5n Th\u1ecb Nhung|15031991|N\u1eef|X\u00f3m 4, Ngh\u1ec7 "    \
    "An|20042021"

static void
test_card__a_payload_that_agrees_with_itself_is_read(void)
{
    struct card c;
    CHECK(card_parse(S(GOOD), &c));
    CHECK_STR(c.id, S("040191000123"));
    CHECK_STR(c.old_id, S("186000456"));
    CHECK_INT(c.born.day, date_of(1991, 3, 15).day);
    CHECK_INT(c.sex, CARD_FEMALE);
    CHECK_INT(c.issued.day, date_of(2021, 4, 20).day);
    CHECK(card_parse(S(GOOD "|more|fields"), &c));
    CHECK(card_parse(S("040001000123||Le Van A|01012001|Nam|x|01012020"), &c) == false);
    CHECK(card_parse(S("040201000123||Le Van A|01012001|Nam|x|01012020"), &c));
}

static void
test_card__every_disagreement_is_refused(void)
{
    static const struct str bad[] = {
        STR(""),
        STR("040191000123"),
        STR("04019100012|186000456|A|15031991|N\u1eef|x|20042021"),
        STR("040191000123|1860004|A|15031991|N\u1eef|x|20042021"),
        STR("040191000123|186000456||15031991|N\u1eef|x|20042021"),
        STR("040191000123|186000456|A|31021991|N\u1eef|x|20042021"),
        STR("040191000123|186000456|A|15031990|N\u1eef|x|20042021"),
        STR("040191000123|186000456|A|15031991|Nam|x|20042021"),
        STR("040191000123|186000456|A|15031991||x|20042021"),
        STR("040191000123|186000456|A|15031991|n\u1eef|x|20042021"),
        STR("040191000123|186000456|A|15031991|N\u1eef||20042021"),
        STR("040191000123|186000456|A|15031991|N\u1eef|x|20041985"),
        STR("040191000123|186000456|A<b>|15031991|N\u1eef|x|20042021"),
        STR("040191000123|186000456|A|15031991|N\u1eef|x"),
        STR("040191000123|186000456|A|15031991|N\u1eef|x|20042021|1|2|3|4|5|6"),
        STR("040191000123|186000456|A|1503199a|N\u1eef|x|20042021"),
    };
    struct card c;
    for (size_t i = 0; i < COUNT(bad); i++) {
        if (card_parse(bad[i], &c))
            printf("# case %zu\n", i);
        CHECK(!card_parse(bad[i], &c));
    }
}

TESTS(T(card__a_payload_that_agrees_with_itself_is_read), T(card__every_disagreement_is_refused))
