// SPDX-License-Identifier: EUPL-1.2
/*
 * Officers at their desks, by plain requests: a database filled for trials, a
 * server of the test's own, and people who sign in and press what stands on the
 * page. A form is read from the page as a browser would, so that a button that is
 * not there cannot be pressed. Every page that is fetched is looked at on the way:
 * it is never cached by others, never framed, and runs no script of its own.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { setCookies, start } from './lib.mjs';
import { command, token, worldOn } from './motcua.mjs';

export const PASSWORD = 'motcua2024';
export const MONDAY = '2025-06-02T08:30'; /* after all that `motcua load` fills in */

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#34': '"', nbsp: ' ' };
export const unescape = (text) => text.replace(/&(amp|lt|gt|quot|#39|#34|nbsp);/g, (all, name) => ENTITIES[name]);
/** What a person reads of some HTML. */
export const words = (html) => unescape(html.replace(/<(script|style|svg)[^]*?<\/\1>/g, ' ').replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ').trim();

/** A world with that many dossiers (worldOn); everybody in it may sign in. Its clock stands at a Monday morning. */
export async function filled(dossiers, seed = 7) {
  const world = await worldOn(MONDAY, '--dossiers', dossiers, '--seed', seed);
  world.sql("update person set password = (select password from person where login = 'motcua') where login <> ''");
  return world;
}

/** Serves a database; settings: lines of a settings file. */
export function serve(db, ...args) {
  return start({
    command,
    args: ['serve', '--db', db, '--listen', '127.0.0.1:{port}', '--set', 'files={dir}/files', '--set', 'log_all=1', ...args],
    ready: '/readyz',
    wait: 60000,
  });
}

const attributes = (tag) => Object.fromEntries([...tag.matchAll(/\s([\w-]+)(?:="([^"]*)")?/g)].map(([, name, value]) => [name, unescape(value ?? '')]));

/** The forms of a page: where they go, what stands in them, what may be chosen. */
export function forms(html) {
  return [...html.matchAll(/<form\b([^>]*)>([^]*?)<\/form>/g)].map(([, head, inside]) => {
    const form = { ...attributes(` ${head}`), fields: {}, choices: {}, buttons: [], inside };
    for (const [tag] of inside.matchAll(/<input\b[^>]*>/g)) {
      const a = attributes(tag);
      const ticks = a.type === 'checkbox' || a.type === 'radio';
      if (ticks) (form.choices[a.name] ??= []).push(a.value);
      if (a.name && (!ticks || 'checked' in a) && a.type !== 'file') form.fields[a.name] = a.value ?? '';
      if (a.type === 'file') form.file ??= a.name;
    }
    for (const [, tag, options] of inside.matchAll(/<select\b([^>]*)>([^]*?)<\/select>/g)) {
      const all = [...options.matchAll(/<option\b([^>]*)>/g)].map(([, o]) => attributes(` ${o}`));
      const { name } = attributes(` ${tag}`);
      form.choices[name] = all.map((o) => o.value).filter(Boolean);
      form.fields[name] = (all.find((o) => 'selected' in o) ?? all[0])?.value ?? '';
    }
    for (const [, tag, text] of inside.matchAll(/<textarea\b([^>]*)>\n?([^]*?)<\/textarea>/g)) form.fields[attributes(` ${tag}`).name] = unescape(text);
    for (const [, tag, text] of inside.matchAll(/<button\b([^>]*)>([^]*?)<\/button>/g)) form.buttons.push({ ...attributes(` ${tag}`), text: words(text) });
    return form;
  });
}

/** The codes in the rows of a list, in their order. */
export const codes = (html) => [...html.matchAll(/<th scope="row"><a class="code" href="\/dossiers\/([^"]+)"/g)].map(([, code]) => code);
/** The chips over a list: label, count, address. */
export const chips = (html) =>
  [...html.matchAll(/<li(?: class="late")?><a href="([^"]+)"[^>]*>([^<]*)(?:<b>([\d.,]+)<\/b>)?<\/a><\/li>/g)].map(([, to, label, count]) => ({
    to: unescape(to), label: unescape(label).trim(), count: count === undefined ? null : Number(count.replace(/[.,]/g, '')),
  }));

function looksSafe(got, html) {
  const policy = got.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.ok(!policy.includes('unsafe'), policy);
  assert.equal(got.headers.get('x-content-type-options'), 'nosniff');
  assert.match(got.headers.get('cache-control') ?? '', /no-store|private/);
  assert.ok(!/<[a-z][^<>]*\son\w+=/.test(html.replace(/"[^"]*"/g, '""')), 'an event handler in a page');
  assert.ok(!/<script(?![^>]*src=)/.test(html), 'a script inside a page');
}

/** Somebody with cookies of their own. */
export class Person {
  constructor(server, lang = 'vi') {
    Object.assign(this, { server, lang, cookies: {}, html: '' });
  }

  headers(more = {}) {
    const cookie = Object.entries(this.cookies).map(([k, v]) => `${k}=${v}`).join('; ');
    return { 'Accept-Language': this.lang, ...(cookie && { cookie }), ...more };
  }

  async take(got) {
    for (const line of setCookies(got.headers)) {
      const [pair] = line.split(';');
      this.cookies[pair.slice(0, pair.indexOf('='))] = pair.slice(pair.indexOf('=') + 1);
    }
    const isPage = (got.headers.get('content-type') ?? '').startsWith('text/html');
    got.html = isPage || got.status === 303 ? await got.text() : null;
    if (isPage && got.html) looksSafe(got, got.html);
    if (isPage) this.html = got.html;
    got.to = got.headers.get('location');
    return got;
  }

  async get(path, more) {
    return this.take(await fetch(this.server.url + path, { redirect: 'manual', headers: this.headers(more) }));
  }

  /** A page that must be there. */
  async page(path) {
    const got = await this.get(path);
    assert.equal(got.status, 200, `${path}: ${got.status} ${got.to ?? words(got.html ?? '').slice(0, 300)}`);
    return got.html;
  }

  /** files: { name, field, bytes } of one, or a list of them. */
  async post(path, fields, files) {
    let body = new URLSearchParams(fields);
    if (files) {
      body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.append(name, value);
      for (const file of [files].flat()) body.append(file.field ?? 'file', file.bytes ?? new Blob(['%PDF-1.4\n% a paper\n'], { type: 'application/pdf' }), file.name);
    }
    return this.take(await fetch(this.server.url + path, { method: 'POST', redirect: 'manual', headers: this.headers(), body }));
  }

  async signIn(login) {
    await this.page('/sign-in');
    const form = forms(this.html).find((f) => f.action === '/sign-in');
    const got = await this.post('/sign-in', { ...form.fields, login, password: PASSWORD });
    assert.equal(got.status, 303, `${login}: ${words(this.html)}`);
    this.login = login;
    return this;
  }
}

/** Signs in once for every login and language. */
export function people(server) {
  const known = new Map();
  return (login, lang = 'vi') => {
    const key = `${login} ${lang}`;
    if (!known.has(key)) known.set(key, new Person(server, lang).signIn(login));
    return known.get(key);
  };
}

const VALUES = {
  reason: 'Cần xem lại hồ sơ này.',
  items: 'Bản sao giấy khai sinh\nẢnh 3x4',
  due: '2025-06-27T17:00',
  amount: '50000',
  number: '12/QĐ-UBND',
  date: '2025-06-02',
};

/**
 * The form of an act as the page offers it to this person, filled in; null when it
 * is not offered. plainly: as somebody comes to it, by the page and then its link.
 */
export async function offered(who, code, action, plainly = true) {
  const path = `/dossiers/${code}/acts/${action}`;
  const find = (html) => forms(html).find((f) => f.action === path);
  const got = await who.get(`/dossiers/${code}${plainly ? '' : `?act=${action}`}`);
  if (got.status !== 200) return null;
  let form = find(got.html);
  if (!form && got.html.includes(`/dossiers/${code}?act=${action}#act"`)) {
    form = find(await who.page(`/dossiers/${code}?act=${action}`));
    assert.ok(form, `${action} is promised by a link and has no form`);
  }
  if (!form) return null;
  const fields = { ...form.fields };
  for (const [name, value] of Object.entries(VALUES)) if (name in fields && !fields[name]) fields[name] = value;
  for (const [name, list] of Object.entries(form.choices)) if (!fields[name] && name !== 'online') fields[name] = list[0];
  delete fields.online;
  return { path, fields, file: form.file && { field: form.file, name: 'giấy.pdf' }, text: form.buttons.at(-1)?.text };
}

/** Sends an offered form; more: fields that replace its own. */
export const send = (who, form, more = {}) => who.post(form.path, { ...form.fields, ...more }, form.file);

/** Presses it; gives the answer. The act must be offered. */
export async function press(who, code, action, more = {}) {
  const form = await offered(who, code, action);
  assert.ok(form, `${who.login} is not offered ${action} on ${code}`);
  return send(who, form, more);
}

const STATES = ['draft', 'submitted', 'pre-supplement', 'await-fee', 'refused', 'accepted', 'in-progress', 'coordinating', 'linked-out', 'extended',
  'supplement', 'obligation', 'suspended', 'signed', 'rejected', 'unclaimed', 'returned', 'withdrawn', 'stopped'];
/** Asks a database beside the server, by one process for all questions: ask(sql) gives rows of texts. */
export function asking(db) {
  const [program, args, end] = db.startsWith('sqlite:')
    ? ['sqlite3', ['-batch', '-separator', '\x1f', db.slice('sqlite:'.length)], '.print "\\036"']
    : ['psql', ['-AtXq', '-F', '\x1f', '-d', db], "\\echo '\\036'"];
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  process.on('exit', () => child.kill('SIGKILL'));
  let text = '', turn = Promise.resolve(), done = null;
  child.stdout.setEncoding('utf8').on('data', (more) => {
    text += more;
    if (done && text.endsWith('\x1e\n')) done();
  });
  const one = (sql) => new Promise((tell) => {
    text = '';
    done = () => {
      done = null;
      tell(text.slice(0, -2).split('\n').filter(Boolean).map((row) => row.split('\x1f')));
    };
    child.stdin.write(`${sql.replace(/\s+/g, ' ')};\n${end}\n`);
  });
  const ask = (sql) => (turn = turn.then(() => one(sql)));
  ask.end = () => child.kill();
  return ask;
}

/** What the database says about a dossier. */
export async function stored(ask, code) {
  const [[state, version, holder, step]] = await ask(`select d.state, d.version, u.code, d.step from dossier d join unit u on u.id = d.holder where d.code = '${code}'`);
  return { state: STATES[Number(state)], version: Number(version), holder, step: Number(step) };
}

/** Who holds a position of that unit today, the fewest rights first. */
export const staff = async (ask, unit) =>
  (await ask(`select p.login from person p join holding h on h.person = p.id join position o on o.id = h.position join unit u on u.id = o.unit
    where u.code = '${unit}' and p.login <> '' and h.valid_from <= '2025-06-02' and (h.valid_to is null or h.valid_to > '2025-06-02') group by p.login order by min(o.rights), p.login`)).map(([login]) => login);

/** An interface that files dossiers online: file(procedure, unit, more) gives the code. */
export function filer(server, db) {
  const key = token(db, 'desk tests', 'all');
  return async (procedure, unit, more = {}) => {
    const body = {
      procedure, unit, channel: 'online',
      applicant: { kind: 'citizen', id_number: '040099000001', name: 'Nguyễn Thị Ánh', phone: '0912345678', address: 'Xóm 1', ...more.applicant },
      ...(more.data && { data: more.data }),
    };
    const got = await fetch(`${server.url}/api/v1/dossiers`, { method: 'POST', headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    const told = await got.json();
    assert.equal(got.status, 201, JSON.stringify(told));
    return told.code;
  };
}
