// SPDX-License-Identifier: EUPL-1.2
/*
 * A server of the test's own: started on a free port with a folder of its own,
 * waited for, stopped with the test. Only what Node brings along.
 *
 *   const server = await start({ command, args: ['serve', '--listen', '127.0.0.1:{port}'],
 *                                ready: '/healthz' });
 *   const answer = await fetch(server.url + '/dossiers');
 *   const { code } = await server.stop();
 *
 * {port} and {dir} in arguments and environment are replaced. What the server
 * prints is kept in server.log and shown when it does not start, dies by itself,
 * or a test asks for it.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/* A test that fails before it stops its server must neither hang nor leave it behind. */
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** The lines of Set-Cookie; Debian's Node 18 joins them and has no getSetCookie. */
export const setCookies = (headers) =>
  headers.getSetCookie?.() ?? (headers.get('set-cookie') ?? '').split(/, (?=\w+=)/).filter(Boolean);

/** A port nobody listens on now. */
export function freePort() {
  return new Promise((done, fail) => {
    const probe = net.createServer();
    probe.on('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** Asks until it holds; fails with what was waited for. */
export async function until(what, holds, ms = 10000) {
  const end = Date.now() + ms;
  for (;;) {
    const value = await holds();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain: ${what}`);
    await sleep(20);
  }
}

async function answers(url) {
  try {
    const r = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await r.arrayBuffer();
    return r.status < 500;
  } catch {
    return false;
  }
}

/**
 * Starts command with args. ready: a path that answers below 500, or a RegExp for
 * a line it prints. Gives { url, port, dir, process, log, stop(), kill() }.
 */
export async function start({ command, args = [], env = {}, cwd, ready = '/', wait = 15000 }) {
  const port = await freePort();
  const dir = await mkdtemp(join(tmpdir(), 'motcua-'));
  const fill = (text) => String(text).replaceAll('{port}', port).replaceAll('{dir}', dir);
  const child = spawn(fill(command), args.map(fill), {
    cwd,
    env: { ...process.env, ...Object.fromEntries(Object.entries(env).map(([k, v]) => [k, fill(v)])) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const server = { port, dir, process: child, url: `http://127.0.0.1:${port}`, log: '' };
  running.add(child);
  for (const held of [child, child.stdout, child.stderr]) held.unref();
  let ended = null;
  const end = new Promise((done) => {
    child.on('error', (error) => done((ended = { error, code: -1, signal: null })));
    child.on('close', (code, signal) => {
      running.delete(child);
      done((ended = { code, signal }));
    });
  });
  for (const pipe of [child.stdout, child.stderr]) pipe.on('data', (text) => (server.log += text));

  const clean = () => rm(dir, { recursive: true, force: true });
  const finish = async (signal, ms) => {
    if (!ended) child.kill(signal);
    child.ref();
    const late = setTimeout(() => child.kill('SIGKILL'), ms);
    const result = await end;
    clearTimeout(late);
    await clean();
    return result;
  };
  /** Asks it to stop; gives { code, signal } and throws when it died or ended at fault (a leak, say). */
  server.stop = async (ms = 15000) => {
    const result = await finish('SIGTERM', ms);
    if (result.code !== 0)
      throw new Error(`the server ended with ${result.code ?? result.signal}:\n${server.log}`);
    return result;
  };
  server.kill = () => finish('SIGKILL', 1000);
  server.ended = () => ended;

  try {
    await until(`${command} to be ready`, async () => {
      if (ended) throw new Error('it ended at once');
      return ready instanceof RegExp ? ready.test(server.log) : await answers(server.url + ready);
    }, wait);
  } catch (error) {
    await server.kill();
    throw new Error(`${command} did not start: ${error.message}\n${server.log}`);
  }
  return server;
}

/** A bare connection: send(text), text(), closed; for what fetch would not send. */
export function connect(port) {
  return new Promise((done, fail) => {
    const socket = net.connect(port, '127.0.0.1');
    const peer = { socket, got: Buffer.alloc(0), closed: false };
    socket.setNoDelay(true);
    socket.once('connect', () => socket.unref());
    socket.on('data', (bytes) => (peer.got = Buffer.concat([peer.got, bytes])));
    socket.on('error', () => (peer.closed = true));
    socket.on('close', () => (peer.closed = true));
    peer.send = (text) => socket.write(text);
    peer.text = () => peer.got.toString('latin1');
    peer.wait = (pattern, ms = 5000) => until(`${pattern} from the server; got:\n${peer.text()}`, () => pattern.test(peer.text()), ms);
    peer.end = (ms = 5000) => until('the server to close', () => peer.closed, ms);
    socket.once('connect', () => done(peer));
    socket.once('error', fail);
  });
}

/** Sends text on a connection of its own and gives all that comes until it is closed. */
export async function raw(port, text, ms = 5000) {
  const peer = await connect(port);
  peer.send(text);
  await peer.end(ms);
  return peer.text();
}

/** The first answer in a text: { status, headers, body }. */
export function parse(text) {
  const end = text.indexOf('\r\n\r\n');
  const [line, ...lines] = text.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((l) => [l.slice(0, l.indexOf(':')).toLowerCase(), l.slice(l.indexOf(':') + 1).trim()]));
  const rest = text.slice(end + 4);
  const length = headers['content-length'];
  return { status: Number(line.split(' ')[1]), headers, body: length === undefined ? rest : rest.slice(0, Number(length)) };
}

/** Resident bytes of a process. */
export async function resident(pid) {
  const { readFile } = await import('node:fs/promises');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)[1]) * 1024;
}
