// S4: participation support begins in Imabari after a conference has found it needed, and in Oda without a gate. The same
// program, the same pages; the profile alone differs. A set of plans does not end while one of them is not evaluated.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { eachTown, main, place, press, fill } from './support/walk.mjs';

const WHO = { name: '雛形 四郎', kana: 'ひながた しろう', birth: '昭和58年4月2日', worry: 'withdrawal', content: '家にいる。料理が好きで、人の役に立ちたいと話す。' };

test('S4: the gate before participation support is the profile\'s', async (t) => {
  await eachTown(t, 's4', 'imabari', async (walk) => {
    const code = await walk.open(WHO);
    const page = await walk.draft(code, 'participation_plan', { wish: '店を手伝いたい' });
    await page.getByText('参加支援は会議の判断の後に始めます').first().waitFor();
    assert.doesNotMatch(place(page), /\/plans\/[0-9a-z]{26}/, 'no plan was made');
    await walk.look(page, 'refused');

    await walk.consent(code, ['jobota']);
    const item = await walk.bring(code, '参加支援が要るか');
    await walk.convene([item]);
    await walk.invite(item, 'jobota');
    await walk.freeze(item, '料理が好きで、人の役に立ちたいと話している', ['money']);
    await walk.acknowledge(item, 'jobota');
    const minutes = await walk.talk(item, { decision: '参加支援を始める。車がなくても行ける所をさがす', outcome: 'participation' });
    await walk.look(minutes, 'minutes');

    await walk.draft(code, 'participation_plan', { wish: '店を手伝いたい' });
    await page.waitForURL(/\/plans\/[0-9a-z]{26}/);
    assert.match(await main(page), /会議の判断/, 'and the plan says what let it begin');
    await walk.look(page, 'begun');
    const other = await walk.opens('sapota', place(page), 404);
    assert.doesNotMatch(await other.locator('body').innerText(), /雛形/);
  });

  await eachTown(t, 's4', 'oda-shi', async (walk) => {
    const code = await walk.open(WHO);
    const page = await walk.draft(code, 'participation_plan', { wish: '店を手伝いたい' });
    await page.waitForURL(/\/plans\/[0-9a-z]{26}/);
    await walk.look(page, 'begun');
    const first = place(page);
    await walk.draft(code, 'outreach_support_plan');
    await page.waitForURL((url) => /\/plans\/[0-9a-z]{26}/.test(url.pathname) && url.pathname !== first);
    // Both are carried out; one is evaluated, and the set does not end.
    for (const plan of [place(page), first]) await carryOut(walk, page, plan);
    await evaluate(page, first);
    await page.goto(`/cases/${code}/plans`);
    await press(page, /終結する/);
    await page.getByText(/評価/).first().waitFor();
    assert.match(await main(page), /評価が(まだ|すんで)|評価していない|評価を/, 'one is not evaluated');
    await walk.look(page, 'not-closed');
    await page.goto(`/cases/${code}/closure`);
    await fill(page, { reason: 'settled', note: '落ち着いた' });
    await press(page, /ケースを終結する/);
    await page.getByText(/プラン/).first().waitFor();
    assert.equal(place(page), `/cases/${code}/closure`, 'nor does the case');
  });
});

async function carryOut(walk, page, plan) {
  await page.goto(plan);
  await page.locator('#agreement summary').click();
  await fill(page, { agreement: 'agreed', by: '家で', words: '「やってみる」' });
  await press(page, /本人の返事を記録する/);
  await page.getByText('「やってみる」').first().waitFor();
  await fill(page, { meeting: '個別会議', met_on: '今日' });
  await press(page, /協議を記録する/);
  await page.getByText('支援決定を待っています').first().waitFor();
  const number = (await page.locator('h1 .meta').innerText()).trim();
  const chief = await walk.as('kacho');
  await chief.goto('/plans');
  assert.doesNotMatch(await main(chief), /雛形/, 'whoever decides learns no name');
  const panel = chief.locator('section.panel', { hasText: number });
  await panel.locator('[name="note"]').fill('必要と認める');
  await press(chief, /支援を決定する/, panel);
  await chief.getByText('支援を決定しました').first().waitFor();
  await page.goto(plan);
  await fill(page, { review_on: '3か月後' });
  await press(page, /^実施に進む/);
  await page.getByText('実施に進みました').first().waitFor();
}

async function evaluate(page, plan) {
  await page.goto(plan);
  await page.locator('#evaluate summary').click();
  await fill(page, { reached: 'partly', own_judgement: '「外に出られた」', outcome: 'end', afterwards: '民生委員' });
  await press(page, /評価を残す/);
  await page.getByText('評価を残しました').first().waitFor();
}
