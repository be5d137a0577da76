// S3: Edogawa asks for an application for each case and a report for each conference. A question needs no name, an application
// may not tell one, whoever has not acknowledged the duty of secrecy stays outside, and a report is owed until it is received.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { eachTown, main, place, press, fill } from './support/walk.mjs';

const WHO = { name: '仮名 三郎', kana: 'かめい さぶろう', birth: '昭和30年7月1日', worry: 'taxes', content: '家の外まで物が積まれている。税の滞納がある。話し合いは断られた。' };

test('S3: an application for each case, a report for each conference', async (t) => {
  await eachTown(t, 's3', 'edogawa', async (walk) => {
    const code = await walk.open(WHO);
    const page = await walk.as('houkatsu');
    for (const login of ['sapota', 'kacho']) await walk.opens(login, `/cases/${code}`, 404);

    // 2: advice on method needs no name, and a name is not taken.
    await page.goto(`/cases/${code}/coordination-requests/new`);
    await fill(page, { matter: 'role_sharing', question: '仮名 三郎さんの家の物を、どう話し合うか', reason: '窓口だけでは分からない', consent: 'refused' });
    await press(page, /名前を出さずに相談する/);
    await page.getByText('ケースの方の名前があります').first().waitFor();
    await fill(page, { question: '片づけを断っている方と、どう話し合うか' });
    await press(page, /名前を出さずに相談する/);
    await page.waitForURL(/\/coordination-requests\/[0-9a-z]{26}/);
    const question = place(page);
    const adviser = await walk.opens('renkei', question, 200);
    assert.doesNotMatch(await main(adviser), /三郎/);
    await walk.look(adviser, 'nameless-question');

    // 3 and 4: one application for one case; it comes back with a remark, and is agreed to the second time.
    const other = await walk.open({ ...WHO, name: '仮名 六郎', kana: 'かめい ろくろう', content: '別の家のこと' });
    const mixed = await page.evaluate(async ([one, another]) => {
      const body = new URLSearchParams({ case: one, no_consent_reason: 'x', necessity: '二つの事例をいっしょに申し出るための理由', question: 'x', meets_on: '2週間後' });
      return (await fetch(`/cases/${another}/conference-items`, { method: 'POST', body })).status;
    }, [code, other]);
    assert.equal(mixed, 409, 'a second case in the same form');
    const first = await walk.apply(code);
    const chief = await walk.decide(first.number, '差し戻す', '試したことを、もう少し書いてください', '三郎');
    await walk.look(chief, 'applications');
    await page.goto(first.item);
    assert.match(await main(page), /試したことを、もう少し/);
    const second = await walk.apply(code, { tried: '手紙を3回、近所の方と2回' });
    await page.goto(second.item);
    await walk.print(page, '開催申出書');
    await walk.decide(second.number, '開催を決める', '一機関では対応できないため', '三郎');

    // 5: who has not acknowledged is not in the room.
    const sitting = await walk.convene([second.item]);
    for (const login of ['sapota', 'jobota']) await walk.invite(second.item, login);
    await walk.freeze(second.item, '物が道にはみ出し、近所が心配している');
    await walk.acknowledge(second.item, 'sapota');
    const late = await walk.opens('jobota', `${second.item}/packet`, 200);
    assert.doesNotMatch(await main(late), /はみ出し/, 'nothing before the duty is acknowledged');
    await page.goto(`${second.item}/live`);
    assert.match(await page.locator('body').innerText(), /守秘の確認がまだなので、入れません/);
    assert.equal(await page.locator('label.choice', { hasText: walk.who('jobota').name }).locator('[name="present"]').count(), 0);
    await walk.look(page, 'live');
    await page.goto(second.item);
    await walk.print(page, '守秘の説明と確認');
    await walk.talk(second.item, { decision: '地区の職員が、ごみの日に声をかける', role: '声をかける', outcome: 'continue' });
    await walk.print(page, '会議録');
    assert.equal((await late.goto(`${second.item}/minutes`)).status(), 404);

    // 6: the report is owed, written without a name, and received by somebody else.
    await page.goto(sitting);
    await press(page, /会議の回を終える/);
    await page.getByRole('heading', { name: /会議の報告/ }).waitFor();
    await fill(page, { report: '仮名 三郎さんについて、役割を決めた' });
    await press(page, /^報告する/);
    await page.getByText(/名前/).first().waitFor();
    await fill(page, { report: '役割を決めた。片づけの費用が課題である' });
    await press(page, /^報告する/);
    await page.getByText('報告しました').first().waitFor();
    await walk.print(page, '開催報告書');
    await chief.goto(sitting);
    await press(chief, /報告を受け取る/);
    await chief.getByText('報告を受け取りました').first().waitFor();
    assert.doesNotMatch(await main(chief), /三郎/);
    await walk.look(chief, 'received');

    // 7: an item that is brought to a sitting of another office; its secretary keeps the minutes, and sees no case.
    const brought = await walk.apply(other);
    const secretary = await walk.as('renkei');
    await secretary.goto('/conferences/sittings/new');
    await fill(secretary, { container: 'statutory_support_conference', meets_on: '2週間後', starts_at: '10:00' });
    await press(secretary, /会議の回を決める/);
    await secretary.waitForURL(/\/conferences\/sittings\/[0-9a-z]{26}/);
    const room = place(secretary);
    await page.goto(brought.item);
    await page.locator('#propose summary').click();
    await page.locator('#propose [name="sitting"]').selectOption({ index: 1 });
    await page.locator('#propose [name="reason"]').fill('役割を、市の会議で分けたい');
    await press(page, /^提案する/);
    await page.getByText('返事待ち').first().waitFor();
    await secretary.goto('/conferences');
    const proposal = secretary.locator('section[aria-labelledby="h-proposals"] section.panel', { hasText: brought.number });
    await proposal.locator('[name="note"]').fill('一機関では対応できないため');
    await press(secretary, /引き受けて、会議の回に入れる/);
    await secretary.getByRole('link', { name: `案件 ${brought.number}` }).first().waitFor();
    await walk.freeze(brought.item, '家のまわりのことを、近所が心配している');
    await walk.acknowledge(brought.item, 'renkei');
    await secretary.goto(room);
    await secretary.getByRole('link', { name: /進行の画面/ }).click();
    await secretary.getByText('あなたは、この案件の事務局です').waitFor();
    assert.doesNotMatch(await secretary.locator('body').innerText(), /六郎/);
    await walk.look(secretary, 'secretary');
    const kept = await walk.talk(brought.item, { by: 'renkei', decision: '二つの機関で、月に1回訪ねる', role: '日を決める', outcome: 'continue' });
    assert.match(await main(kept), /月に1回訪ねる/);
    assert.doesNotMatch(await main(kept), /様式にする/, 'members print nothing, nor does their secretary');
    await walk.opens('houkatsu', `${brought.item}/minutes`, 200);
    assert.match(await main(page), /月に1回訪ねる/);
    for (const path of [brought.item, `/cases/${other}`]) await walk.opens('renkei', path, 404);

    await chief.goto('/conferences/counts');
    assert.match(await main(chief), /世帯/, 'meetings, items and households apart, with the rule by which they are counted');
    await walk.look(chief, 'counts');
  });
});
