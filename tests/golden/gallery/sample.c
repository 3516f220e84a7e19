// SPDX-License-Identifier: EUPL-1.2
/* The gallery's sample: invented people, real places, awkward lengths. */
#include "gallery.h"

static const struct str people[] = {
    STR("Nguyễn Thị Hồng Nhung"),
    STR("Trần Văn Đức"),
    STR("Hoàng Phan Nguyễn Thị Bích Phượng"),
    STR("Lê Quỳnh Giao"),
    STR("Phạm Đình Ẩn"),
    STR("Võ Thị Ánh Tuyết"),
    STR("Đặng Hữu Nghĩa"),
    STR("Công ty TNHH Thương mại và Dịch vụ Vận tải Đô Lương"),
};
static const struct str procedures[] = {
    STR("Đăng ký khai sinh"),
    STR("Cấp giấy chứng nhận đăng ký hộ kinh doanh"),
    STR("Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất trong các "
        "trường hợp chuyển đổi, chuyển nhượng, thừa kế, tặng cho"),
    STR("Xác nhận tình trạng hôn nhân"),
    STR("Chứng thực bản sao từ bản chính"),
};
static const struct str steps[] = {
    STR("Tiếp nhận"),   STR("Thẩm định hồ sơ"), STR("Ký duyệt"),
    STR("Chờ bổ sung"), STR("Trả kết quả"),
};
static const struct str units[] = {
    STR("Tràng Sơn"), STR("Thị trấn Đô Lương"), STR("Đại Sơn"),
    STR("Thuận Sơn"), STR("Lưu Sơn"),           STR("Phòng Tài nguyên và Môi trường"),
};

static struct deadline_bar
bar_of(enum mark state, int64_t due, int64_t used)
{
    struct deadline_bar bar = {.state = state, .due = due, .used = used, .left = due - used};
    bar.due_at = local_at(date_of(2024, 4, 26), 9 * 60);
    bar.started_at = local_at(date_of(2024, 4, 19), 9 * 60);
    return bar;
}

static struct deadline_bar
paused(struct deadline_bar bar, int64_t from, int64_t to)
{
    bar.pauses[bar.pause_n++] = (struct bar_span){from, to};
    return bar;
}

static struct gallery_row
row(size_t i, struct deadline_bar bar, enum msg label)
{
    static const struct str codes[] = {
        STR("000.21.H41-240419-0021"), STR("000.21.H41-240418-0007"), STR("000.21.H41-240411-0013"),
        STR("000.00.H41-240402-0104"), STR("000.21.H41-240419-0022"), STR("000.21.H41-240325-0090"),
        STR("000.21.H41-240419-0023"), STR("000.21.H41-240419-0024"),
    };
    return (struct gallery_row){.bar = bar,
                                .url = URL("#main"),
                                .code = codes[i % COUNT(codes)],
                                .person = people[i % COUNT(people)],
                                .procedure = procedures[i % COUNT(procedures)],
                                .step = steps[i % COUNT(steps)],
                                .holder = people[(i * 3 + 1) % 7],
                                .tag = {bar.state, label},
                                .is_late = bar.state == MARK_LATE};
}

