// SPDX-License-Identifier: EUPL-1.2
// The citizen's pages through a real server, by plain form posts: find a
// procedure, file a dossier, follow it; and everything that may be wrong on the
// way. The world is the repository's data in a database of the test's own.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from './lib.mjs';

const MOTCUA = process.env.MOTCUA;
const PDF = new Blob(['%PDF-1.4\n% a paper\n'], { type: 'application/pdf' });
const COMMUNE = '1.001193';
const FULL = { 'applicant.kind': 'citizen', 'applicant.name': 'Nguyễn Thị Ánh', 'applicant.id_number': '040099000001', 'applicant.phone': '0912345678' };
let server, folder, unit, db;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'motcua-public-'));
  db = `sqlite:${join(folder, 'd.db')}`;
  execFileSync(MOTCUA, ['load', '--db', db], { stdio: 'pipe' });
  server = await serve();
  const page = await (await get(`/apply/${COMMUNE}?level=commune`)).text();
  unit = /<option value="(H41[^"]+)"/.exec(page)[1];
});
function serve() {
  return start({
    command: MOTCUA,
    args: ['serve', '--db', db, '--listen', '127.0.0.1:{port}', '--set', `files=${join(folder, 'files')}`],
    ready: '/readyz', wait: 60000,
  });
}
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path, headers = {}) => fetch(server.url + path, { redirect: 'manual', headers: { 'Accept-Language': 'vi', ...headers } });
const hidden = (html) => Object.fromEntries([...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, k, v]) => [k, v]));

/** A visitor with a cookie jar of one cookie, at the beginning of a form. */
async function visitor(code = COMMUNE, level = 'commune') {
  const first = await get(`/apply/${code}?level=${level}`);
  assert.equal(first.status, 200);
  const cookie = (first.headers.get('set-cookie') ?? '').split(';')[0];
  const html = await first.text();
  const me = { cookie, html, action: /<form method="post" action="(\/apply[^"]+)"/.exec(html)[1] };
  me.post = async (fields, go = 'next', files = {}) => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...hidden(me.html), ...fields, go })) body.append(name, value);
    for (const [name, file] of Object.entries(files)) body.append(name, file, 'giấy.pdf');
    const answer = await fetch(server.url + me.action, { method: 'POST', body, redirect: 'manual', headers: { cookie, 'Accept-Language': 'vi' } });
    if (answer.status === 200 || answer.status === 422) me.html = await answer.text();
    return answer;
  };
  return me;
}

async function toCheck(me, applicant = FULL) {
  assert.equal((await me.post({ unit, case: '01' })).status, 200);
  assert.match(me.html, /Bước 2 trên 4/);
  assert.equal((await me.post(applicant)).status, 200);
  assert.match(me.html, /Bước 3 trên 4/);
  const paper = /name="(paper\.[^"]+)"/.exec(me.html)[1];
  assert.equal((await me.post({}, 'next', { [paper]: PDF })).status, 200, me.html);
  assert.match(me.html, /Bước 4 trên 4/);
  return me;
}

test('the front page asks what is needed and stays small', async () => {
  const html = await (await get('/')).text();
  assert.match(html, /Bạn cần làm gì\?/);
  assert.ok(html.length < 60000);
});

test('a search finds with and without diacritics, in capitals, with đ', async () => {
  const found = async (q) => /<p role="status">([^<]*)</.exec(await (await get(`/procedures?q=${encodeURIComponent(q)}`)).text())[1];
  const want = await found('đăng ký khai sinh');
  assert.notEqual(want, '0 thủ tục');
  assert.equal(await found('dang ky khai sinh'), want);
  assert.equal(await found('ĐĂNG KÝ KHAI SINH'), want);
  assert.equal(await found('đăng kí khai sinh'), want);
  assert.equal(await found('zzzz'), 'Không tìm thấy thủ tục nào.');
});

test('who writes as they speak, or makes a mistake, gets what is nearest', async () => {
  const page = async (q) => (await get(`/procedures?q=${encodeURIComponent(q)}`)).text();
  const names = (html) => [...html.matchAll(/<h2><a [^>]*>([^<]*)</g)].map(([, name]) => name);
  for (const [q, want] of [['dang ki khai shinh', 'Đăng ký khai sinh'], ['làm giấy kết hôn', 'Đăng ký kết hôn']]) {
    const html = await page(q);
    assert.match(html, /Gần giống nhất là/);
    assert.equal(names(html)[0], want);
  }
  assert.ok(names(await page('giấy khai sinh cho con')).slice(0, 3).includes('Đăng ký khai sinh'));
  const none = await page('zzzz');
  assert.deepEqual(names(none), []);
  assert.doesNotMatch(none, /class="chips"/);
});

