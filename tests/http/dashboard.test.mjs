// SPDX-License-Identifier: EUPL-1.2
// The dashboard of the demonstration: every number of every page opens a list with
// exactly that many dossiers, as a page and as a sheet; the parts add up to the
// sums; who may look at what; questions that make no sense.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { answer, folder } from './motcua.mjs';
import { Person, people, serve, words } from './desk.mjs';

let server, as, leader;

before(async () => {
  const dir = folder();
  const db = `sqlite:${join(dir, 'demo.db')}`;
  answer('demo', '--db', db, '--files', join(dir, 'files'));
  server = await serve(db);
  as = people(server);
  leader = await as('chutich');
});
after(() => server?.stop());

const number = (text) => (/^[\d.]+$/.test(text) ? Number(text.replaceAll('.', '')) : null);
const plain = (to) => to.replaceAll('&amp;', '&');

/** Every link of a page to a list, with the text that stands for it. */
function figures(html) {
  const found = [...html.matchAll(/<a[^>]*href="(\/figures\?[^"]+)"[^>]*>([^]*?)<\/a>/g)].map(([, to, inside]) => ({
    to: plain(to), text: words(/class="figure-value">([^]*?)<\/span>/.exec(inside)?.[1] ?? inside),
  }));
  /* A bar names its unit in the link and its number at the other end of the row. */
  for (const [, to, rest] of html.matchAll(/<tr[^>]*><th[^>]*><a href="(\/figures\?[^"]+)"[^>]*>[^<]*<\/a><\/th>([^]*?)<\/tr>/g)) {
    const told = [...rest.matchAll(/<td class="num"[^>]*>([^]*?)<\/td>/g)].map(([, t]) => words(t)).at(-1);
    if (told !== undefined) found.find((f) => f.to === plain(to)).text = told;
  }
  return found;
}
const units = (html) => [...new Set([...html.matchAll(/href="\/dashboard\?unit=([^"&]+)(?:"|&amp;)/g)].map(([, code]) => code))];

async function each(list, work, at_once = 6) {
  const rest = list[Symbol.iterator]();
  await Promise.all(Array.from({ length: at_once }, async () => {
    for (const item of rest) await work(item);
  }));
}

/** How many dossiers a list says it has, and how many its sheet has. */
async function listed(who, to) {
  const html = await who.page(to);
  const [said] = /\d[\d.]*/.exec(words(/<h1>([^]*?)<\/h1>/.exec(html)[1])) ?? [];
  const rows = (html.match(/<th scope="row">/g) ?? []).length;
  const sheet = /href="(\/figures\/csv\?[^"]+)"/.exec(html)?.[1];
  let lines = 0;
  if (sheet) {
    const got = await fetch(server.url + plain(sheet), { headers: who.headers() });
    assert.equal(got.status, 200, sheet);
    lines = (await got.text()).trim().split(/\r?\n/).length - 1;
  }
  return { html, said: Number((said ?? '0').replaceAll('.', '')), rows, lines };
}

test('every number of every page opens a list with exactly that many dossiers', async (t) => {
  const top = await leader.page('/dashboard');
  const codes = units(top);
  assert.ok(codes.length >= 33, `${codes.length} units`);
  const pages = [...['year', 'month', 'last', 'twelve'].map((span) => `/dashboard?span=${span}`), ...codes.flatMap((unit) => [`/dashboard?unit=${unit}`])];
  const all = new Map();
  let numbers = 0;
  await each(pages, async (at) => {
    for (const { to, text } of figures(await leader.page(at))) {
      const want = number(text);
      numbers += want !== null;
      const known = all.get(to);
      if (known && known.want !== null && want !== null) assert.equal(known.want, want, `${at}: two numbers for ${to}`);
      all.set(to, { want: want ?? known?.want ?? null, at });
    }
  });
  assert.ok(numbers > 1000, `${numbers} numbers`);
  const wrong = [];
  await each(all, async ([to, { want, at }]) => {
    const { said, rows, lines } = await listed(leader, to);
    if ((want !== null && said !== want) || lines !== said || rows !== Math.min(said, 50)) wrong.push(`${at}: ${to}: ${want} told, list says ${said}, sheet has ${lines}, page has ${rows}`);
  });
  t.diagnostic(`${numbers} numbers, ${all.size} lists on ${pages.length} pages`);
  assert.deepEqual(wrong, []);
});

test('a long list is walked page after page, without a gap and without a row twice', async () => {
  const all = [];
  let said;
  for (let at = '/figures?from=2024-03-01&to=2024-03-31&unit=H41.14&kind=received'; at;) {
    const page = await listed(leader, at);
    said ??= page.said;
    all.push(...[...page.html.matchAll(/<th scope="row">(?:<a[^>]*>|<span[^>]*>)([^<]+)</g)].map(([, c]) => c));
    const [, next] = /<a href="([^"]+)" rel="next">/.exec(page.html) ?? [];
    at = next && plain(next);
  }
  assert.ok(said > 500);
  assert.equal(all.length, said);
  assert.equal(new Set(all).size, said);
});

