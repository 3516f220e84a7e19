// SPDX-License-Identifier: EUPL-1.2
/*
 * See demo_play.h. A scan in the demonstration is a small PDF that says which
 * paper it stands for; the same paper of two dossiers has the same bytes, which
 * the store of contents keeps once.
 */
#include "main/demo_play.h"

#include <stdio.h>

#include "base/fold.h"
#include "base/password.h"
#include "main/command.h"
#include "store/read_dossier.h"
#include "store/write_session.h"
#include "sys/files.h"
#include "usecase/act_on_dossier.h"
#include "usecase/submit_dossier.h"

#define MOMENT_ARENA (16u << 20)
#define PAPERS_KEPT 4096u

/* A paper whose bytes are kept already. */
struct kept {
    struct str code;
    struct stored_file file;
};

struct player {
    const struct demo *demo;
    struct arena *a;     /* lives as long as the play */
    struct arena moment; /* of one moment */
    struct str *codes;   /* of the dossiers, once filed */
    struct kept *kept;
    size_t kept_n;
};

/* A valid one-page PDF with one line of text. */
static struct str
paper_pdf(struct arena *a, struct str line)
{
    struct str text = str_join(a, S("BT /F 14 Tf 60 760 Td ("), text_fold(a, line), S(") Tj ET"));
    struct buf b;
    size_t at[6];
    buf_init(&b, 1 << 16);
    buf_lit(&b, "%PDF-1.4\n");
    const struct str objects[] = {
        S("<</Type/Catalog/Pages 2 0 R>>"), S("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        S("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
          "/Resources<</Font<</F 5 0 R>>>>>>"),
        str_printf(a, "<</Length %zu>>\nstream\n%" STR_FMT "\nendstream", text.n, STR_ARG(text)),
        S("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")};
    for (size_t i = 0; i < COUNT(objects); i++) {
        at[i] = b.n;
        buf_printf(&b, "%zu 0 obj\n%" STR_FMT "\nendobj\n", i + 1, STR_ARG(objects[i]));
    }
    size_t table = b.n;
    buf_printf(&b, "xref\n0 %zu\n0000000000 65535 f \n", COUNT(objects) + 1);
    for (size_t i = 0; i < COUNT(objects); i++)
        buf_printf(&b, "%010zu 00000 n \n", at[i]);
    buf_printf(&b, "trailer\n<</Size %zu/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n",
               COUNT(objects) + 1, table);
    struct str pdf = str_dup(a, buf_view(&b));
    buf_free(&b);
    return pdf;
}

static enum err
keep_bytes(const char *folder, struct str bytes, struct stored_file *ret)
{
    struct content c;
    TRY(content_begin(&c, folder, 1 << 20));
    enum err e = content_add(&c, bytes);
    content_end(&c);
    if (e == OK)
        e = content_keep(&c, folder);
    ret->sha256 = c.hash;
    ret->size = (int64_t)c.size;
    content_drop(&c);
    return e;
}

/* The file of a paper or a result, kept at its first use. */
static enum err
paper_file(struct player *p, struct str code, struct str name, struct stored_file *ret)
{
    for (size_t i = 0; i < p->kept_n; i++) {
        if (str_eq(p->kept[i].code, code)) {
            *ret = p->kept[i].file;
            return OK;
        }
    }
    *ret =
        (struct stored_file){.name = str_join(p->a, code, S(".pdf")), .mime = S("application/pdf")};
    TRY(keep_bytes(p->demo->files, paper_pdf(&p->moment, name), ret));
    if (p->kept_n < PAPERS_KEPT)
        p->kept[p->kept_n++] = (struct kept){str_dup(p->a, code), *ret};
    return OK;
}

struct actor
demo_actor(const struct world *w, struct position_id id, struct date day)
{
    const struct position *position = position_by_id(w, id);
    const struct person *who = position ? position_holder(w, position, day) : NULL;
    if (!who)
        return (struct actor){.kind = ACTOR_PUBLIC,
                              .rights = rights_with((struct rights){0}, RIGHT_PUBLIC)};
    return (struct actor){.kind = ACTOR_OFFICER,
                          .person = who->id,
                          .position = position->id,
                          .unit = position->unit,
                          .reach = position->reach,
                          .rights = position->rights,
                          .name = who->name};
}

static struct op
op_at(struct player *p, struct local at, struct position_id who)
{
    struct op op = {.realm = p->demo->site->realm,
                    .source = p->demo->source,
                    .actor = demo_actor(p->demo->site->world, who, local_date(at)),
                    .now = local_instant(at, zone_vietnam),
                    .a = &p->moment,
                    .request_id = S("demo")};
    problems_init(&op.problems, &p->moment);
    return op;
}