test('who calls it by another name finds it first', async () => {
  const names = async (q) => [...(await (await get(`/procedures?q=${encodeURIComponent(q)}`)).text()).matchAll(/<h2><a [^>]*>([^<]*)</g)].map(([, name]) => name);
  for (const [q, want] of [['sổ đỏ', 'Đăng ký đất đai, tài sản gắn liền với đất, cấp Giấy chứng nhận lần đầu'], ['SO DO', 'Đăng ký đất đai, tài sản gắn liền với đất, cấp Giấy chứng nhận lần đầu'],
    ['độc thân', 'Cấp Giấy xác nhận tình trạng hôn nhân'], ['xây nhà', 'Cấp giấy phép xây dựng mới đối với công trình cấp III, cấp IV và nhà ở riêng lẻ'], ['hộ khẩu', 'Đăng ký thường trú']])
    assert.equal((await names(q))[0], want, q);
  const html = await (await get(`/procedures?q=${encodeURIComponent('sổ đỏ')}`)).text();
  assert.ok(html.includes('Còn gọi: sổ đỏ, sổ hồng'), 'and why it was found');
  assert.doesNotMatch(await (await get('/procedures?q=khai%20sinh')).text(), />Đăng ký khai sinh<\/a><\/h2>\s*<p class="quiet">Còn gọi/, 'not where the name says it');
  /* Letters that only happen to stand next to one another come after: "mã số đơn vị". */
  assert.ok((await names('sổ đỏ')).slice(0, 2).every((name) => /Giấy chứng nhận/.test(name)));
});

test('a filter shows as many procedures as its chip promises', async () => {
  const page = async (q) => (await get(`/procedures?${q}`)).text();
  const total = (html) => Number(/<p role="status">(\d+)/.exec(html)[1]);
  const html = await page('level=commune');
  const chips = [...html.matchAll(/<a href="\/procedures\?level=commune&amp;grade=(\w+)"[^>]*>[^<]*<b>(\d+)<\/b>/g)];
  assert.equal(chips.length, 3);
  assert.equal(chips.reduce((sum, [, , n]) => sum + Number(n), 0), total(html));
  for (const [, grade, n] of chips) assert.equal(total(await page(`level=commune&grade=${grade}`)), Number(n));
  const second = await page('level=commune&from=20');
  assert.match(second, /21–40/);
});

test('what is typed into the search comes back as text', async () => {
  const html = await (await get('/procedures?q=' + encodeURIComponent('"><script>x</script>'))).text();
  assert.ok(!html.includes('<script>x'));
  assert.ok(html.includes('&lt;script&gt;x'));
});

test('a procedure that does not exist is not found', async () => {
  assert.equal((await get('/procedures/9.999999?level=commune')).status, 404);
  assert.equal((await get('/procedures/1.001193?level=moon')).status, 404);
  assert.equal((await get('/apply/9.999999?level=commune')).status, 404);
  assert.equal((await get('/apply/1.001193?level=nowhere')).status, 404);
});

test('a form whose address names no level is that of the lowest level that takes it online', async () => {
  const html = await (await get('/apply/1.001193')).text();
  assert.match(html, /<form method="post" action="\/apply\/1\.001193\?level=commune"/);
});

test('a search that fits on one page has no other pages to go to', async () => {
  const few = await (await get('/procedures?q=khai+sinh')).text(), many = await (await get('/procedures')).text();
  assert.ok(!few.includes('class="pager"') && many.includes('class="pager"'));
});

