// One room, two grounds: a sitting with an item of the statute and one by consent. Whoever is a member of the second never
// learns that there is a first; what is decided stands on the first page of whoever took it on.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { violations } from './support/axe.mjs';
import { launch, windowOf } from './support/browser.mjs';
import { startTown } from './support/town.mjs';

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

/** A person looks before pressing; sooner it would count as a key pressed twice. */
async function press(page, name) {
  await page.waitForTimeout(700);
  await page.getByRole('button', { name }).first().click();
}

const ITEM = /\/conferences\/items\/[0-9a-z]{26}/;
const place = (page) => new URL(page.url()).pathname;

/** Codes of cases that the worker steers. */
async function ownCases(page) {
  await page.goto('/cases');
  const codes = await page.locator('main a[href^="/cases/K-"]').evaluateAll((all) => all.map((a) => a.pathname.split('/').pop()));
  const own = [];
  for (const code of [...new Set(codes)]) {
    await page.goto(`/cases/${code}`);
    const steers = await page.locator(`a[href="/cases/${code}/conference-items/new"]`).count();
    if (steers > 0) own.push({ code, name: (await page.locator('.case-name').innerText()).replace(/[((].*$/, '').replace(/さん$/, '').trim() });
    if (own.length === 2) break;
  }
  return own;
}

async function invite(page, item, login) {
  await page.goto(item);
  await page.locator('main [name="login"]').fill(login);
  await press(page, /^招く$/);
  await page.getByText(/招きました/).first().waitFor();
}

async function acknowledge(page, item, person) {
  await page.goto(`${item}/packet`);
  await page.locator('[name="read"]').check();
  await page.locator('[name="name"]').fill(person.name);
  await press(page, /守ることを確認して/);
  await page.getByRole('heading', { name: /の資料$/ }).waitFor();
}

test('a sitting with two grounds, each item for its own members', async () => {
  const worker = await windowOf(browser, town, who('houkatsu'));
  const [first, second] = await ownCases(worker);
  assert.ok(first && second, 'the town has two cases to steer');

  await worker.goto(`/cases/${first.code}/conference-items/new`);
  await worker.locator('[name="no_consent_reason"]').fill('6回訪ねたが会えていない');
  await worker.locator('[name="necessity"]').fill('郵便がたまり、命の心配がある。役割を急いで決めたい。');
  await worker.locator('[name="question"]').fill('だれが、どう声をかけるか');
  await worker.locator('[name="meets_on"]').fill('2週間後');
  await press(worker, /^申し出る/);
  await worker.waitForURL(ITEM);
  const statute = place(worker);
  const code = (await worker.locator('h1').innerText()).match(/案件 (\S+)/)[1];

  const chief = await windowOf(browser, town, who('kacho'));
  await chief.goto('/conferences');
  assert.doesNotMatch(await chief.locator('main').innerText(), new RegExp(first.name), 'whoever decides learns no name');
  const panel = chief.locator('section.panel', { hasText: code });
  await panel.locator('[name="note"]').fill('一機関では対応できないため');
  await chief.waitForTimeout(700);
  await panel.getByRole('button', { name: '開催を決める' }).click();
  await chief.getByText('判断を記録しました').first().waitFor();

  await worker.goto(`/cases/${second.code}/consents/new`);
  await consent(worker);
  await worker.goto(`/cases/${second.code}/consented-items/new`);
  assert.deepEqual(await violations(worker), []);
  await worker.locator('[name="people"]').first().check();
  await worker.locator('[name="purpose"][value="roles"]').check();
  await worker.locator('[name="question"]').fill('通院をどう支えるか');
  await worker.locator('[name="meets_on"]').fill('2週間後');
  await press(worker, /案件をつくる/);
  await worker.waitForURL(ITEM);
  const consented = place(worker);

  await worker.goto('/conferences/sittings/new');
  assert.deepEqual(await violations(worker), []);
  await worker.locator('[name="area"]').selectOption('地区1');
  await worker.locator('[name="meets_on"]').fill('2週間後');
  await worker.locator('[name="starts_at"]').fill('14:00');
  await press(worker, /会議の回を決める/);
  await worker.waitForURL(/\/conferences\/sittings\/[0-9a-z]{26}/);
  const sitting = place(worker);
  for (const [item, time] of [[statute, '14:00'], [consented, '14:30']]) {
    await worker.goto(sitting);
    await worker.locator('[name="item"]').selectOption(item.split('/').pop());
    await worker.locator('[name="starts_at"]').fill(time);
    await press(worker, /案件を入れる/);
    await worker.getByText('案件を入れました').first().waitFor();
  }

  await invite(worker, statute, 'sapota');
  await invite(worker, consented, 'jobota');
  for (const item of [statute, consented]) {
    await worker.goto(item);
    await worker.locator('[name="summary"]').fill('応答がなく、郵便がたまっている');
    if (item === consented) await worker.locator('[name="kinds"][value="money"]').check();
    await press(worker, /資料を固めて配る/);
    await worker.getByText(/に固めました/).first().waitFor();
  }
  const member = await windowOf(browser, town, who('sapota'));
  const agreed = await windowOf(browser, town, who('jobota'));
  await acknowledge(member, statute, who('sapota'));
  await acknowledge(agreed, consented, who('jobota'));
  await agreed.goto(sitting);
  const seen = await agreed.locator('main').innerText();
  assert.match(seen, /あなたに見える案件\(1\)/);
  assert.doesNotMatch(seen, new RegExp(code), 'the second item is the only one that its member knows of');
  assert.equal((await agreed.goto(`${statute}/packet`)).status(), 404);
  assert.deepEqual(await violations(agreed), []);

  await worker.goto(`${statute}/live`);
  assert.deepEqual(await violations(worker), []);
  await worker.locator('[name="present"]').first().check();
  await press(worker, /出席を残す/);
  await worker.getByText('出席を記録しました').first().waitFor();
  await worker.locator('[name="question"]').fill('だれが、どう声をかけるか');
  await worker.locator('[name="decision"]').fill('夕方に2人で訪ねる');
  await press(worker, /^残す/);
  await worker.getByText('残しました').first().waitFor();
  await worker.getByText('決定: 夕方に2人で訪ねる').first().waitFor();
  await worker.locator('[name="what"]').fill('夕方に訪ねる');
  await worker.locator('[name="member"]').last().selectOption({ index: 1 });
  await worker.locator('[name="due"]').fill('3週間後');
  await press(worker, /役割を足す/);
  await worker.getByRole('rowheader', { name: '夕方に訪ねる' }).waitFor();
  await worker.locator('[name="outcome"][value="outreach"]').check();
  await worker.locator('[name="next_on"]').fill('2か月後');
  await press(worker, /この案件を閉じる/);
  await worker.waitForURL(/\/minutes/);
  assert.deepEqual(await violations(worker), []);

  await member.goto('/');
  assert.match(await member.locator('main').innerText(), /夕方に訪ねる/, 'the role is on the first page of whoever took it on');
  await member.goto(`${statute}/minutes`);
  assert.match(await member.locator('main').innerText(), /夕方に2人で訪ねる/);
  assert.equal((await agreed.goto(`${statute}/minutes`)).status(), 404);
  await member.goto('/conferences');
  await member.locator('[name="result"]').first().fill('会えた');
  await press(member, /結果を書いて終わる/);
  await member.getByText('役割の結果を残しました').first().waitFor();
  assert.deepEqual(await violations(member), []);
});

/** A consent to the agency that is invited, to what names a person and to money. */
async function consent(page) {
  await page.locator('[name="person"]').first().check();
  await page.locator('[name="words"]').first().fill('「話しておいてください」');
  await page.locator('[name="given_by"][value="self"]').check();
  await page.locator('[name="answer"][value="agreed"]').check();
  await page.locator('[name="purpose"]').fill('通院の支援');
  const agency = page.locator('label.choice', { hasText: who('jobota').agency }).locator('[name="agencies"]');
  await agency.check();
  for (const kind of ['basic', 'money']) await page.locator(`[name="categories"][value="${kind}"]`).check();
  await page.locator('[name="until"]').fill('3か月後');
  await page.locator('[name="until"]').blur();
  await press(page, /^同意を記録する/);
  await page.getByText(/答えを記録しました/).first().waitFor();
}