static void
fill_rows(struct gallery *g, struct arena *a)
{
    struct gallery_row *rows = NEW_ARRAY(a, struct gallery_row, 12);
    rows[0] = row(0, bar_of(MARK_LATE, 2400, 2980), MSG_STATE_LATE);
    rows[1] = row(1, bar_of(MARK_LATE, 2400, 9000), MSG_STATE_LATE);
    rows[2] = row(2, bar_of(MARK_SOON, 2400, 2180), MSG_STATE_SOON);
    rows[3] = row(3, paused(bar_of(MARK_PAUSED, 4800, 2600), 1400, 2600), MSG_STATE_PAUSED);
    rows[4] = row(4, bar_of(MARK_ON_TIME, 2400, 1100), MSG_STATE_ON_TIME);
    rows[5] = row(5, paused(bar_of(MARK_ON_TIME, 4800, 2700), 700, 1500), MSG_STATE_ON_TIME);
    rows[6] = row(6, bar_of(MARK_ON_TIME, 2400, 0), MSG_STATE_ON_TIME);
    rows[7] = row(7, bar_of(MARK_DONE, 2400, 1300), MSG_STATE_DONE);
    for (size_t i = 8; i < 12; i++)
        rows[i] = row(i, bar_of(MARK_ON_TIME, 2400, 300 * (int64_t)i - 2300), MSG_STATE_ON_TIME);
    g->rows.v = rows;
    g->rows.n = 12;
    g->first = rows[2];
    struct bar_step *bar_steps = NEW_ARRAY(a, struct bar_step, 2);
    bar_steps[0] = (struct bar_step){480, steps[1]};
    bar_steps[1] = (struct bar_step){1440, steps[2]};
    g->first.bar.steps.v = bar_steps;
    g->first.bar.steps.n = 2;
    g->late_bar = rows[0].bar;
    g->paused_bar = rows[3].bar;
    g->done_bar = rows[7].bar;
}

static void
fill_form(struct gallery *g, struct arena *a, enum lang lang)
{
    struct problems problems;
    problems_init(&problems, a);
    problem_add(&problems, S("born"), MSG_PROBLEM_REQUIRED);
    problem_add_int(&problems, S("note"), MSG_PROBLEM_TOO_LONG, 1000);
    page_errors_of(a, &problems, &g->errors);
    page_errors_name(&g->errors, S("born"), S("Ngày sinh"));
    page_errors_name(&g->errors, S("note"), S("Điều khác cần nói"));
    g->name =
        (struct view_page_field){.name = S("name"),
                                 .label = S("Họ, chữ đệm và tên của trẻ"),
                                 .hint = S("Viết như trong giấy chứng sinh, ví dụ: Đặng Ngọc Ẩn"),
                                 .type = S("text"),
                                 .value = S("Hoàng Nguyễn \"Bống\" & <Bình>"),
                                 .autocomplete = S("off"),
                                 .max = 200};
    g->born = (struct view_page_field){.name = S("born"),
                                       .label = S("Ngày sinh"),
                                       .type = S("date"),
                                       .size = S("short"),
                                       .problem = page_problem_of(&g->errors, S("born"))};
    g->code = (struct view_page_field){.name = S("code"),
                                       .label = S("Số định danh cá nhân của mẹ"),
                                       .hint = S("12 chữ số trên thẻ căn cước"),
                                       .type = S("text"),
                                       .inputmode = S("numeric"),
                                       .size = S("code-in short"),
                                       .value = S("040190001234"),
                                       .max = 12};
    g->note = (struct view_page_field){.name = S("note"),
                                       .label = S("Điều khác cần nói"),
                                       .is_optional = true,
                                       .problem = page_problem_of(&g->errors, S("note"))};
    static const struct page_option ways[] = {
        {STR("online"), STR("Nộp trên mạng"),
         STR("Không phải đi lại; trả kết quả qua kho dữ liệu điện tử"), true},
        {STR("post"), STR("Gửi bưu điện"), STR("Bưu tá đến tận nhà, phí 30.000 đ"), false},
        {STR("desk"), STR("Đến bộ phận một cửa"), STR(""), false},
    };
    static const struct page_option kin[] = {
        {STR("marriage"), STR("Giấy chứng nhận kết hôn"), STR(""), true},
        {STR("birth"), STR("Giấy chứng sinh"), STR(""), true},
        {STR("none"), STR("Không có giấy nào"), STR(""), false},
    };
    static const struct page_option places[] = {
        {STR("ts"), STR("Xã Tràng Sơn"), STR(""), true},
        {STR("dl"), STR("Thị trấn Đô Lương"), STR(""), false}};
    g->way =
        (struct view_page_choices){.name = S("way"), .label = S("Bạn muốn nộp bằng cách nào?")};
    g->way.options.v = ways;
    g->way.options.n = COUNT(ways);
    g->kin = (struct view_page_choices){
        .name = S("kin"), .label = S("Bạn có những giấy nào?"), .is_many = true};
    g->kin.options.v = kin;
    g->kin.options.n = COUNT(kin);
    g->place = (struct view_page_choices){.name = S("place"), .label = S("Nơi cư trú")};
    g->place.options.v = places;
    g->place.options.n = COUNT(places);
    (void)lang;
}