test('a dossier is filed by plain posts, followed by its code, and sent once', async () => {
  const me = await toCheck(await visitor());
  assert.match(me.html, /Nguyễn Thị Ánh/);
  assert.match(me.html, /giấy\.pdf/);
  const page = me.html;
  const sent = await me.post({ agreed: '1' }, 'send');
  assert.equal(sent.status, 303);
  const to = sent.headers.get('location');
  const code = /\/track\/([^?]+)\?/.exec(to)[1];
  me.html = page;
  const again = await me.post({ agreed: '1' }, 'send');
  assert.equal(again.status, 303);
  assert.equal(/\/track\/([^?]+)\?/.exec(again.headers.get('location'))[1], code);
  const shown = await (await get(to)).text();
  assert.match(shown, /Hồ sơ của bạn đã được gửi/);
  assert.ok(shown.includes(code));
  assert.ok(!shown.includes('040099000001'));
  assert.ok(!shown.includes('0912345678'));

  const ask = await get('/track');
  const cookie = ask.headers.get('set-cookie').split(';')[0];
  const { csrf } = hidden(await ask.text());
  const track = (fields) => fetch(`${server.url}/track`, { method: 'POST', redirect: 'manual', headers: { cookie, 'Accept-Language': 'vi' }, body: new URLSearchParams({ csrf, ...fields }) });
  const right = await track({ code, last4: '0001' });
  assert.equal(right.status, 303);
  assert.equal((await get(right.headers.get('location'))).status, 200);
  const plain = (html) => html.replace(/value="[^"]*"|<code>[^<]*<\/code>|csrf[^>]*/g, '');
  const wrongNumber = await track({ code, last4: '9999' });
  const wrongCode = await track({ code: 'H41.14-200101-9999', last4: '0001' });
  assert.equal(wrongNumber.status, 422);
  assert.equal(wrongCode.status, 422);
  assert.equal(plain(await wrongNumber.text()), plain(await wrongCode.text()));
});

test('a code is found as people copy it, and one that cannot be is told how it looks', async () => {
  const me = await toCheck(await visitor());
  const sent = await me.post({ agreed: '1' }, 'send');
  const code = /\/track\/([^?]+)\?/.exec(sent.headers.get('location'))[1];
  const ask = await get('/track');
  const cookie = ask.headers.get('set-cookie').split(';')[0];
  const { csrf } = hidden(await ask.text());
  const track = (fields) => fetch(`${server.url}/track`, { method: 'POST', redirect: 'manual', headers: { cookie, 'Accept-Language': 'vi' }, body: new URLSearchParams({ csrf, ...fields }) });
  for (const typed of [` ${code.toLowerCase().replace('-', ' - ')} `, code.replaceAll('-', ' '), code.replaceAll('-', '–'), code.replaceAll('.', '. ')]) {
    const found = await track({ code: typed, last4: '0001' });
    assert.equal(found.status, 303, typed);
    assert.ok(found.headers.get('location').startsWith(`/track/${code}?`));
  }
  const odd = await (await track({ code: 'khai sinh 12', last4: '0001' })).text();
  assert.match(odd, /Mã thường có dạng H41\.14-240426-0001/);
  assert.match(odd, /<title>Lỗi: /);
  const short = await track({ code, last4: '01' });
  assert.equal(short.status, 422);
  assert.match(await short.text(), /href="#last4"[^<]*>[^<]*Hãy nhập đủ 4 ký tự cuối/);
});

test('each page of filing says in its title which it is, and that something is wrong', async () => {
  const me = await visitor();
  const title = () => /<title>([^<]*) – Một Cửa</.exec(me.html)[1];
  assert.equal(title(), 'Bạn nộp ở đâu? (Bước 1 trên 4) – Đăng ký khai sinh');
  await me.post({});
  assert.equal(title(), 'Lỗi: Bạn nộp ở đâu? (Bước 1 trên 4) – Đăng ký khai sinh');
  await me.post({ unit, case: '01' });
  assert.equal(title(), 'Người nộp là ai? (Bước 2 trên 4) – Đăng ký khai sinh');
  await me.post(FULL);
  assert.match(me.html, /tất cả không quá 64 MB/);
});

test('what it costs is said, also when it costs nothing', async () => {
  const html = await (await get('/procedures/1.001193?level=commune')).text();
  assert.match(html, /Tùy trường hợp: không mất tiền, hoặc nhiều nhất 8\.000/);
  assert.match(html, /Không thu phí, lệ phí/);
});

test('an address that leads nowhere says so in its title and shows the way on', async () => {
  const got = await get('/khong-co');
  const html = await got.text();
  assert.equal(got.status, 404);
  assert.match(html, /<h1>Không tìm thấy trang này<\/h1>/);
  for (const way of ['/procedures', '/track', '/']) assert.ok(html.includes(`href="${way}"`), way);
});

test('without the seal of its address a dossier is not shown', async () => {
  const answer = await get('/track/H41.14-240101-0001?k=00000000000000000000000000000000');
  assert.equal(answer.status, 303);
  assert.match(answer.headers.get('location'), /^\/track\?code=/);
});

