// Working together: a counter asks those who coordinate without a name, is answered with who moves next, and two agencies
// assess beside each other without either overwriting the other.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { violations } from './support/axe.mjs';
import { launch, windowOf } from './support/browser.mjs';
import { startTown } from './support/town.mjs';
import { press } from './support/walk.mjs';

let town, browser;
before(async () => {
  town = await startTown();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await town?.stop();
});

const who = (login) => town.people.find((p) => p.login === login);

test('a question without a name is answered with who moves next', async () => {
  const page = await windowOf(browser, town, who('houkatsu'));
  await page.goto('/cases');
  const code = (await page.locator('main a[href^="/cases/K-"]').first().getAttribute('href')).split('/').pop();
  await page.goto(`/cases/${code}`);
  const name = (await page.locator('.case-name').innerText()).replace(/[((].*$/, '').trim();
  await page.goto(`/cases/${code}/coordination-requests/new`);

  await page.locator('[name="matter"][value="role_sharing"]').check();
  await page.locator('[name="question"]').fill(`${name}さんを、どの機関と分けて支えるか`);
  await page.locator('[name="reason"]').fill('介護のほかは、この窓口では分からない');
  await page.locator('[name="consent"][value="not_asked"]').check();
  await press(page, /名前を出さずに相談する/);
  await page.getByText('ケースの方の名前があります').first().waitFor();
  assert.deepEqual(await violations(page), []);
  await page.locator('[name="question"]').fill('親の介護と子の引きこもりを、どの機関と分けて支えるか');
  await press(page, /名前を出さずに相談する/);
  await page.waitForURL(/\/coordination-requests\/[0-9a-z]{26}/);
  const place = new URL(page.url()).pathname;
  assert.match(await page.locator('main').innerText(), new RegExp(code), 'who asked sees the case');

  const other = await windowOf(browser, town, who('renkei'));
  await other.goto('/coordination-requests');
  await other.locator(`main a[href="${place}"]`).click();
  await other.waitForURL(new RegExp(place));
  assert.doesNotMatch(await other.locator('main').innerText(), new RegExp(name));
  await press(other, /引き受けて考える/);
  await other.getByText('返事をするのは、あなたです').first().waitFor();
  await press(other, /^返事をする/);
  await other.getByText('次に動く人').first().waitFor();
  assert.equal(await other.locator('[name="next_owner"][aria-invalid="true"]').count(), 1, 'nobody is left alone with it');
  assert.deepEqual(await violations(other), []);
  await other.locator('[name="answer"][value="advice"]').check();
  await other.locator('[name="advice"]').fill('先に手紙で、会える曜日を聞いてみてください');
  await other.locator('[name="next"][value="asker"]').check();
  await other.locator('[name="next_owner"]').fill('窓口の担当');
  await other.locator('[name="next_step"]').fill('手紙を書く');
  await other.locator('[name="next_due"]').fill('3日後');
  await press(other, /^返事をする/);
  await other.getByText('次に動く人が決まりました').first().waitFor();

  await page.goto('/');
  assert.match(await page.locator('main').innerText(), /手紙を書く/, 'the next step is on the first page of who moves');
  await page.goto(place);
  await page.locator('[name="result"]').fill('手紙に返事があった');
  await press(page, /結果を書いて終わる/);
  await page.getByText('手紙に返事があった').first().waitFor();
  assert.deepEqual(await violations(page), []);
});

test('what two agencies heard stands beside each other, and the policy cites both', async () => {
  const page = await windowOf(browser, town, who('houkatsu'));
  await page.goto('/cases');
  const codes = await page.locator('main a[href^="/cases/K-"]').evaluateAll((links) => links.map((a) => a.pathname.split('/').pop()));
  const other = await windowOf(browser, town, who('jobota'));
  let code;
  for (const one of codes) if ((await other.goto(`/cases/${one}/assessments/new`)).status() === 200) { code = one; break; }
  assert.ok(code, 'the two have a case in common');

  for (const [window, wish, health] of [[page, 'もう外には出ない', 'untreated'], [other, '仕事がしたい', 'good']]) {
    await window.goto(`/cases/${code}/assessments/new`);
    await window.locator('[name="a_wish"]').fill(wish);
    await window.locator('[name="s_wish"]').selectOption('person');
    await window.getByText('3 健康・仕事・お金').first().click();
    await window.locator(`[name="a_health"][value="${health}"]`).check();
    await press(window, /アセスメントを残す/);
    await window.waitForURL(/\/assessments\/compare/);
  }
  await page.goto(`/cases/${code}/assessments/compare`);
  const text = await page.locator('main').innerText();
  for (const words of ['もう外には出ない', '仕事がしたい', '食い違い']) assert.match(text, new RegExp(words));
  for (const box of await page.locator('tr', { hasText: '本人の願い' }).locator('[name="cites"]').all()) await box.check();
  await page.locator('[name="text"]').fill('外出を急がない。修理の話から始める');
  await press(page, /共通の方針を残す/);
  await page.getByText('これまでの共通の方針').first().waitFor();
  const policy = await page.locator('section', { hasText: 'これまでの共通の方針' }).last().innerText();
  for (const words of ['もう外には出ない', '仕事がしたい', '外出を急がない']) assert.match(policy, new RegExp(words));
  assert.deepEqual(await violations(page), []);
});
