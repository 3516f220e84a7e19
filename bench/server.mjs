// SPDX-License-Identifier: EUPL-1.2
/*
 * Measures the release server as people use it: answers per second of its own CPU
 * time, so that what else the machine does disturbs little; the median of three
 * runs each, server and load pinned to different processors. Prints Markdown.
 *
 *   BENCH_SIZES=10000,1000000         dossiers in the database [both]
 *   BENCH_DATABASES=sqlite,postgresql [both]
 *   BENCH_KEEP=DIR                    filled databases are kept there and used again
 *
 * Ratios, all within one run: submissions to the same statements in a bare loop
 * (bench/submissions.c); answers to a file of the same size, whose cost lies on the
 * line between the two assets nearest in size, and to a page of the same size that
 * asks the database nothing: the page to sign in, with the bytes that it lacks at
 * the price of a file's.
 */
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setCookies } from '../tests/http/lib.mjs';
import { startPostgres } from '../tests/pg.mjs';

const program = 'build-release/src/main/motcua';
const bare = 'build-release/bench/submissions';
const sizes = (process.env.BENCH_SIZES ?? '10000,1000000').split(',').map(Number);
const databases = (process.env.BENCH_DATABASES ?? 'sqlite,postgresql').split(',');
const work = mkdtempSync(join(tmpdir(), 'bench-'));
const port = Number(process.env.BENCH_PORT ?? 8097);
const base = `http://127.0.0.1:${port}`;
const HZ = 100, RUNS = 3, SECONDS = 2, PASSWORD = 'bench only 2024';
const last = cpus().length - 1;
const say = (text = '') => process.stdout.write(`${text}\n`);
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const whole = (n) => Math.round(n).toLocaleString('en');

function run(...words) {
  const got = spawnSync(words[0], words.slice(1), { encoding: 'utf8' });
  if (got.status !== 0) throw new Error(`${words.join(' ')}: ${got.stderr}`);
  return got.stdout;
}

// --- the server and what it uses ------------------------------------------------

let server, postgres, token;

const stat = (pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /, '').split(' ').map(Number);
const children = (pid) => readdirSync('/proc').filter((p) => /^\d+$/.test(p)).filter((p) => {
  try { return stat(p)[1] === pid; } catch { return false; }
});
/** Ticks of the server; of PostgreSQL with all its processes, also those that ended. */
const serverTicks = () => stat(server.pid)[11] + stat(server.pid)[12];
function databaseTicks() {
  if (!postgres) return 0;
  const own = stat(postgres.pid());
  return own.slice(11, 15).reduce((a, b) => a + b) +
    children(postgres.pid()).reduce((sum, p) => { const s = stat(p); return sum + s[11] + s[12]; }, 0);
}

