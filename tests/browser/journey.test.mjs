// The main job, start to finish, as people at two counters do it: a worry is received, the person found or
// registered, a case opened, a record written, an issue handed over, accepted, and its result seen.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { violations } from './support/axe.mjs';
import { launch, windowOf } from './support/browser.mjs';
import { startTown } from './support/town.mjs';
import { answered, press } from './support/walk.mjs';

let town, browser;
before(async () => {
  town = await startTown();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await town?.stop();
});

const workers = () => town.people.filter((p) => p.role === 'counter_worker');

/** Every page on the way is also looked at by axe. */
async function clean(page) {
  assert.deepEqual(await violations(page), [], page.url());
}

test('from a first worry to a handover that is accepted and ends with a result', async () => {
  const [first, second] = workers();
  const page = await windowOf(browser, town, first);
  await clean(page);

  // The worry comes first; the person is registered on the way, because nobody of that name is known.
  await page.goto('/people/new?to=consultation');
  await page.locator('[name="words"]').fill('架空野 波留子');
  await page.locator('[name="words"]').press('Enter');
  await page.waitForURL(/\/people\/new\?s=|\/people\/new\?.*&s=/);
  await clean(page);
  await page.locator('[name="name"]').fill('架空野 波留子');
  await page.locator('[name="kana"]').fill('カクウノ ハルコ');
  await page.locator('[name="birth"]').fill('昭和15年3月2日');
  await page.locator('[name="birth"]').press('Tab');
  await page.getByText('1940/03/02').first().waitFor();
  await page.locator('#register .button.primary').click();
  await page.waitForURL(/\/consultations\/new\?person=/);
  await clean(page);

  await page.locator('[name="topics"][value="income"]').check();
  await page.locator('[name="topics"][value="withdrawal"]').check();
  await page.locator('[name="most_serious"][value="income"]').check();
  await page.locator('[name="content"]').fill('息子が働けず、年金だけで暮らしている。\n電気料金がたまっている。');
  await page.locator('[name="triage"][value="case"]').check();
  await page.locator('[name="content"]').press('Control+Enter');
  await page.waitForURL(/\/cases\/new/);
  await clean(page);
  await press(page, /ケースを始める/);
  await page.waitForURL(/\/cases\/K-/);
  const code = new URL(page.url()).pathname.split('/').pop();
  assert.match(await page.locator('main').innerText(), /まだ記録がありません/);
  assert.match(await page.locator('main a[href^="/consultations/"]').innerText(), /相談受付・申込票/);
  // What was told in two lines is read in two lines.
  await page.goto(await page.locator('main a[href^="/consultations/"]').getAttribute('href'));
  assert.match(await page.locator('.said').first().innerText(), /暮らしている。\n電気料金/);
  await page.goBack();
  await clean(page);

  // A record: Alt+N, words, Ctrl+Enter.
  await page.keyboard.press('Alt+n');
  await page.waitForURL(/\/records\/new/);
  await clean(page);
  await page.locator('[name="text"]').fill('自宅を訪問。請求書を一緒に見た。家計の相談を希望される。');
  await page.locator('[name="next_step"]').fill('請求書の写しを持参');
  await page.locator('[name="next_due"]').fill('3日後');
  await page.locator('[name="text"]').press('Control+Enter');
  await page.waitForURL(new RegExp(`/cases/${code}\\?`));
  assert.match(await page.locator('main').innerText(), /請求書を一緒に見た/);
  assert.match(await page.locator('aside').innerText(), /請求書の写しを持参/);
  await clean(page);

  // Handed over with consent; what travels is shown before. With the mouse: the first press after a save must count.
  await page.locator(`main a[href="/cases/${code}/handovers/new"]`).first().click();
  await page.waitForURL(/\/handovers\/new/);
  await clean(page);
  await page.locator('[name="to_agency"]').selectOption({ label: await optionLike(page, 'to_agency', second.agency) });
  await page.locator('[name="issue_type"]').selectOption('economic_hardship');
  await page.locator('[name="request"]').fill('家計の相談に同席してほしい');
  await page.locator('[name="ground"][value="consent"]').check();
  await page.locator('[name="consent_words"]').fill('自宅で説明した。「あそこなら聞いてもらいたい」とのこと。');
  await page.locator('[name="records"]').first().check();
  await answered(page, () => page.getByRole('button', { name: /送る前に確かめる/ }).click());
  assert.match(await page.locator('h1').innerText(), /送る前に確かめる/);
  assert.match(await page.locator('aside').innerText(), /架空野 波留子[^]*請求書を一緒に見た/);
  await clean(page);
  await page.waitForTimeout(700);
  await page.getByRole('button', { name: /送る/ }).filter({ hasNotText: '確かめる' }).first().click();
  await page.waitForURL(/\/handovers\/[0-9a-z]{26}/);
  const handover = new URL(page.url()).pathname;
  await clean(page);

  // The other counter sees only what is needed until it accepts.
  const other = await windowOf(browser, town, second);
  assert.equal((await other.goto(`/cases/${code}`)).status(), 404);
  await clean(other);
  await other.goto('/handovers');
  await clean(other);
  await other.locator(`main a[href="${handover}"]`).first().click();
  await other.waitForURL(/\/handovers\/[0-9a-z]{26}/);
  assert.doesNotMatch(await other.locator('body').innerText(), /架空野/);
  await clean(other);
  await other.locator('[name="owner"]').fill('受付 花子');
  await other.locator('[name="first_step"]').fill('電話で日を決める');
  await other.getByRole('button', { name: /^受ける/ }).click();
  await other.getByText('架空野 波留子').first().waitFor();
  assert.equal((await other.goto(`/cases/${code}`)).status(), 404, 'accepting is not joining the team');
  await other.goBack();
  await other.locator('[name="result"]').fill('家計の面談を始めた');
  await other.getByRole('button', { name: /結果/ }).last().click();
  await other.getByText(/いまの段階: 結果あり/).first().waitFor();

  await page.goto(handover);
  assert.match(await page.locator('body').innerText(), /家計の面談を始めた/);
  await page.goto(`/cases/${code}`);
  assert.match(await page.locator('aside').innerText(), /結果あり/);
  await page.goto(`/cases/${code}/basis`);
  assert.match(await page.locator('main').innerText(), /主担当です/);
  await clean(page);

  // Whoever is told by consent sees the case as far as it reaches, and nothing after it was taken back.
  await page.goto(`/cases/${code}/consents/sheet`);
  await clean(page);
  await page.goto(`/cases/${code}/consents/new`);
  await clean(page);
  await page.locator('[name="person"]').first().check();
  await page.locator('[name="answer"][value="agreed"]').check();
  await page.locator('[name="given_by"][value="self"]').check();
  await page.locator('[name="purpose"]').fill('家計の立て直し');
  await page.getByLabel(other_agency(second)).check();
  await page.locator('[name="categories"]').first().check();
  await page.locator('[name="until"]').fill('3か月後');
  await page.locator('[name="words"]').fill('「家計のことなら、知らせてもらっていい」');
  await press(page, /^同意を記録する/);
  await page.waitForURL(/\/consents(\?|$)/);
  await clean(page);
  assert.equal((await other.goto(`/cases/${code}`)).status(), 200);
  assert.match(await other.locator('.case-banner').innerText(), /本人同意/);
  await clean(other);
  await other.goto(`/cases/${code}/basis`);
  assert.match(await other.locator('main').innerText(), /同意です/);
  await clean(other);
  await page.getByRole('link', { name: /同意をやめる/ }).first().click();
  await page.locator('[name="words"]').waitFor();
  await clean(page);
  await page.locator('[name="words"]').fill('「やっぱりやめたい」');
  await press(page, 'いま止める');
  await page.getByText(/いまから見られません/).first().waitFor();
  assert.equal((await other.goto(`/cases/${code}`)).status(), 404);
});

