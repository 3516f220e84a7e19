// SPDX-License-Identifier: EUPL-1.2
// Signing in and out through a real server: the cookie of a session, a new key
// each time, an end that is an end, where one is led afterwards, how often a
// password may be tried, and the two switches of every page.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { MONDAY, PASSWORD, Person, asking, filled, forms, serve, words } from './desk.mjs';
import { setCookies, until } from './lib.mjs';

const DESK = 'motcua.trangson';
let world, db, server, ask;

before(async () => {
  world = await filled(40);
  db = world.db;
  server = await serve(db);
  ask = asking(db);
});
after(async () => {
  ask?.end();
  await server?.stop();
  await world?.stop();
});

const form = async (who, next = '') => {
  await who.page(`/sign-in${next && `?next=${encodeURIComponent(next)}`}`);
  return forms(who.html).find((f) => f.action === '/sign-in').fields;
};
const tryIn = async (who, login, password, next) => who.post('/sign-in', { ...(await form(who, next)), login, password });

test('a session lives in a cookie that scripts and other sites cannot use, and only its hash is stored', async () => {
  const who = new Person(server);
  const got = await tryIn(who, DESK, PASSWORD);
  assert.equal(got.status, 303);
  const line = setCookies(got.headers).find((c) => c.startsWith('mc_session='));
  for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/']) assert.match(line, new RegExp(part, 'i'));
  const rows = JSON.stringify(await ask('select * from session'));
  assert.ok(!rows.includes(who.cookies.mc_session));
});

test('every sign-in has a key of its own, and a key from outside is never taken over', async () => {
  const one = await new Person(server).signIn(DESK), two = await new Person(server).signIn(DESK);
  assert.notEqual(one.cookies.mc_session, two.cookies.mc_session);
  const fixed = new Person(server);
  fixed.cookies.mc_session = 'f'.repeat(one.cookies.mc_session.length);
  await tryIn(fixed, DESK, PASSWORD);
  assert.notEqual(fixed.cookies.mc_session, 'f'.repeat(one.cookies.mc_session.length));
  await fixed.page('/work');
});

test('signing in again ends the session that the browser had', async () => {
  const who = await new Person(server).signIn('motcua');
  const before = who.cookies.mc_session;
  const opens = async (key) => (await fetch(`${server.url}/work`, { redirect: 'manual', headers: { cookie: `mc_session=${key}` } })).status;
  const elsewhere = (await new Person(server).signIn('motcua')).cookies.mc_session;
  const form = forms(await who.page('/sign-in')).find((f) => f.action === '/sign-in');
  assert.equal((await who.post('/sign-in', { ...form.fields, login: 'motcua', password: 'wrong' })).status, 422);
  assert.equal(await opens(before), 200, 'a wrong password ends nothing');
  await who.signIn('motcua');
  assert.notEqual(who.cookies.mc_session, before);
  assert.equal(await opens(before), 303, 'the old one is over');
  assert.equal(await opens(who.cookies.mc_session), 200);
  assert.equal(await opens(elsewhere), 200, 'that of another browser is not');
});

test('after signing out the old cookie opens nothing', async () => {
  const who = await new Person(server).signIn(DESK);
  const key = who.cookies.mc_session;
  const { csrf } = forms(await who.page('/work')).find((f) => f.action === '/sign-out').fields;
  assert.equal((await who.post('/sign-out', { csrf: 'x' })).status, 403);
  assert.equal((await who.get('/work')).status, 200, 'a forged form signs nobody out');
  assert.equal((await who.post('/sign-out', { csrf })).status, 303);
  who.cookies.mc_session = key;
  assert.equal((await who.get('/work')).status, 303);
});

test('one is led where one wanted to go, and never to another site', async () => {
  for (const [next, want] of [['/dossiers/H41.14.10-240101-0001', '/dossiers/H41.14.10-240101-0001'], ['/work?scope=authority&state=accepted', '/work?scope=authority&state=accepted'], ['', '/work'],
    ['//evil.example', '/work'], ['https://evil.example/', '/work'], ['/\\evil.example', '/work'], ['javascript:alert(1)', '/work'], ['/work\r\nSet-Cookie: a=b', '/work'], ['evil', '/work']]) {
    const got = await tryIn(new Person(server), DESK, PASSWORD, next);
    assert.equal(got.status, 303);
    assert.equal(got.to, want, next);
  }
});

test('whoever signs in begins at a page that is theirs', async () => {
  for (const login of [DESK, 'chutich', 'caicach', 'quantri']) {
    const who = new Person(server);
    const { to } = await tryIn(who, login, PASSWORD);
    assert.match(await who.page(to), new RegExp(`class="brand" href="${to}"`), `${login} is at home at ${to}`);
  }
});