static enum err
play_filing(struct player *p, uint32_t number, struct str *reterr)
{
    const struct planned_dossier *plan = &p->demo->plan->dossiers.v[number];
    struct op op = op_at(p, plan->submitted, plan->received_by);
    struct filed_paper *papers = NEW_ARRAY(&p->moment, struct filed_paper, plan->papers.n);
    for (size_t i = 0; i < plan->papers.n; i++) {
        const struct component *c = plan->papers.v[i].component;
        papers[i] = (struct filed_paper){.code = c->code,
                                         .source = plan->papers.v[i].is_reused ? SOURCE_REUSED
                                                   : plan->received_by.v       ? SOURCE_SCANNED
                                                                               : SOURCE_FILED};
        TRY(paper_file(p, c->code, c->name->vi, &papers[i].file));
    }
    struct submit_input in = {.procedure = plan->procedure->code,
                              .unit = plan->unit->code,
                              .channel = plan->channel,
                              .applicant = plan->applicant,
                              .papers = {papers, plan->papers.n}};
    struct submitted done;
    enum err e = submit_dossier(&op, p->demo->site, &in, &done);
    if (e == OK)
        p->codes[number] = str_dup(p->a, done.code);
    else
        *reterr = str_printf(p->a, "filing %u of %" STR_FMT " at %" STR_FMT, number,
                             STR_ARG(plan->procedure->code), STR_ARG(plan->unit->code));
    return e;
}

static enum err
act_file_of(struct player *p, const struct planned_dossier *plan, const struct planned_act *act,
            struct act_file *ret)
{
    *ret = (struct act_file){.is_given = act->component > 0 || !str_empty(act->result_number)};
    if (!ret->is_given)
        return OK;
    if (!act->component)
        return paper_file(p, plan->version->result_code, plan->version->result_name.vi, &ret->file);
    size_t n = 0;
    const struct component *c = version_components(p->demo->site->world, plan->version, &n);
    ASSERT((size_t)act->component <= n);
    return paper_file(p, c[act->component - 1].code, c[act->component - 1].name->vi, &ret->file);
}

static enum err
play_act(struct player *p, const struct planned_moment *m, struct str *reterr)
{
    const struct planned_dossier *plan = &p->demo->plan->dossiers.v[m->dossier];
    const struct planned_act *act = &plan->acts.v[m->act];
    struct op op = op_at(p, act->at, act->position);
    struct act_input in = {.action = act->action,
                           .version = -1,
                           .reason = act->text,
                           .items = act->text,
                           .step = act->step,
                           .due = act->due,
                           .amount = act->amount,
                           .is_online = act->is_online,
                           .way = act->way,
                           .component = act->component,
                           .is_reused = act->is_reused,
                           .result_number = act->result_number};
    if (!str_empty(act->result_number))
        in.result_date = date_str(&p->moment, local_date(act->at));
    struct act_file file;
    struct acted done;
    TRY(act_file_of(p, plan, act, &file));
    enum err e = act_on_dossier(&op, p->demo->site, p->codes[m->dossier], &in, &file, &done);
    if (e != OK)
        *reterr = str_join(p->a, action_code(act->action), S(" of "), p->codes[m->dossier]);
    return e;
}

enum err
demo_play(struct arena *a, const struct demo *demo, struct str *reterr)
{
    struct player p = {.demo = demo, .a = a};
    arena_init(&p.moment, MOMENT_ARENA);
    p.codes = NEW_ARRAY(a, struct str, demo->plan->dossiers.n);
    p.kept = NEW_ARRAY(a, struct kept, PAPERS_KEPT);
    enum err e = OK;
    size_t n = demo->plan->moments.n;
    for (size_t i = 0; i < n && e == OK; i++) {
        const struct planned_moment *m = &demo->plan->moments.v[i];
        e = m->act < 0 ? play_filing(&p, m->dossier, reterr) : play_act(&p, m, reterr);
        arena_reset(&p.moment);
        if (demo->progress)
            demo->progress(i + 1, n);
    }
    arena_free(&p.moment);
    return e;
}

bool
demo_facts(struct arena *a, const char *command, const char *folder, struct scenario_facts *ret)
{
    struct str bytes[SCENARIO_FILE_COUNT], why = S("");
    for (int i = 0; i < SCENARIO_FILE_COUNT; i++)
        if (!data_file(a, command, folder, scenario_file_names[i], &bytes[i]))
            return false;
    if (scenario_read(a, bytes, ret, &why) == OK)
        return true;
    fprintf(stderr, "motcua %s: %" STR_FMT "\n", command, STR_ARG(why));
    return false;
}

enum err
demo_accounts(struct tx *tx, struct realm_id realm, const struct world *w)
{
    struct str encoded = password_encode(tx->rd.a, S(DEMO_PASSWORD));
    for (size_t i = 0; i < w->people.n; i++) {
        const struct person *p = &w->people.v[i];
        if (!str_empty(p->demo_role))
            TRY(write_password(tx, realm, p->login, encoded));
    }
    return OK;
}
