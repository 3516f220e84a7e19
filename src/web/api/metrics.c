// SPDX-License-Identifier: EUPL-1.2
/* What the server counts about itself, for Prometheus; no figure of casework is here. */
#include "net/server.h"
#include "web/api/api.h"

enum err
api_metrics(struct request *r)
{
    server_metrics(request_server(r), r->out);
    return answer(r, S("text/plain; version=0.0.4; charset=utf-8"));
}
