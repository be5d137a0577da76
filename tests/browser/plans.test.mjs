// A support plan from the first line to its evaluation: the person's reply is recorded, a conference discussed it, somebody else
// decides without a name, and no step goes without what it needs.

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

async function steered(page) {
  await page.goto('/cases');
  const codes = await page.locator('main a[href^="/cases/K-"]').evaluateAll((all) => all.map((a) => a.pathname.split('/').pop()));
  for (const code of [...new Set(codes)]) {
    await page.goto(`/cases/${code}`);
    if ((await page.locator(`a[href="/cases/${code}/closure"]`).count()) > 0) return code;
  }
  throw new Error('no case to steer');
}

test('a plan goes from a draft to its evaluation', async () => {
  const worker = await windowOf(browser, town, who('houkatsu'));
  const code = await steered(worker);
  const name = (await worker.locator('.case-name').innerText()).replace(/[((].*$/, '').replace(/さん$/, '').trim();
  await worker.goto(`/cases/${code}/plans`);
  assert.deepEqual(await violations(worker), []);
  await worker.getByRole('link', { name: '多機関協働プランをつくる' }).click();
  await worker.waitForURL(/plans\/new/);
  assert.deepEqual(await violations(worker), []);
  await worker.locator('[name="wish"]').fill('自転車を直す仕事がしたい');
  await worker.locator('[name="began_on"]').fill('昨日');
  await worker.locator('[name="goal_words"]').first().fill('週に1回は外に出たい');
  await worker.locator('[name="goal"]').first().fill('店に行く');
  await worker.locator('[name="line_what"]').first().fill('いっしょに行く');
  await press(worker, /^保存する/);
  await worker.getByText('1行目').first().waitFor();
  assert.match(await worker.locator('main').innerText(), /1行目: 機関/, 'the fault names its row');
  assert.deepEqual(await violations(worker), []);
  await worker.locator('[name="line_agency"]').first().fill('訪問支援');
  await press(worker, /^保存する/);
  await worker.waitForURL(/\/plans\/[0-9a-z]{26}/);
  const place = new URL(worker.url()).pathname;
  const number = (await worker.locator('h1 .meta').innerText()).trim();
  assert.match(await worker.locator('main').innerText(), /後追い/, 'support began before the plan, and the page says so');
  assert.deepEqual(await violations(worker), []);

  await worker.locator('#agreement summary').click();
  await worker.locator('[name="agreement"][value="agreed"]').check();
  await worker.locator('[name="by"]').fill('包括の担当が、家で');
  await worker.locator('[name="words"]').fill('「やってみたい」');
  await press(worker, /本人の返事を記録する/);
  await worker.getByText('「やってみたい」').first().waitFor();
  await worker.locator('[name="meeting"]').fill('個別会議');
  await worker.locator('[name="met_on"]').fill('今日');
  await press(worker, /協議を記録する/);
  await worker.getByText('支援決定を待っています').first().waitFor();

  const chief = await windowOf(browser, town, who('kacho'));
  await chief.goto('/');
  await chief.getByRole('link', { name: /支援決定を待つプラン/ }).click();
  await chief.waitForURL(/\/plans/);
  assert.doesNotMatch(await chief.locator('main').innerText(), new RegExp(`${name}|${code}`), 'whoever decides learns no name');
  assert.deepEqual(await violations(chief), []);
  const panel = chief.locator('section.panel', { hasText: number });
  await panel.locator('[name="note"]').fill('必要と認める');
  await press(chief, /支援を決定する/, panel);
  await chief.getByText('支援を決定しました').first().waitFor();
  assert.equal((await chief.goto(place)).status(), 404, 'deciding opens nothing');

  await worker.goto(place);
  await press(worker, /^実施に進む/);
  await worker.getByText('次の見直しの日を入れてください').first().waitFor();
  await worker.locator('[name="review_on"]').fill('3か月後');
  await press(worker, /^実施に進む/);
  await worker.getByText('実施に進みました').first().waitFor();
  await worker.locator('#evaluate summary').click();
  await worker.locator('[name="reached"][value="partly"]').check();
  await worker.locator('[name="own_judgement"]').fill('「外に出られた」');
  await worker.locator('[name="outcome"][value="renew"]').check();
  await press(worker, /評価を残す/);
  await worker.getByText('次のプランの案をつくりました').first().waitFor();
  assert.match(await worker.locator('h1').innerText(), /再プラン\(\d回目\)/);
  assert.deepEqual(await violations(worker), []);
});
