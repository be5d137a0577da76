// Nothing typed is lost: a crashed browser, an expired sign-in, a server that was killed.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, openWindow, signIn, windowOf } from './support/browser.mjs';
import { freshCode } from './support/totp.mjs';
import { startTown } from './support/town.mjs';

const WORDS = '二時間の面談。母は「もう自分では決められない」と何度も話された。';

let town, browser;
before(async () => {
  town = await startTown();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await town?.stop();
});

const worker = () => town.people.filter((p) => p.role === 'counter_worker')[0];

test('a draft is kept within five seconds of typing and survives a crashed browser', async () => {
  const page = await windowOf(browser, town, worker());
  await page.goto('/consultations/new');
  const start = Date.now();
  await page.locator('[name="content"]').pressSequentially(WORDS, { delay: 5 });
  await page.getByText(/下書きを保存しました/).waitFor({ timeout: 5000 });
  assert.ok(Date.now() - start < 5000 + WORDS.length * 20);
  // The window is gone without a goodbye.
  await page.context().close();
  const again = await windowOf(browser, town, worker());
  await again.goto('/consultations/new');
  assert.equal(await again.locator('[name="content"]').inputValue(), WORDS);
  await again.context().close();
});

test('after the sign-in has ended one signs in in place and goes on with the same text', async () => {
  const page = await windowOf(browser, town, worker());
  await page.goto('/consultations/new');
  await page.locator('[name="content"]').fill('途中の文');
  await page.context().clearCookies();
  await page.locator('[name="content"]').press('Control+Enter');
  const cover = page.locator('#cover');
  await cover.waitFor({ state: 'visible' });
  await cover.locator('[name="password"]').fill(worker().password);
  await cover.locator('[name="code"]').fill(await freshCode(worker().totp_secret));
  await cover.locator('.cover-form button[type="submit"]').click();
  await cover.waitFor({ state: 'hidden' });
  assert.equal(await page.locator('[name="content"]').inputValue(), '途中の文');
  await page.locator('[name="content"]').press('Control+Enter');
  await page.waitForURL(/\/consultations\/[0-9a-z]{26}/);
  await page.context().close();
});

test('another person at the same window sees nothing of the one before', async () => {
  const page = await windowOf(browser, town, worker());
  await page.goto('/consultations/new');
  await page.locator('[name="content"]').fill('前の人の文');
  await page.getByText(/下書きを保存しました/).waitFor();
  await page.context().clearCookies();
  const other = town.people.filter((p) => p.role === 'counter_worker')[1];
  await signIn(page, other);
  await page.goto('/consultations/new');
  assert.equal(await page.locator('[name="content"]').inputValue(), '');
  await page.context().close();
});

test('signing out leaves nothing behind the back button', async () => {
  const page = await windowOf(browser, town, worker());
  await page.goto('/cases');
  await page.locator('details.who summary').click();
  await page.getByRole('button', { name: 'サインアウトする' }).click();
  await page.waitForURL(/\/session\/new/);
  await page.goBack();
  await page.waitForURL(/\/session\/new/);
  await page.context().close();
});

test('guessing at the door tells nothing and slows down', async () => {
  const page = await openWindow(browser, town);
  await page.goto('/session/new');
  await page.locator('[name="login"]').fill('nobody');
  await page.locator('[name="password"]').fill('まちがい');
  await page.locator('[name="code"]').fill('000000');
  await page.locator('[name="code"]').press('Enter');
  await page.getByText('サインインできませんでした').first().waitFor();
  await page.context().close();
});

test('what was typed and what was saved survive kill -9 of the server', async () => {
  const page = await windowOf(browser, town, worker());
  await page.goto('/consultations/new');
  await page.locator('[name="content"]').fill('保存した相談');
  await page.locator('[name="content"]').press('Control+Enter');
  await page.waitForURL(/\/consultations\/[0-9a-z]{26}/);
  const saved = page.url();
  await page.goto('/consultations/new');
  await page.locator('[name="content"]').fill('書きかけの相談');
  await page.getByText(/下書きを保存しました/).waitFor();
  await town.crash();
  const end = await town.revive();
  try {
    await page.goto(saved);
    assert.match(await page.locator('main').innerText(), /保存した相談/);
    await page.goto('/consultations/new');
    assert.equal(await page.locator('[name="content"]').inputValue(), '書きかけの相談');
  } finally {
    await page.context().close();
    await end();
  }
});
