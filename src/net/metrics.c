// SPDX-License-Identifier: EUPL-1.2
/* See metrics.h. Rows that were never asked for are not printed. */
#include "net/metrics.h"

#include <stdlib.h>

/* Upper ends of the buckets in microseconds; the last bucket has none. */
static const int64_t bounds[LATENCY_BUCKETS] = {500,   1000,   2500,   5000,   10000,   25000,
                                                50000, 100000, 250000, 500000, 1000000, 2500000};

void
metrics_make(struct metrics *m, size_t rows)
{
    *m = (struct metrics){.n = rows + 2};
    m->row = calloc(m->n, sizeof *m->row);
    if (!m->row)
        BUG("out of memory");
}

void
metrics_free(struct metrics *m)
{
    free(m->row);
    m->row = NULL;
}

static void
add(_Atomic uint64_t *counter, uint64_t n)
{
    atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

static uint64_t
get(const _Atomic uint64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

void
metrics_count(struct metrics *m, size_t row, int status, int64_t us, uint64_t bytes)
{
    struct row_metrics *to = &m->row[row];
    size_t bucket = 0;
    while (bucket < LATENCY_BUCKETS && us > bounds[bucket])
        bucket++;
    add(&to->by_class[status >= 100 && status < 600 ? status / 100 : 0], 1);
    add(&to->bucket[bucket], 1);
    add(&to->us, us > 0 ? (uint64_t)us : 0);
    add(&to->bytes, bytes);
}

/* Microseconds as seconds, exactly. */
static void
print_seconds(struct buf *b, uint64_t us)
{
    buf_printf(b, "%llu.%06llu", (unsigned long long)(us / 1000000),
               (unsigned long long)(us % 1000000));
}

static void
print_labels(struct buf *b, const struct metrics *m, const struct router *router, size_t i)
{
    if (i + 2 == m->n) {
        buf_lit(b, "method=\"\",route=\"none\"");
    } else if (i + 1 == m->n) {
        buf_lit(b, "method=\"GET\",route=\"assets\"");
    } else {
        const struct route *row = router_row(router, i);
        struct str method = method_name(row->method);
        buf_printf(b, "method=\"%" STR_FMT "\",route=\"%" STR_FMT "\"", STR_ARG(method),
                   STR_ARG(row->pattern));
    }
}

static void
print_classes(struct buf *b, const struct metrics *m, const struct router *router, size_t i)
{
    for (unsigned c = 0; c < 6; c++) {
        uint64_t n = get(&m->row[i].by_class[c]);
        if (n == 0)
            continue;
        buf_lit(b, "motcua_http_requests_total{");
        print_labels(b, m, router, i);
        buf_printf(b, ",status=\"%uxx\"} %llu\n", c, (unsigned long long)n);
    }
}

static void
print_times(struct buf *b, const struct metrics *m, const struct router *router, size_t i)
{
    uint64_t n = 0;
    for (size_t k = 0; k <= LATENCY_BUCKETS; k++) {
        n += get(&m->row[i].bucket[k]);
        buf_lit(b, "motcua_http_request_seconds_bucket{");
        print_labels(b, m, router, i);
        buf_lit(b, ",le=\"");
        if (k < LATENCY_BUCKETS)
            print_seconds(b, (uint64_t)bounds[k]);
        else
            buf_lit(b, "+Inf");
        buf_printf(b, "\"} %llu\n", (unsigned long long)n);
    }
    buf_lit(b, "motcua_http_request_seconds_sum{");
    print_labels(b, m, router, i);
    buf_lit(b, "} ");
    print_seconds(b, get(&m->row[i].us));
    buf_lit(b, "\nmotcua_http_request_seconds_count{");
    print_labels(b, m, router, i);
    buf_printf(b, "} %llu\n", (unsigned long long)n);
}

static void
print_bytes(struct buf *b, const struct metrics *m, const struct router *router, size_t i)
{
    buf_lit(b, "motcua_http_response_bytes_total{");
    print_labels(b, m, router, i);
    buf_printf(b, "} %llu\n", (unsigned long long)get(&m->row[i].bytes));
}

static bool
is_used(const struct row_metrics *row)
{
    uint64_t n = 0;
    for (unsigned c = 0; c < 6; c++)
        n += get(&row->by_class[c]);
    return n > 0;
}

void
metrics_print(const struct metrics *m, const struct router *router, struct buf *b)
{
    static const struct {
        const char *name, *kind, *says;
        void (*print)(struct buf *, const struct metrics *, const struct router *, size_t);
    } families[] = {
        {"motcua_http_requests_total", "counter", "Requests answered, by route and class of status",
         print_classes},
        {"motcua_http_request_seconds", "histogram", "From the complete head to the answer",
         print_times},
        {"motcua_http_response_bytes_total", "counter", "Bytes of bodies", print_bytes},
    };
    for (size_t f = 0; f < COUNT(families); f++) {
        buf_printf(b, "# HELP %s %s\n# TYPE %s %s\n", families[f].name, families[f].says,
                   families[f].name, families[f].kind);
        for (size_t i = 0; i < m->n; i++)
            if (is_used(&m->row[i]))
                families[f].print(b, m, router, i);
    }
}
