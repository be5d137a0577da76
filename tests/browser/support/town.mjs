// A town of its own for a test file: `kasane demo` on a free port, with its data in a temporary folder.

import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const PATIENCE_SECONDS = 120;

/**
 * Starts a town.
 *
 *     const town = await startTown();
 *     startTown({ profile: 'edogawa', database: 'postgres' })
 *     town.url                    // http://127.0.0.1:…
 *     town.person({ role: 'counter_worker' })
 *     await town.stop();
 */
export async function startTown({ profile, database = 'sqlite' } = {}) {
  const program = process.env.KASANE_BIN;
  if (!program) throw new Error('KASANE_BIN must name the built program; `cargo xtask test` sets it');
  const data = await mkdtemp(join(tmpdir(), 'kasane-town-'));
  const args = ['demo', '--port', '0', '--data', data, '--json'];
  if (profile) args.push('--profile', profile);
  const kept = database === 'postgres' ? await freshDatabase() : null;
  if (kept) args.push('--database', kept.url);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const onExit = () => child.kill('SIGKILL');
  process.once('exit', onExit);
  const stop = async () => {
    process.off('exit', onExit);
    await end(child);
    await kept?.drop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    const { url, people } = await announced(child);
    return {
      url,
      people,
      data,
      stop,
      person: (like) => personLike(people, like),
      crash: () => crash(child),
      revive: () => revive(program, url, data),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The databases on which the walks of a household are played: PostgreSQL wherever the test command has started one. */
export function databases() {
  return process.env.KASANE_TOWN_SERVER ? ['sqlite', 'postgres'] : ['sqlite'];
}

/** A database of its own on the server of the tests. */
async function freshDatabase() {
  const { KASANE_TOWN_SERVER: server, KASANE_PG_BIN: bin = '' } = process.env;
  const name = `kasane_town_${process.pid}_${Date.now()}`;
  const run = promisify(execFile);
  const at = ['--maintenance-db', `${server}/postgres`];
  await run(join(bin, 'createdb'), [...at, '--template=template0', '--encoding=UTF8', '--locale=C', name]);
  return { url: `${server}/${name}`, drop: () => run(join(bin, 'dropdb'), [...at, '--force', name]) };
}

/** Waits for the line of JSON that tells the town's address and who can sign in. */
function announced(child) {
  return new Promise((resolve, reject) => {
    let complaints = '';
    child.stderr.on('data', (text) => (complaints = (complaints + text).slice(-4000)));
    const fail = (what) => {
      clearTimeout(late);
      reject(new Error(`${what}\n${complaints}`));
    };
    const late = setTimeout(() => fail(`no town after ${PATIENCE_SECONDS} s`), PATIENCE_SECONDS * 1000);
    child.once('error', (error) => fail(`cannot start the town: ${error.message}`));
    child.once('close', (code) => fail(`the town ended with ${code} before it was ready`));
    // Read to the end, so that the town never waits for a full pipe.
    createInterface({ input: child.stdout }).on('line', (line) => {
      const town = parsed(line);
      if (!town) return;
      clearTimeout(late);
      resolve(town);
    });
  });
}

function parsed(line) {
  if (!line.startsWith('{')) return null;
  const town = JSON.parse(line);
  return town.url && town.people ? town : null;
}

function personLike(people, like) {
  const wanted = Object.entries(like);
  const person = people.find((p) => wanted.every(([key, value]) => p[key] === value));
  if (!person) throw new Error(`nobody in this town is ${JSON.stringify(like)}`);
  return person;
}

/** Asks the town to end, by its own process id; insists after ten seconds. */
function end(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    const insist = setTimeout(() => child.kill('SIGKILL'), 10_000);
    child.once('exit', () => {
      clearTimeout(insist);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

/** `kill -9`: the program gets no chance to put anything in order. */
function crash(child) {
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });
}

/** The same data served again at the same address; answers a function that ends it. */
async function revive(program, url, data) {
  const child = spawn(program, ['serve', '--listen', new URL(url).host, '--data', data], { stdio: ['ignore', 'pipe', 'inherit'] });
  const onExit = () => child.kill('SIGKILL');
  process.once('exit', onExit);
  await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => line.includes('http://') && resolve());
    child.once('exit', (code) => reject(new Error(`the town did not come back: ${code}`)));
  });
  return async () => {
    process.off('exit', onExit);
    await end(child);
  };
}