test('the units add up to the district, and the months to the year', async () => {
  const html = await leader.page('/dashboard');
  const tables = [...html.matchAll(/<table class="data dash-table">([^]*?)<\/table>/g)].map(([, t]) =>
    [...t.matchAll(/<tr([^>]*)>([^]*?)<\/tr>/g)].slice(1).map(([, head, cells]) => ({
      total: head.includes('total'), cells: [...cells.matchAll(/<td[^>]*>([^]*?)<\/td>/g)].map(([, c]) => number(words(c))),
    })));
  assert.equal(tables.length, 3);
  const [byUnit, , byMonth] = tables;
  const sum = byUnit.find((r) => r.total);
  assert.ok(byUnit.length >= 34 && sum);
  for (const [i, want] of sum.cells.entries()) {
    if (want === null) continue; /* a rate */
    assert.equal(byUnit.filter((r) => !r.total).reduce((n, r) => n + r.cells[i], 0), want, `column ${i} of the units`);
    if (i < byMonth[0].cells.length && byMonth[0].cells[i] !== null) assert.equal(byMonth.filter((r) => !r.total).reduce((n, r) => n + r.cells[i], 0), want, `column ${i} of the months`);
  }
});

test('the weeks are Mondays to Sundays, the running one up to today, and the map of the late adds up to them', async () => {
  const html = await leader.page('/dashboard');
  const [, , weeks] = /<h2 id="weeks">Theo tuần<\/h2>([^]*?)<table class="data dash-table">([^]*?)<\/table>/.exec(html);
  const rows = [...weeks.matchAll(/<tr><th scope="row">([^<]+)<\/th>([^]*?)<\/tr>/g)].map(([, name, cells]) => ({
    name, late: number(words([...cells.matchAll(/<td[^>]*>([^]*?)<\/td>/g)][5][1])),
  }));
  assert.deepEqual(rows.slice(0, 3).map((r) => r.name), ['06/05', '29/04–05/05', '22/04–28/04']);
  assert.equal(rows.length, 13);
  const [, map] = /<table class="heat">([^]*?)<\/table>/.exec(html);
  const heads = [...map.matchAll(/<th scope="col">(\d\d\/\d\d)<\/th>/g)].map(([, day]) => day);
  assert.deepEqual(heads, rows.map((r) => r.name.slice(0, 5)).reverse());
  const units = [...map.matchAll(/<tr><th scope="row">[^<]+<\/th>([^]*?)<\/tr>/g)].map(([, cells]) => [...cells.matchAll(/<td[^>]*>([^]*?)<\/td>/g)].map(([, c]) => number(words(c)) ?? 0));
  assert.deepEqual(heads.map((_, w) => units.reduce((n, u) => n + u[w], 0)), rows.map((r) => r.late).reverse());
  const of = (u) => u.reduce((n, k) => n + k, 0);
  assert.deepEqual(units.map(of), units.map(of).sort((a, b) => b - a), 'the latest unit first');
  const worst = Math.max(...rows.map((r) => r.late));
  assert.ok(html.includes(`Tuần chậm nhất: ${rows.find((r) => r.late === worst).name}, ${worst} hồ sơ`));
});

test('the page says what the reports say', async () => {
  const html = words(await leader.page('/dashboard'));
  assert.ok(html.includes('4.644') && html.includes('90,44%'));
  const unit = words(await leader.page('/dashboard?unit=H41.14.10'));
  assert.ok(unit.includes('Tràng Sơn'));
});

test('over the bars of the settlement stands how many were late, not which bar is the longest', async () => {
  const html = words(await leader.page('/reports?report=settlement'));
  assert.ok(html.includes('Giải quyết quá hạn: 78 trên 4.425'), html);
});