test('a wrong password and a name that nobody has are told in the same words, and nothing typed is shown again but the name', async () => {
  const say = async (login, password) => {
    const who = new Person(server);
    const got = await tryIn(who, login, password);
    assert.equal(got.status, 422);
    assert.ok(!got.html.includes('geheim'));
    return words(got.html).replace(/[0-9a-f]{16}/g, '');
  };
  assert.equal(await say('loan.nh', 'geheim'), (await say('nobody.at.all', 'geheim')));
  const who = new Person(server);
  const got = await tryIn(who, '"><script>x</script>', 'geheim');
  assert.ok(!got.html.includes('<script>x'));
  assert.ok((await who.page('/sign-in?login=%22%3E%3Cscript%3Ex')).includes('&lt;script&gt;x'));
});

test('a form of another visitor does not sign in', async () => {
  const one = new Person(server), two = new Person(server);
  const fields = await form(one);
  await form(two);
  assert.equal((await two.post('/sign-in', { ...fields, login: DESK, password: PASSWORD })).status, 403);
  assert.equal((await new Person(server).post('/sign-in', { login: DESK, password: PASSWORD })).status, 403);
});

test('the language and the theme are kept, and lead back to this site only', async () => {
  const who = new Person(server, 'vi');
  const got = await who.get('/lang?to=tr&back=%2Fsign-in%3Flogin%3Dx');
  assert.equal(got.to, '/sign-in?login=x');
  assert.match(await who.page('/sign-in'), /<html lang="tr"/);
  await who.get('/theme?to=dark');
  assert.match(await who.page('/sign-in'), /data-theme="dark"/);
  assert.equal((await who.get('/lang?to=en&back=%2F%2Fevil.example')).to, '/');
  assert.equal((await who.get('/lang?to=xx')).status, 404);
  assert.equal((await who.get('/theme?to=pink')).status, 404);
});

/** Sends like a browser from one of our pages; with: as if from another site. */
const sending = (who, origin = server.url) => {
  who.headers = (more) => Person.prototype.headers.call(who, { ...more, Origin: origin });
  return who;
};

test('what was typed when the session ended is sent after signing in again, once', async () => {
  for (const lang of ['vi', 'en', 'tr']) {
    const who = sending(await new Person(server, lang).signIn(DESK));
    const typed = forms(await who.page('/counter?procedure=1.001193')).find((f) => f.method === 'post' && f.action === '/counter');
    const ticks = Object.fromEntries(Object.keys(typed.choices).filter((n) => n.startsWith('paper.')).map((n) => [n, '1']));
    const fields = { ...typed.fields, ...ticks, 'applicant.name': 'Nguyễn "Gõ" <Lâu>', 'applicant.id_number': '040099000001', 'applicant.phone': '0912345678', 'applicant.address': 'Xóm 2', go: 'receive' };
    const before = await ask('select count(*) from dossier');
    delete who.cookies.mc_session;
    const late = await who.post('/counter', fields);
    assert.equal(late.status, 401);
    const again = forms(late.html).find((f) => f.action === '/sign-in');
    assert.equal(again.fields['kept.applicant.name'], 'Nguyễn "Gõ" <Lâu>');
    assert.ok(!('kept.csrf' in again.fields) && !('kept.once' in again.fields));
    const wrong = await who.post('/sign-in', { ...again.fields, login: DESK, password: 'wrong' });
    assert.equal(wrong.status, 422);
    const third = forms(wrong.html).find((f) => f.action === '/sign-in');
    assert.equal(third.fields['kept.applicant.phone'], '0912345678', 'a wrong password loses nothing');
    const back = await who.post('/sign-in', { ...third.fields, login: DESK, password: PASSWORD });
    assert.equal(back.status, 200);
    assert.match(back.html, new RegExp(`<html lang="${lang}"`));
    assert.deepEqual(await ask('select count(*) from dossier'), before, 'nothing was sent by itself');
    const send = forms(back.html).find((f) => f.action === '/counter');
    const done = await who.post('/counter', send.fields);
    assert.equal(done.status, 303, words(done.html ?? ''));
    assert.match(done.to, /\/receipt\?print=1$/);
    const [[name]] = await ask('select applicant_name from dossier order by id desc limit 1');
    assert.equal(name, 'Nguyễn "Gõ" <Lâu>');
  }
});

