// SPDX-License-Identifier: EUPL-1.2
/* Texts of codes: what is taken for a dossier or a card is well-formed; clamd's word too. */
#include "document/clamd.h"
#include "document/code_text.h"

#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena a;
    struct code_view v = code_read(fuzz_str(bytes, n));
    if (v.meaning == CODE_DOSSIER)
        ASSERT(code_is_dossier(v.dossier));
    if (v.meaning == CODE_SEPARATOR)
        ASSERT(str_empty(v.dossier) || code_is_dossier(v.dossier));
    if (v.meaning == CODE_CARD)
        ASSERT(v.card.id.n == 12 && v.card.issued.day > v.card.born.day);
    arena_init(&a, 1 << 20);
    struct clamd_answer answer = clamd_read(&a, fuzz_str(bytes, n));
    ASSERT(answer.verdict != CLAMD_CLEAN || str_starts(fuzz_str(bytes, n), S("stream: OK")));
    arena_free(&a);
    return 0;
}