/** The bars of the charts on a page, chart by chart: [address, what it says]. */
const bars = (html) => [...html.matchAll(/<figure class="chart">([^]*?)<\/figure>/g)].map(([, c]) =>
  [...c.matchAll(/<tr[^>]*><th[^>]*><a href="(\/figures\?[^"]+)"[^>]*>[^<]*<\/a><\/th>[^]*?<td class="num">([^<]*)/g)].map(([, to, told]) => [plain(to), told]));

test('where what is overdue now stands: every step and office opens its list, and the steps hold all of it once', async () => {
  const html = await leader.page('/dashboard/late');
  const all = (await listed(leader, '/figures?kind=overdue&unit=H41.14')).said;
  assert.ok(all > 10 && words(html).includes(`${all} hồ sơ đang quá hạn`), String(all));
  const [steps, offices] = bars(html);
  assert.ok(steps.length >= 3 && offices.length >= 10);
  for (const [to, told] of [...steps, ...offices]) {
    assert.match(to, /kind=overdue&(step|office)=/);
    const { said, lines, rows, html: list } = await listed(leader, to);
    assert.deepEqual([said, lines, rows], Array(3).fill(number(told)), to);
    assert.match(list, /Đang (ở khâu|nằm tại): <strong>/);
  }
  assert.equal(steps.reduce((n, [, told]) => n + number(told), 0), all);
  const [[worst, told]] = steps;
  const split = await Promise.all(offices.map(([to]) => listed(leader, `${worst}&${/office=[^&]+/.exec(to)[0]}`)));
  assert.ok(split.every((l) => l.said === l.rows) && split.reduce((n, l) => n + l.said, 0) <= number(told));
});

test('why it was late: every step, office and procedure opens the list of its dossiers, and no other reason does', async () => {
  const html = await leader.page('/dashboard/late');
  assert.ok(words(html).includes('78 hồ sơ giải quyết quá hạn'));
  const [, all] = /<p class="lead"><a href="([^"]+kind=late)"/.exec(html);
  assert.equal((await listed(leader, plain(all))).said, 78);
  const charts = bars(html), [steps, procedures, offices] = charts.slice(2);
  assert.ok(steps.length >= 4 && procedures.length >= 8 && offices.length >= 8, charts.map((c) => c.length).join());
  for (const [to, told] of procedures) assert.equal((await listed(leader, to)).said, number(told), to);
  for (const [to] of [...steps, ...offices]) {
    const { said, lines, rows, html: list } = await listed(leader, to);
    assert.ok(said > 0 && said <= 78 && lines === said && rows === Math.min(said, 50), `${to}: ${said} ${lines} ${rows}`);
    assert.match(list, /Quá hạn (ở khâu|tại): <strong>/);
  }
  const pairs = [...html.matchAll(/data-label="Số hồ sơ"><a href="([^"]+)">([^<]+)/g)];
  assert.ok(pairs.length >= 10);
  for (const [, to, told] of pairs) {
    const { said, html: list } = await listed(leader, plain(to));
    assert.equal(said, number(told), to);
    assert.match(list, /<title>\d+ hồ sơ/);
  }
  /* The lists of the steps hold together every dossier that was late. */
  const found = new Set();
  for (const [to] of steps) {
    const sheet = await fetch(server.url + to.replace('/figures?', '/figures/csv?'), { headers: leader.headers() });
    for (const line of (await sheet.text()).trim().split('\r\n').slice(1)) found.add(line.split(',')[0]);
  }
  assert.equal(found.size, 78);
  /* Of a commune, only its own. */
  assert.ok(words(await leader.page('/dashboard/late?unit=H41.14.10')).includes('12 hồ sơ giải quyết quá hạn'));
  assert.ok(words(await leader.page('/dashboard/late?span=month')).includes('Không đơn vị nào giải quyết hồ sơ quá hạn'));
  assert.equal((await leader.get('/dashboard/late?unit=H41')).status, 404);
});

test('where nobody settled late in the span, the units with overdue ones stand there, each with its list', async () => {
  const html = await leader.page('/dashboard?span=month');
  const [first] = bars(html);
  assert.match(words(html), /Đang quá hạn nhiều nhất: /);
  assert.ok(first.length >= 5);
  const told = first.map(([, n]) => number(n));
  assert.deepEqual(told, [...told].sort((a, b) => b - a), 'the worst first');
  for (const [to, n] of first) assert.equal((await listed(leader, to)).said, number(n), to);
});