/** The name of somebody's organisation, as lists show it. */
function other_agency(person) {
  return person.agency;
}

test('a resident finds the counters by worry, without signing in', async () => {
  const context = await browser.newContext({ baseURL: town.url, locale: 'ja-JP' });
  const page = await context.newPage();
  await page.goto('/services');
  assert.match(await page.locator('main').innerText(), /JOBOTA/);
  await clean(page);
  await context.close();
});

test('everything works without script', async () => {
  const [first] = workers();
  const page = await windowOf(browser, town, first, { javaScriptEnabled: false });
  await page.goto('/cases/new');
  await page.locator('[name="nickname"]').fill('青い屋根の家の方【架空】');
  await page.getByRole('button', { name: /ケースを始める/ }).click();
  await page.waitForURL(/\/cases\/K-/);
  const code = new URL(page.url()).pathname.split('/').pop();
  await page.goto(`/cases/${code}/records/new`);
  await page.locator('[name="text"]').fill('書きかけ');
  await page.getByRole('button', { name: /下書きを保存する/ }).click();
  await page.goto('/');
  await page.getByRole('link', { name: '続ける' }).first().click();
  assert.equal(await page.locator('[name="text"]').inputValue(), '書きかけ');
  await page.getByRole('button', { name: /記録として保存する/ }).click();
  await page.waitForURL(new RegExp(`/cases/${code}`));
  assert.match(await page.locator('main').innerText(), /書きかけ/);
});