test('a form with the token of an older session may be sent again; one from elsewhere may not', async () => {
  const who = sending(await new Person(server).signIn(DESK));
  const typed = forms(await who.page('/counter?procedure=1.001193')).find((f) => f.method === 'post' && f.action === '/counter');
  const fields = { ...typed.fields, csrf: 'x'.repeat(32), 'applicant.name': 'Lê Thị Cũ', go: 'read' };
  const late = await who.post('/counter', fields);
  assert.equal(late.status, 403);
  const again = forms(late.html).find((f) => f.action === '/counter');
  assert.equal(again.fields['applicant.name'], 'Lê Thị Cũ');
  assert.equal((await who.post('/counter', again.fields)).status, 200);
  for (const origin of ['http://evil.example', 'null', `${server.url}.evil.example`]) {
    const other = await sending(who, origin).post('/counter', fields);
    assert.equal(other.status, 403);
    assert.ok(!other.html.includes('Lê Thị Cũ'), origin);
    delete other.html;
  }
  const password = await sending(new Person(server)).post('/sign-in', { login: DESK, password: PASSWORD, csrf: 'x' });
  assert.equal(password.status, 403);
  assert.ok(!password.html.includes(PASSWORD), 'a password is never written into a page');
});

test('whoever loses the last position is out at once, and learns why nothing opens any more', async () => {
  const held = "person = (select id from person where login = 'caicach')";
  const [[wasTo]] = await ask(`select coalesce(min(valid_to), '') from holding where ${held}`);
  const ends = async (day) => {
    await ask(`update holding set valid_to = ${day ? `'${day}'` : 'null'} where ${held}`);
    world.setClock(MONDAY);
  };
  const own = await serve(db); /* the refused sign-in counts as a guess there */
  const who = await new Person(own).signIn('caicach');
  await who.page('/dashboard');
  await ends('2024-05-05');
  try {
    await until('the session to be over', async () => (await who.get('/dashboard')).status === 303);
    const again = new Person(own);
    assert.equal((await tryIn(again, 'caicach', PASSWORD)).status, 422);
    assert.match(words(again.html), /không giữ vị trí việc làm nào/);
    assert.ok(!again.cookies.mc_session);
  } finally {
    await ends(wasTo);
    await own.stop();
  }
});

test('guesses that are sent at once are counted like those sent one by one', async () => {
  const own = await serve(db);
  const guess = async (_, i) => (await tryIn(new Person(own), 'at.once', `wrong ${i}`)).status;
  const statuses = await Promise.all(Array.from({ length: 24 }, guess));
  await own.stop();
  assert.equal(statuses.filter((s) => s === 422).length, 10, statuses.join(' '));
  assert.equal(statuses.filter((s) => s === 429).length, 14, statuses.join(' '));
});

test('a password is not tried for ever, and citizens who mistype a code lock out nobody but themselves', async () => {
  const citizen = new Person(server);
  const asked = forms(await citizen.page('/track')).find((f) => f.action === '/track');
  const guess = async () => (await citizen.post('/track', { ...asked.fields, code: 'H41.14.10-250602-0001', last4: '9999' })).status;
  let told = 0;
  for (let i = 0; i < 12 && told !== 429; i++) told = await guess();
  assert.equal(told, 429);
  const statuses = [];
  for (let i = 0; i < 30 && statuses.at(-1) !== 429; i++) {
    const who = new Person(server);
    statuses.push((await tryIn(who, 'quynh.ht', `wrong ${i}`)).status);
    if (statuses.at(-1) < 429) continue;
    assert.match(words(who.html), /nhiều lần/);
    assert.equal(forms(who.html).find((f) => f.action === '/sign-in').fields.login, 'quynh.ht', 'the form stays');
  }
  assert.equal(statuses.at(-1), 429, statuses.join(' '));
  assert.ok(statuses.length > 3, 'but a few times it may');
  const late = await tryIn(new Person(server), 'quynh.ht', PASSWORD);
  assert.equal(late.status, 429, 'also the right one must wait');
});

test('sessions that ended and once-keys too old to be repeated are gone the day after; what happened stays', async () => {
  await tryIn(new Person(server), DESK, PASSWORD);
  await ask("insert into once select realm, randomblob(32), randomblob(32), code, accepted_at from dossier where accepted_at > 0 limit 3");
  const kept = () => ask('select (select count(*) from session), (select count(*) from once), (select count(*) from event)');
  const [[sessions, onces, events]] = await kept();
  assert.ok(Number(sessions) > 0 && Number(onces) >= 3);
  world.setClock('2027-01-04T08:30');
  // by then the communes of 2024 have ended, and what they had open went on with those that follow
  await until('the day to be closed', async () => {
    const [[session, once, event]] = await kept();
    return Number(session) === 0 && Number(once) === 0 && Number(event) >= Number(events);
  }, 20000);
});