test('a list of what was late says of every dossier by how much, or that a new date was given', async () => {
  const { html } = await listed(leader, '/figures?kind=late&unit=H41.14.10');
  const rows = [...html.matchAll(/<tr class="late-row">([^]*?)<\/tr>/g)].map(([, row]) => row);
  assert.equal(rows.length, 12);
  const told = rows.map((row) => [/<small class="late-word">([^<]+)</.exec(row)[1], ...[...row.matchAll(/(\d\d)\/(\d\d)\/(\d{4}), (\d\d:\d\d)/g)].map(([, d, m, y, t]) => `${y}${m}${d}${t}`)]);
  for (const [by, due, finished] of told) assert.match(by, finished > due ? /^quá hạn \d+ (ngày|giờ|phút)/ : /^đã hẹn lại/, `${due} ${finished}`);
  assert.ok(told.some(([by]) => by.startsWith('quá')) && told.some(([by]) => by.startsWith('đã')));
});

test('days of a week are written as the reader\'s language writes days', async () => {
  for (const [lang, week, month] of [['vi', '29/04–05/05', '04/2024'], ['en', '29/04–05/05', '04/2024'], ['tr', '29.04–05.05', '04.2024']]) {
    const html = await (await as('chutich', lang)).page('/dashboard');
    for (const day of [week, month]) assert.ok(html.includes(`<th scope="row">${day}</th>`), `${lang}: ${day}`);
  }
});

test('a leader sees below, nobody sees beside or above, and other officers nothing', async () => {
  const commune = await as('motcua.trangson');
  assert.equal((await commune.get('/dashboard')).status, 403);
  assert.equal((await commune.get('/figures?kind=open')).status, 403);
  for (const unit of ['NONE', 'H41', '%27%20or%201=1', 'H41.14.MC'])
    for (const at of [`/dashboard?unit=${unit}`, `/figures?kind=open&unit=${unit}`, `/figures/csv?kind=open&unit=${unit}`])
      assert.equal((await leader.get(at)).status, 404, at);
  const nobody = new Person(server);
  for (const at of ['/dashboard', '/dashboard/late', '/figures?kind=open']) {
    const got = await nobody.get(at);
    assert.equal(got.status, 303);
    assert.match(got.to, /^\/sign-in\?next=/);
  }
});

test('a row of a list opens its dossier for who may see it', async () => {
  const { html } = await listed(leader, '/figures?kind=overdue&unit=H41.14');
  const links = [...html.matchAll(/<a class="code" href="(\/dossiers\/[^"]+)"/g)].map(([, to]) => to);
  assert.ok(links.length > 5);
  for (const to of links.slice(0, 10)) await leader.page(to);
});

test('a question that makes no sense is answered by naming what is wrong, in three languages', async () => {
  for (const lang of ['vi', 'en', 'tr']) {
    const who = await as('chutich', lang);
    for (const [at, field] of [['/dashboard?span=never', 'span'], ['/dashboard/late?span=never', 'span'], ['/figures?kind=late&step=moon', 'step'], ['/figures?kind=late&procedure=999999999999', 'procedure'],
      ['/figures?kind=late&office=NONE', 'office'], ['/figures?kind=settled&step=process', 'step'], ['/figures?kind=overdue&step=moon', 'step'], ['/figures?kind=overdue&procedure=1', 'procedure'], ['/figures?kind=moon', 'kind'], ['/figures', 'kind'], ['/figures?kind=received&from=2024-02-30', 'from'],
      ['/figures?kind=received&from=2024-03-01&to=x', 'to'], ['/figures?kind=received&from=2024-05-01&to=2024-04-01', 'from'], ['/figures?kind=received&from=%3Cscript%3Ex&to=2024-04-01', 'from'],
      ['/figures?kind=open&after=x', 'after']]) {
      const got = await who.get(at);
      assert.equal(got.status, 422, `${at}: ${got.status}`);
      assert.match(got.html, new RegExp(`<html lang="${lang}"`));
      assert.ok(got.html.includes(`<code>${field}</code>`), `${at}: ${words(got.html)}`);
      assert.ok(!got.html.includes('<script>x'));
    }
  }
});