test('every bad field is named, beside itself and on top, and nothing typed is lost', async () => {
  const me = await visitor();
  assert.equal((await me.post({})).status, 422);
  assert.match(me.html, /href="#unit"/);
  assert.match(me.html, /href="#case"/);
  assert.equal((await me.post({ unit, case: '01' })).status, 200);
  const bad = { 'applicant.kind': 'citizen', 'applicant.name': '', 'applicant.id_number': '12', 'applicant.phone': 'x<b>', 'applicant.email': 'nobody' };
  assert.equal((await me.post(bad)).status, 422);
  for (const name of ['name', 'id_number', 'phone', 'email']) {
    assert.ok(me.html.includes(`href="#applicant.${name}"`), name);
    assert.ok(me.html.includes(`id="applicant.${name}-error"`), name);
  }
  assert.ok(me.html.includes('value="x&lt;b&gt;"'));
  assert.ok(!me.html.includes('x<b>'));
  assert.ok(me.html.includes('value="nobody"'));
  assert.equal((await me.post(FULL)).status, 200);
  assert.equal((await me.post({}, 'next')).status, 422);
  assert.match(me.html, /Hãy thêm giấy tờ này/);
  const paper = /name="(paper\.[^"]+)"/.exec(me.html)[1];
  assert.equal((await me.post({}, 'next', { [paper]: new Blob(['MZ not a paper']) })).status, 422);
  assert.match(me.html, /không phải PDF/);
  assert.equal((await me.post({}, 'next', { [paper]: PDF })).status, 200);
  assert.equal((await me.post({}, 'send')).status, 422);
  assert.match(me.html, /href="#agreed"/);
});

test('going back keeps what was said on every page', async () => {
  const me = await toCheck(await visitor());
  await me.post({}, 'edit-2');
  assert.ok(me.html.includes('value="Nguyễn Thị Ánh"'));
  await me.post(FULL, 'next');
  assert.match(me.html, /giấy\.pdf/);
});

test('a file that was not sent here cannot be named', async () => {
  const me = await toCheck(await visitor());
  const forged = hidden(me.html);
  const kept = Object.keys(forged).find((name) => name.startsWith('kept.'));
  const value = forged[kept].replace(/^[0-9a-f]{4}/, (s) => (s === 'beef' ? 'dead' : 'beef'));
  assert.equal((await me.post({ [kept]: value, agreed: '1' }, 'send')).status, 422);
  assert.match(me.html, /Hãy thêm giấy tờ này/);
});

test('a post without the token, or with a forged one, does nothing', async () => {
  const me = await visitor();
  assert.equal((await me.post({ csrf: '', unit, case: '01' })).status, 403);
  assert.equal((await me.post({ csrf: '0'.repeat(32), unit, case: '01' })).status, 403);
  const alone = await fetch(`${server.url}/track`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ code: 'x', last4: '0001' }) });
  assert.equal(alone.status, 403);
});

test('an authority that does not exist, or not at this level, is refused', async () => {
  const me = await visitor();
  assert.equal((await me.post({ unit: 'H99', case: '01' })).status, 422);
  assert.equal((await me.post({ unit: 'H41.14', case: '01' })).status, 422);
});

test('the address of a dossier holds over a restart, and the key that makes it is shown nowhere', async () => {
  const me = await toCheck(await visitor());
  const page = me.html;
  const sent = await me.post({ agreed: '1' }, 'send');
  const to = sent.headers.get('location');
  const before = server.log;
  await server.stop();
  server = await serve();
  assert.equal((await get(to)).status, 200);
  const kept = await fetch(server.url + me.action, { method: 'POST', body: new URLSearchParams({ ...hidden(page), go: 'edit-3' }), redirect: 'manual', headers: { cookie: me.cookie, 'Accept-Language': 'vi' } });
  assert.match(await kept.text(), /giấy\.pdf/);
  const key = execFileSync('sqlite3', [join(folder, 'd.db'), "select lower(hex(value)) from secret where name = 'seal'"], { encoding: 'utf8' }).trim();
  assert.match(key, /^[0-9a-f]{64}$/);
  assert.ok(!(before + server.log).toLowerCase().includes(key));
});

test('without words the catalogue begins with what was filed most lately', async () => {
  const first = async (q) => /<h2><a href="([^"]+)"/.exec(await (await get(`/procedures${q}`)).text())[1];
  assert.equal(await first(''), '/procedures/1.001193?level=commune', 'all tests before this one filed it');
  assert.match(await first('?q=khai%20t%E1%BB%AD'), /^\/procedures\/1\.000656/, 'words decide where there are some');
});