async function begin(db) {
  const from = performance.now();
  server = spawn('taskset', ['-c', '0', program, 'serve', '--db', db, '--set', `files=${work}/files`,
    '--set', 'connections_each=1000', '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'ignore', 'inherit'] });
  for (;;) {
    try {
      if ((await fetch(`${base}/readyz`)).ok) return performance.now() - from;
    } catch { /* not yet */ }
    await sleep(5);
  }
}

async function end(signal = 'SIGTERM') {
  const ended = new Promise((done) => server.on('close', done));
  server.kill(signal);
  await ended;
}

const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1024;
const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1024;

// --- one measurement ------------------------------------------------------------

/* To one commune after the other, as a district's citizens do. */
const filing = (units) => `local count = 0
local units = { ${units.map((code) => `"${code}"`).join(', ')} }
function request()
  count = count + 1
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Idempotency-Key"] = os.getenv("BENCH_RUN") .. "-" .. count
  return wrk.format("POST", nil, nil, [[{"procedure":"1.001193","unit":"]] .. units[count % #units + 1] .. [[","channel":"online",
    "applicant":{"kind":"citizen","id_number":"040099000001","name":"Nguyễn Văn Đức","phone":"0912345678"}}]])
end
`;

/* One dossier after the other, so that none was read lately. */
const walking = (before, codes) => `local count = 0
local codes = { ${codes.map((code) => `"${code}"`).join(', ')} }
function request()
  count = count + 1
  return wrk.format("GET", "${before}" .. codes[count % #codes + 1])
end
`;

/* More than the server keeps in memory (src/store/ledger_cache.h). */
const WALKED = 2000;

async function codesOf(headers) {
  const codes = [];
  for (let after = ''; codes.length < WALKED && after !== null;) {
    const list = await (await fetch(`${base}/api/v1/dossiers?limit=50${after && `&after=${after}`}`, { headers })).json();
    codes.push(...list.items.map((d) => d.code));
    after = list.next ?? null;
  }
  return codes;
}

function once(clients, path, headers, script) {
  const words = ['-c', String(last), 'wrk', '-t1', `-c${clients}`, `-d${SECONDS}s`];
  for (const h of headers) words.push('-H', h);
  if (script) words.push('-s', script);
  const before = serverTicks(), beforeDatabase = databaseTicks();
  const out = spawnSync('taskset', [...words, base + path], { encoding: 'utf8', env: { ...process.env, BENCH_RUN: String(process.hrtime.bigint()) } }).stdout;
  const done = Number(/(\d+) requests in/.exec(out)[1]);
  return {
    done,
    perCpu: (done * HZ) / Math.max(1, serverTicks() - before),
    withDatabase: (done * HZ) / Math.max(1, serverTicks() - before + databaseTicks() - beforeDatabase),
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(out)[1]),
    failed: Number(/Non-2xx or 3xx responses: (\d+)/.exec(out)?.[1] ?? 0) +
      (/Socket errors: (.*)/.exec(out)?.[1].match(/\d+/g) ?? []).map(Number).reduce((a, b) => a + b, 0),
  };
}

function measure(clients, path, headers, script) {
  const runs = Array.from({ length: RUNS }, () => once(clients, path, headers, script)).sort((a, b) => a.perCpu - b.perCpu);
  return { ...runs[RUNS >> 1], failed: runs.reduce((sum, r) => sum + r.failed, 0) };
}

/** CPU-seconds of a file and of a static page of so many bytes. */
async function staticCosts() {
  const html = await (await fetch(`${base}/`)).text();
  const points = [];
  for (const path of new Set(html.match(/\/assets\/[^"]+/g))) {
    const bytes = (await (await fetch(base + path)).arrayBuffer()).byteLength;
    points.push({ path, bytes, cost: 1 / measure(64, path, []).perCpu });
  }
  points.sort((a, b) => a.bytes - b.bytes);
  const file = (bytes) => {
    const at = points.findIndex((p) => p.bytes >= bytes);
    const above = at < 0 ? points.length - 1 : Math.max(1, at);
    const [a, b] = [points[above - 1], points[above]];
    return a.cost + ((b.cost - a.cost) * (bytes - a.bytes)) / (b.bytes - a.bytes);
  };
  const { byteLength } = await (await fetch(`${base}/sign-in`)).arrayBuffer();
  const page = 1 / measure(64, '/sign-in', []).perCpu;
  return { file, page: (bytes) => page + file(bytes) - file(byteLength) };
}

// --- one database of one size ---------------------------------------------------

async function signIn(login) {
  const page = await fetch(`${base}/sign-in`);
  const csrf = /name="csrf" value="([^"]*)"/.exec(await page.text())[1];
  const answer = await fetch(`${base}/sign-in`, {
    method: 'POST', redirect: 'manual', headers: { cookie: setCookies(page.headers).map((c) => c.split(';')[0]).join('; ') },
    body: new URLSearchParams({ csrf, login, password: PASSWORD }),
  });
  const session = setCookies(answer.headers).find((c) => c.startsWith('mc_session='));
  if (!session) throw new Error(`${login} cannot sign in`);
  return `Cookie: ${session.split(';')[0]}`;
}

const logins = ['chutich', 'motcua', 'truongphong', 'chuyenvien', 'motcua.trangson'];

/** Whoever has most to do: a list of 50 rows is what is to be measured. */
async function busiest() {
  let best = { bytes: 0 };
  for (const login of logins) {
    const session = await signIn(login);
    const page = await fetch(`${base}/work`, { headers: { cookie: session.slice(8) } });
    const { byteLength } = await page.arrayBuffer();
    if (page.ok && byteLength > best.bytes) best = { session, bytes: byteLength };
  }
  return [best.session];
}

const keptAs = (name) => process.env.BENCH_KEEP && join(process.env.BENCH_KEEP, name);

async function fill(db, dossiers) {
  const kept = keptAs(postgres ? `${dossiers}.postgresql` : `${dossiers}.db`), file = db.replace('sqlite:', '');
  const isKept = kept && existsSync(kept);
  if (!isKept) run(program, 'load', '--db', db, '--dossiers', String(dossiers));
  else if (!postgres) copyFileSync(kept, file);
  if (kept && !isKept) await (postgres ? postgres.keep(kept) : copyFileSync(file, kept));
  run(program, 'migrate', '--db', db);
  writeFileSync(join(work, 'password'), PASSWORD);
  for (const login of logins)
    run(program, 'user', '--db', db, '--login', login, '--password-file', join(work, 'password'));
  token = run(program, 'token', '--db', db, '--scope', 'all').trim().split('\n').pop();
}

const bareRates = (db) => new Map(run('taskset', '-c', '0', bare, db, '1', '8', '32', '64').trim().split('\n')
  .map((line) => /, (\d+) clients: (\d+) per CPU-second, (\d+) per second/.exec(line))
  .map(([, clients, perCpu, perSecond]) => [Number(clients), { perCpu: Number(perCpu), perSecond: Number(perSecond) }]));

/* bareDb makes an empty database for the bare loop. */
async function measureSize(name, dossiers, db, bareDb) {
  await fill(db, dossiers);
  const ready = await begin(db);
  const api = [`Authorization: Bearer ${token}`];
  const leader = [await signIn('chutich')], officer = await busiest();
  const authorization = api[0].slice(15);
  const listed = await (await fetch(`${base}/api/v1/dossiers?unit=H41.14&sort=due&limit=50`, { headers: { authorization } })).json();
  const { code } = listed.items[listed.items.length >> 1];
  const codes = await codesOf({ authorization });
  const walk = (before) => {
    const file = join(work, `walk${before.replaceAll('/', '-')}.lua`);
    writeFileSync(file, walking(before, codes));
    return file;
  };
  const still = await staticCosts();
  const results = {};
  say(`\n### ${name}, ${whole(dossiers)} dossiers\n`);
  say('| what | bytes | per CPU-second | with the database | per second | to a file | to a static page | failures |\n|---|---|---|---|---|---|---|---|');
  const reads = [
    ['dossier, JSON', `/api/v1/dossiers/${code}`, api],
    ['dossier, JSON, each time another', `/api/v1/dossiers/${code}`, api, walk('/api/v1/dossiers/')],
    ['dossier, page', `/dossiers/${code}`, leader],
    ['dossier, page, each time another', `/dossiers/${code}`, leader, walk('/dossiers/')],
    ['work list of the district, page', '/work?scope=area', leader],
    ['work list of the busiest desk, page', '/work', officer],
    ['50 first due, JSON', '/api/v1/dossiers?unit=H41.14&sort=due&limit=50', api],
    ['search by name, JSON', '/api/v1/dossiers?q=nguyen+duc&limit=50', api],
    ['search by name, page', '/work?q=nguyen+duc', officer],
    ['dashboard of a commune', '/dashboard?unit=H41.14.24', leader],
    ['dashboard of the district', '/dashboard', leader],
  ];
  for (const [what, path, headers, walked] of reads) {
    const answer = await fetch(base + path, { headers: Object.fromEntries(headers.map((h) => h.split(/: (.*)/s).slice(0, 2))) });
    const bytes = (await answer.arrayBuffer()).byteLength;
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    const m = measure(64, path, headers, walked);
    results[what] = { cost: 1 / m.withDatabase, bytes };
    say(`| ${what} | ${whole(bytes)} | ${whole(m.perCpu)} | ${whole(m.withDatabase)} | ${whole(m.perSecond)} | ${(m.perCpu * still.file(bytes)).toFixed(2)} | ${(m.perCpu * still.page(bytes)).toFixed(2)} | ${m.failed} |`);
  }
  const script = join(work, 'filing.lua');
  const communes = await (await fetch(`${base}/api/v1/units?level=commune`, { headers: { authorization } })).json();
  writeFileSync(script, filing(communes.items.map((u) => u.code)));
  const rates = new Map([1, 8, 32, 64].map((clients) => [clients, measure(clients, '/api/v1/dossiers', api, script)]));
  say(`\nReady ${Math.round(ready)} ms after the start; resident after all of it ${resident().toFixed(0)} MiB, at most ${peak().toFixed(0)} MiB.`);
  await end('SIGKILL');
  say(`After kill -9 under the same load: ready again in ${Math.round(await begin(db))} ms.`);
  await end();
  const alone = bareRates(bareDb());
  say('\n| durable submissions, clients | per CPU-second | with the database | per second | bare loop, per second | ratio | failures |\n|---|---|---|---|---|---|---|');
  for (const [clients, m] of rates) {
    const b = alone.get(clients);
    say(`| ${clients} | ${whole(m.perCpu)} | ${whole(m.withDatabase)} | ${whole(m.perSecond)} | ${whole(b.perSecond)} | ${(m.perSecond / b.perSecond).toFixed(2)} | ${m.failed} |`);
  }
  return results;
}

/** How much dearer each page is in the largest database than in the smallest. */
function compare(name, sizes, costs) {
  if (costs.length < 2) return;
  const [small, large] = [costs[0], costs[costs.length - 1]];
  say(`\n### ${name}: cost at ${whole(sizes[sizes.length - 1])} dossiers to the cost at ${whole(sizes[0])}\n\n| what | ratio |\n|---|---|`);
  for (const what of Object.keys(small)) {
    const [a, b] = [small[what], large[what]];
    const longer = b.bytes > 1.2 * a.bytes ? `, of ${(b.bytes / a.bytes).toFixed(1)} times the bytes` : '';
    say(`| ${what} | ${(b.cost / a.cost).toFixed(2)}${longer} |`);
  }
}

async function main() {
  say(`## The server\n\n${new Date().toISOString().slice(0, 16)}Z, ${cpus().length} processors, load at the start ${loadavg().map((l) => l.toFixed(1)).join(' ')}.`);
  say('All reads with 64 clients. "With the database" counts the CPU time of PostgreSQL too.');
  say('The last two ratios are to answers of the same size from the same server: a file built into it, and a page that asks the database nothing.');
  for (const name of databases) {
    const costs = [];
    for (const dossiers of sizes) {
      const kept = keptAs(`${dossiers}.postgresql`), from = kept && existsSync(kept) ? kept : undefined;
      postgres = name === 'postgresql' ? await startPostgres({ durable: true, from }) : undefined;
      const db = postgres?.db ?? `sqlite:${work}/${dossiers}.db`;
      const empty = () => postgres?.fresh('bare') ?? `sqlite:${work}/bare-${dossiers}.db`;
      costs.push(await measureSize(name === 'sqlite' ? 'SQLite' : 'PostgreSQL', dossiers, db, empty));
      await postgres?.stop();
      for (const f of readdirSync(work)) if (f.includes('.db')) rmSync(join(work, f));
    }
    compare(name === 'sqlite' ? 'SQLite' : 'PostgreSQL', sizes, costs);
  }
}

try {
  await main();
} finally {
  server?.kill('SIGKILL');
  rmSync(work, { recursive: true, force: true });
}