test('a practised worker saves a short contact by keyboard alone within 60 seconds', async () => {
  const [first] = workers();
  const page = await windowOf(browser, town, first);
  await page.goto('/consultations/new');
  const start = Date.now();
  await page.locator('[name="content"]').focus();
  await page.keyboard.type('窓口を聞かれ、地域包括支援センターを案内した。', { delay: 30 });
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(/\/consultations\/[0-9a-z]{26}/);
  assert.ok(Date.now() - start < 60_000);
});

/** The label of the option that contains `text`. */
async function optionLike(page, name, text) {
  const labels = await page.locator(`[name="${name}"] option`).allInnerTexts();
  const found = labels.find((label) => label.includes(text));
  assert.ok(found, `${text} is not among ${labels.join(', ')}`);
  return found;
}

test('a kept draft is offered above the form, and what is given up does not come back', async () => {
  const page = await windowOf(browser, town, town.people.find((p) => p.role === 'outreach_worker'));
  const content = page.locator('[name="content"]');
  await page.goto('/consultations/new');
  await content.fill('前の方の話');
  await page.getByText(/下書きを保存しました/).first().waitFor();
  await page.goto('/consultations/new');
  await page.getByText(/に書きかけた続きです/).waitFor();
  await clean(page);
  // Pressed while the last words are still on their way to the server.
  await content.fill('前の方の話のつづき');
  await page.locator('[name="nickname"]').fill('前の方');
  await page.getByRole('button', { name: '捨てて、新しく書く' }).click();
  await page.locator('.kept').waitFor({ state: 'detached' });
  assert.equal(await content.inputValue(), '');
  assert.equal(await page.locator('[name="nickname"]').inputValue(), '', 'nor in a box that was empty in the draft');
  await page.waitForTimeout(1000);
  await page.reload();
  assert.equal(await content.inputValue(), '');
  await page.context().close();
});

test('what was typed into another form of a page goes on standing there', async () => {
  const page = await windowOf(browser, town, workers()[0]);
  await page.goto('/cases/new');
  await page.locator('[name="nickname"]').fill('緑の屋根の家の方【架空】');
  await press(page, /ケースを始める/);
  await page.waitForURL(/\/cases\/K-/);
  await page.locator('#add-task summary').click();
  const task = page.locator('#add-task [name="title"]');
  await task.fill('電話をかける');
  await page.locator('#add-issue summary').click();
  await page.locator('#add-issue [name="issue_type"]').selectOption({ index: 1 });
  await press(page, /^課題を足す/);
  assert.equal(await task.inputValue(), '電話をかける');
  assert.equal(await page.locator('#add-issue [name="issue_type"]').inputValue(), '', 'what was sent does not come back');
  await page.locator('#add-task [name="due"]').fill('3日後');
  await press(page, /^予定を足す/);
  assert.match(await page.locator('aside').innerText(), /電話をかける/);
  assert.equal(await task.inputValue(), '');
  await page.context().close();
});