static void
fill_lists(struct gallery *g)
{
    static const struct page_chip chips[] = {
        {URL_STATIC("#main"), STR("Tất cả"), 40, true, true, false},
        {URL_STATIC("#main"), STR("Quá hạn"), 2, true, false, true},
        {URL_STATIC("#main"), STR("Đến hạn hôm nay"), 5, true, false, false},
        {URL_STATIC("#main"), STR("Chờ bổ sung"), 3, true, false, false},
        {URL_STATIC("#main"), STR("Của tôi"), 0, true, false, false},
    };
    g->chips.label = S("Lọc hồ sơ");
    g->chips.list.v = chips;
    g->chips.list.n = COUNT(chips);
    g->pager = (struct view_page_pager){1, 12, 3555, true, {{NULL, 0}}, URL("#main")};
    static const struct page_crumb crumbs[] = {{URL_STATIC("#main"), STR("Trang đầu")},
                                               {URL_STATIC("#main"), STR("Hộ tịch")}};
    g->crumbs.list.v = crumbs;
    g->crumbs.list.n = COUNT(crumbs);
    static const struct page_event events[] = {
        {{28567740},
         STR("Yêu cầu bổ sung"),
         STR("Phạm Đình Ẩn"),
         STR("Thiếu bản sao giấy chứng nhận kết hôn.")},
        {{28566300}, STR("Chuyển thẩm định"), STR("Lê Quỳnh Giao"), STR("")},
        {{28566290}, STR("Tiếp nhận, hẹn trả 26/04/2024"), STR("Lê Quỳnh Giao"), STR("")},
    };
    g->timeline.list.v = events;
    g->timeline.list.n = COUNT(events);
    static const struct gallery_tag tags[] = {
        {{MARK_OPEN, MSG_STATE_OPEN}},       {{MARK_ON_TIME, MSG_STATE_ON_TIME}},
        {{MARK_SOON, MSG_STATE_SOON}},       {{MARK_LATE, MSG_STATE_LATE}},
        {{MARK_PAUSED, MSG_STATE_PAUSED}},   {{MARK_DONE, MSG_STATE_DONE}},
        {{MARK_STOPPED, MSG_STATE_STOPPED}},
    };
    g->tags.v = tags;
    g->tags.n = COUNT(tags);
}

static void
fill_figures(struct gallery *g)
{
    static const int64_t weeks[] = {96, 97, 95, 96, 94, 97, 98, 97, 98, 99, 98, 99};
    static const int64_t late[] = {9, 7, 8, 4, 6, 5, 4, 5, 3, 4, 3, 2};
#define LINE(said_, v_, most_)                                                                     \
    {                                                                                              \
        .said = STR(said_), .v = {v_, COUNT(v_)}, .most = most_                                    \
    }
    static const struct page_figure figures[] = {
        {URL_STATIC("#main"), STR("Hồ sơ số hóa đủ"), STR("99,76%"), STR(""),
         STR("+0,8 điểm so với quý trước"), true, false, false,
         LINE("12 tuần, từ 96 lên 99", weeks, 100)},
        {URL_STATIC("#main"), STR("Đang quá hạn"), STR("2"), STR("hồ sơ"),
         STR("−1 so với tuần trước"), true, false, true, LINE("12 tuần, từ 9 xuống 2", late, 0)},
        {URL_STATIC("#main"), STR("Tiếp nhận trực tuyến"), STR("3.555"), STR("hồ sơ"),
         STR("88,9% của các xã"), false, false, false, LINE("12 tuần", weeks, 100)},
        {URL_STATIC("#main"), STR("Thanh toán trực tuyến"), STR("31,4%"), STR(""),
         STR("−2,1 điểm so với quý trước"), false, true, false, LINE("12 tuần", late, 10)},
        {{STR("")},
         STR("Hài lòng"),
         STR("4,62"),
         STR("trên 5"),
         STR("1.204 lượt đánh giá"),
         false,
         false,
         false,
         LINE("12 tuần", weeks, 100)},
    };
#undef LINE
    g->figures.list.v = figures;
    g->figures.list.n = COUNT(figures);
}

