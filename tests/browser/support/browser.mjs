// Debian's Chromium, driven by playwright-core. Each person gets a context: own cookies, own window.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { chromium } from 'playwright-core';

import { freshCode } from './totp.mjs';

/** No sandbox, because tests may run as root; and nothing that would look for hosts on the internet. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Milliseconds by which every page and every save comes late, if somebody asked for it. */
const LATE = Number(process.env.KASANE_LATE ?? 0);

/** An office screen, and a phone held in one hand. */
export const DESK = { width: 1366, height: 768 };
export const PHONE = { width: 360, height: 740 };

/** Starts the browser; close it with `browser.close()`. */
export function launch() {
  return chromium.launch({ executablePath: find('chromium'), args: FLAGS });
}

/** A window of its own, in Japanese and in Japan. Other `options` are those of playwright's `newContext`. */
export async function openWindow(browser, town, options = {}) {
  const context = await browser.newContext({
    baseURL: town.url,
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: DESK,
    ...options,
  });
  if (LATE > 0) await context.route('**', comesLate);
  return context.newPage();
}

/** A slow machine: a test that looks at a page before its answer has come fails here each time, and elsewhere now and then. */
async function comesLate(route) {
  const request = route.request();
  if (request.method() !== 'GET' || request.isNavigationRequest()) await sleep(LATE);
  await route.continue().catch(() => {}); // The window may have gone meanwhile.
}

/** A window in which `person` has signed in. */
export async function windowOf(browser, town, person, options) {
  const page = await openWindow(browser, town, options);
  await signIn(page, person);
  return page;
}

/** Signs in as a person would: number, password, code of the app. */
export async function signIn(page, person) {
  await page.goto('/session/new');
  await page.locator('input[name="login"]').fill(person.login);
  await page.locator('input[name="password"]').fill(person.password);
  const code = page.locator('input[name="code"]');
  await code.fill(await freshCode(person.totp_secret));
  await code.press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/session'));
}

function find(program) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  throw new Error(`${program} is not on the path; run \`cargo xtask setup --tests\``);
}
