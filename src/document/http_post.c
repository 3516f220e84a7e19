// SPDX-License-Identifier: EUPL-1.2
/*
 * See http_post.h. OpenSSL's own client; answers are signed, so plain HTTP is what
 * these services speak (RFC 3161, RFC 6960).
 */
#include "document/http_post.h"

#include "document/openssl.h"

enum { ANSWER_MAX = 1 << 20, SECONDS = 5 };

static struct str
take_all(struct arena *a, BIO *in)
{
    char *p = arena_alloc(a, ANSWER_MAX);
    size_t n = 0;
    for (int got; n < ANSWER_MAX && (got = BIO_read(in, p + n, (int)(ANSWER_MAX - n))) > 0;)
        n += (size_t)got;
    return (struct str){p, n};
}

enum err
http_post(struct arena *a, const char *url, const char *type, struct str body,
          const char *want_type, struct str *ret)
{
    char *server = NULL, *port = NULL, *path = NULL;
    BIO *answer = NULL, *request = BIO_new_mem_buf(body.p, (int)body.n);
    int tls = 0;
    if (request && OSSL_HTTP_parse_url(url, &tls, NULL, &server, &port, NULL, &path, NULL, NULL) &&
        !tls)
        answer = OSSL_HTTP_transfer(NULL, server, port, path, 0, NULL, NULL, NULL, NULL, NULL, NULL,
                                    0, NULL, type, request, want_type, 0, ANSWER_MAX, SECONDS, 0);
    if (answer)
        *ret = take_all(a, answer);
    BIO_free(answer);
    BIO_free(request);
    OPENSSL_free(server);
    OPENSSL_free(port);
    OPENSSL_free(path);
    ERR_clear_error();
    return answer ? OK : ERR_BUSY;
}
