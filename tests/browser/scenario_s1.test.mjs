// S1: from an early sign to a shared plan. Before there is a consent an item of the statute alone moves what is known, to its
// members alone; afterwards the consent is the limit, and when it ends nothing later is seen. What everybody sees is looked at
// after every step.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { eachTown, main, place, press, fill } from './support/walk.mjs';

const WHO = { name: '架空山 二郎', kana: 'かくうやま じろう', birth: '昭和47年3月2日', worry: 'withdrawal', content: '郵便があふれ、においがする。父と二人で暮らす。会えていない。' };

test('S1: a sign, a conference without consent, a first contact, a consent, a plan', async (t) => {
  await eachTown(t, 's1', 'ota-ku', async (walk) => {
    const code = await walk.open(WHO);
    const page = await walk.as('houkatsu');
    for (const login of ['sapota', 'jobota', 'renkei', 'kacho', 'kanri']) await walk.opens(login, `/cases/${code}`, 404);

    // 4 to 7: the item, its members, its minutes.
    await page.goto(`/cases/${code}/conference-items/new`);
    await fill(page, { no_consent_reason: '', necessity: '短い', question: 'だれが', meets_on: '2週間後' });
    await press(page, /^申し出る/);
    await page.getByText(/か所を直してください/).first().waitFor();
    assert.equal(await page.locator('[aria-invalid="true"]').count() >= 2, true, 'neither reason nor necessity');
    const one = await walk.apply(code);
    await walk.decide(one.number, '開催を決める', '一機関では対応できないため', '二郎');
    await walk.convene([one.item]);
    await walk.invite(one.item, 'sapota');
    await walk.freeze(one.item, '郵便がたまり、応答がない。父の通院が心配');
    await walk.opens('jobota', `${one.item}/packet`, 404);
    const outreach = await walk.acknowledge(one.item, 'sapota');
    assert.match(await main(outreach), /応答がない/);
    await walk.look(outreach, 'packet');
    await walk.opens('sapota', `/cases/${code}`, 404);
    await walk.talk(one.item, { decision: '月に2回、2人で訪ねる', role: '夕方に訪ねる', outcome: 'outreach' });
    await walk.print(page, '会議録');
    await outreach.goto('/');
    assert.match(await main(outreach), /夕方に訪ねる/);

    // 8: attempts are written where they were made.
    for (const text of ['応答なし', '戸ごしに断られた', '少し話せた。自転車の話をした']) {
      await page.goto(`/cases/${code}/records/new`);
      await fill(page, { text, method: 'visit' });
      await page.locator('[name="text"]').press('Control+Enter');
      await page.waitForURL(new RegExp(`/cases/${code}\\?`));
    }
    await page.goto(`/cases/${code}`);
    await walk.print(page, '支援経過記録');
    await walk.look(page, 'case');

    // 9 and 10: consent for one agency; a new item, to which the minutes of the first are not carried.
    await walk.consent(code, ['sapota'], { kinds: ['basic', 'life', 'occupation', 'money'], purpose: '参加の支援' });
    const joined = await walk.opens('sapota', `/cases/${code}`, 200);
    assert.match(await joined.locator('body').innerText(), /本人同意/);
    for (const login of ['jobota', 'renkei']) await walk.opens(login, `/cases/${code}`, 404);
    const two = await walk.bring(code, '自転車の修理を、どう仕事につなげるか');
    const again = await walk.convene([two]);
    await walk.invite(two, 'sapota');
    await page.goto(two);
    await page.locator('main [name="login"]').fill('jobota');
    await press(page, /^招く$/);
    await page.waitForTimeout(500);
    assert.doesNotMatch(await main(page), new RegExp(walk.who('jobota').name), 'the consent names another agency');
    await walk.freeze(two, '自転車の修理が得意で、仕事がしたいと話している', ['occupation', 'life']);
    const member = await walk.acknowledge(two, 'sapota');
    assert.doesNotMatch(await main(member), /月に2回/, 'nothing of the first item');
    await member.goto(again);
    await walk.look(member, 'sitting');

    // 11 and 11a: a plan with the person's wish; two assessments that contradict each other stay beside each other.
    await walk.talk(two, { decision: '店の見学から始める', role: '見学に同行する', outcome: 'participation' });
    await walk.draft(code, 'participation_plan', { wish: '自転車を直す仕事がしたい' });
    await page.waitForURL(/\/plans\/[0-9a-z]{26}/);
    await walk.print(page, '参加支援プラン');
    for (const [login, wish] of [['houkatsu', 'もう外には出ない'], ['sapota', '仕事がしたい']]) {
      const window = await walk.as(login);
      await window.goto(`/cases/${code}/assessments/new`);
      await fill(window, { a_wish: wish, s_wish: 'person' });
      await press(window, /アセスメントを残す/);
      await window.waitForURL(/\/assessments\/compare/);
    }
    await page.goto(`/cases/${code}/assessments/compare`);
    for (const words of ['もう外には出ない', '仕事がしたい']) assert.match(await main(page), new RegExp(words));
    await walk.look(page, 'comparison');

    // 12: the consent is taken back, and the next look finds nothing.
    await page.goto(`/cases/${code}/consents`);
    await page.locator('main a[href^="/consents/"]').first().click();
    await page.waitForURL(/\/consents\/[0-9a-z]{26}/);
    const given = place(page);
    await walk.print(page, '同意書');
    await fill(page, { words: '「やめます」' });
    await press(page, /いま止める/);
    await page.getByText(/同意をやめました/).first().waitFor();
    await page.goto(given);
    assert.ok((await main(page)).includes(walk.who('sapota').agency), 'the receipt tells what was read before');
    await walk.look(page, 'receipt');
    await walk.opens('sapota', `/cases/${code}`, 404);
    const closed = await walk.opens('sapota', `${two}/packet`, 200);
    assert.doesNotMatch(await main(closed), /自転車/, 'number and day, and nothing of what was told');

    // 13: whoever checks reads who looked and who was refused, and no case.
    const officer = await walk.opens('kansa', '/audit/events', 200);
    const log = await officer.locator('body').innerText();
    assert.match(log, /refused|断/);
    assert.doesNotMatch(log, /二郎|自転車/);
    await walk.opens('kansa', `/cases/${code}`, 404);
    await walk.look(officer, 'log');
  });
});
