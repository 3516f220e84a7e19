#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# Measures the release server on SQLite, pinned to one processor, the load on another: answers
# per second of the server's own CPU time, the median of three runs each, so that a busy machine
# disturbs little. BENCH_LARGE=1 measures a million dossiers beside ten thousand.
set -euo pipefail
program=$PWD/build-release/src/main/motcua
work=$(mktemp -d)
server=
stop() { [ -z "$server" ] || { kill "$server" && wait "$server" || true; }; server=; }
trap 'stop; rm -rf "$work"' EXIT
port=${BENCH_PORT:-8097}
base=http://127.0.0.1:$port
last=$(($(nproc) - 1))

cat > "$work/submit.lua" <<'LUA'
local count = 0
function request()
  count = count + 1
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Idempotency-Key"] = os.getenv("BENCH_RUN") .. "-" .. count
  return wrk.format("POST", nil, nil, [[{"procedure":"1.001193","unit":"H41.14.02",
    "channel":"online","applicant":{"kind":"citizen","id_number":"040099000001",
    "name":"Nguyễn Văn Đức","phone":"0912345678"}}]])
end
LUA

ticks() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }

# one NAME CLIENTS PATH [wrk arguments]: "CPU-rate wall-rate failures" of one run
one() {
    local clients=$1 path=$2 before after
    shift 2
    before=$(ticks)
    BENCH_RUN=$RANDOM$RANDOM taskset -c "$last" wrk -t1 -c"$clients" -d2s \
        -H "Authorization: Bearer $token" "$@" "$base$path" > "$work/out"
    after=$(ticks)
    awk -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" '
        / requests in / { n = $1 }
        /^Requests\/sec/ { wall = $2 }
        /Non-2xx/ { failed = $NF }
        END { printf "%d %d %d\n", n * hz / (ticks ? ticks : 1), wall, failed }' "$work/out"
}

measure() {
    local name=$1
    shift
    for _ in 1 2 3; do one "$@"; done | sort -n > "$work/runs"
    awk -v name="$name" 'NR == 2 { cpu = $1 } { failed += $3; if ($2 > wall) wall = $2 }
        END { printf "| %s | %d | %d | %d |\n", name, cpu, wall, failed }' "$work/runs"
}

measure_size() {
    local dossiers=$1 db=sqlite:$work/$1.db code asset from
    "$program" load --db "$db" --dossiers "$dossiers" 2> /dev/null
    token=$("$program" token --db "$db" --scope all | tail -1)
    code=$(sqlite3 "$work/$1.db" "select code from dossier order by id limit 1 offset $((dossiers / 2))")
    from=$(date +%s%N)
    taskset -c 0 "$program" serve --db "$db" --listen "127.0.0.1:$port" > "$work/log" 2>&1 &
    server=$!
    until curl -sf "$base/readyz" > /dev/null; do sleep 0.02; done
    printf '\n## SQLite, %s dossiers\n\nReady %s ms after its start.\n\n' "$dossiers" \
        $((($(date +%s%N) - from) / 1000000))
    printf '| what | per CPU-second of the server | most per second | failures |\n|---|---|---|---|\n'
    asset=$(curl -s "$base/" | grep -o '/[^" ]*\.css' | head -1)
    measure "static file" 64 "${asset:-/healthz}"
    measure "dossier, JSON" 64 "/api/v1/dossiers/$code"
    measure "list of 50 by due date, JSON" 64 "/api/v1/dossiers?unit=H41.14&sort=due&limit=50"
    measure "search by name, JSON" 64 "/api/v1/dossiers?q=nguyen+duc&limit=50"
    for clients in 1 8 32 64; do
        measure "durable submission, $clients clients" "$clients" /api/v1/dossiers -s "$work/submit.lua"
    done
    printf '\nResident after it: %s KiB.\n' "$(awk '/VmRSS/ { print $2 }' "/proc/$server/status")"
    stop
}

printf '# The server\n\n%s, load of the machine at the start: %s.\n' "$(date -u +%Y-%m-%dT%H:%MZ)" \
    "$(cut -d' ' -f1-3 /proc/loadavg)"
measure_size 10000
if [ "${BENCH_LARGE:-0}" = 1 ]; then measure_size 1000000; fi