static void
fill_charts(struct gallery *g, struct arena *a)
{
    struct chart_bar *bars = NEW_ARRAY(a, struct chart_bar, COUNT(units));
    static const int64_t values[] = {1240, 610, 480, 300, 140, 95};
    for (size_t i = 0; i < COUNT(units); i++)
        bars[i] = (struct chart_bar){units[i], values[i], URL("#main"), i == 0};
    g->bars = (struct chart_bars){.title = S("Chậm nhiều nhất: Tràng Sơn"),
                                  .label_head = S("Đơn vị"),
                                  .value_head = S("Thời gian chậm"),
                                  .unit = CHART_WORK,
                                  .source = S("Sổ theo dõi hồ sơ"),
                                  .as_at = local_at(date_of(2024, 5, 6), 480)};
    g->bars.bars.v = bars;
    g->bars.bars.n = COUNT(units);
}

static void
fill_heat(struct gallery *g, struct arena *a)
{
    struct gallery_heat_row *rows = NEW_ARRAY(a, struct gallery_heat_row, COUNT(units));
    for (size_t i = 0; i < COUNT(units); i++) {
        struct gallery_heat_week *weeks = NEW_ARRAY(a, struct gallery_heat_week, 12);
        for (size_t k = 0; k < 12; k++) {
            int64_t late = (int64_t)((i * 7 + k * 5) % 13) - (int64_t)(i + 3);
            late = late < 0 ? 0 : late;
            weeks[k] = (struct gallery_heat_week){.late = late,
                                                  .h1 = late == 1,
                                                  .h2 = late == 2 || late == 3,
                                                  .h3 = late == 4 || late == 5,
                                                  .h4 = late == 6 || late == 7,
                                                  .h5 = late > 7};
        }
        rows[i].unit = units[i];
        rows[i].weeks.v = weeks;
        rows[i].weeks.n = 12;
    }
    g->heat.v = rows;
    g->heat.n = COUNT(units);
}

static void
fill_frame(struct frame *f, enum lang lang)
{
    static const struct nav_link nav[] = {
        {URL_STATIC("#main"), MSG_STATE_OPEN, true, 12},
        {URL_STATIC("#main"), MSG_STATE_LATE, false, 2},
        {URL_STATIC("#main"), MSG_STATE_DONE, false, 0},
    };
    f->place = S("UBND huyện Đô Lương, tỉnh Nghệ An");
    f->person = S("Lê Quỳnh Giao");
    f->position = S("Công chức một cửa");
    f->request_id = S("7f3a-0021");
    f->sign_in_url = URL("#main");
    f->sign_out_url = URL("#main");
    f->search_url = URL("#main");
    f->nav.v = nav;
    f->nav.n = COUNT(nav);
    (void)lang;
}

void
gallery_fill(struct gallery *g, struct arena *a, enum lang lang)
{
    fill_frame(&g->frame, lang);
    fill_rows(g, a);
    fill_form(g, a, lang);
    fill_lists(g);
    fill_figures(g);
    fill_charts(g, a);
    fill_heat(g, a);
    g->here = URL("#main");
    g->fee = money_vnd(150000);
    g->qr = (struct qr){S("https://motcua.example/track/000.21.H41-240411-0013"), S("Mã theo dõi")};
    g->due = local_at(date_of(2024, 4, 26), 9 * 60);
    g->share = (struct share){3343, 3351};
    g->work = (struct work){2 * 480 + 3 * 60};
    g->number = 3555;
}
