// S2: one room, two grounds. A sitting in Oda has an item of the statute and one by consent; the company that is invited to
// the second never learns that there is a first. What was decided stands on the first page of whoever took it on.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { eachTown, fill, main, place, press } from './support/walk.mjs';

const HANAKO = { name: '試験 花子', kana: 'しけん はなこ', birth: '昭和16年5月1日', worry: 'withdrawal', content: '郵便がたまっている。訪ねても会えない。' };
const JIRO = { name: '例示 次郎', kana: 'れいじ じろう', birth: '昭和40年8月3日', worry: 'withdrawal', content: '通院に行けない。車がない。' };

test('S2: one sitting, two grounds, each item for its own members', async (t) => {
  await eachTown(t, 's2', 'oda-shi', async (walk) => {
    const [without, agreed] = [await walk.open(HANAKO), await walk.open(JIRO)];
    const page = await walk.as('houkatsu');

    // 2: no item by consent where nobody consented; the way by the statute is offered.
    await page.goto(`/cases/${without}/consented-items/new`);
    assert.match(await main(page), /同意/, 'it says what is missing');
    assert.equal(await page.locator('[name="people"]').count(), 0, 'nobody to choose');
    assert.equal(await page.locator(`main a[href="/cases/${without}/conference-items/new"]`).count(), 1, 'and the other way');
    await walk.look(page, 'no-consent');

    // 1: two items, one container.
    const one = await walk.apply(without);
    await walk.decide(one.number, '開催を決める', '一機関では対応できないため', '花子');
    await walk.consent(agreed, ['sapota', 'jobota']);
    const two = await walk.bring(agreed, '通院の足をどうするか');
    const sitting = await walk.convene([one.item, two], { place: '市役所2階' });
    await walk.look(page, 'sitting');

    // 3 and 4: the coordinator is in both, the company in the second alone.
    for (const [item, login] of [[one.item, 'sapota'], [two, 'sapota'], [two, 'jobota']]) await walk.invite(item, login);
    await walk.freeze(one.item, '応答がなく、郵便がたまっている');
    await walk.freeze(two, '月に一度の通院が続かない', ['money']);
    for (const [item, login] of [[one.item, 'sapota'], [two, 'sapota'], [two, 'jobota']]) await walk.acknowledge(item, login);
    const both = await walk.opens('sapota', sitting, 200);
    assert.match(await main(both), /あなたに見える案件[((]2[))]/);
    const company = await walk.opens('jobota', sitting, 200);
    const seen = await main(company);
    assert.match(seen, /あなたに見える案件[((]1[))]/);
    assert.doesNotMatch(seen, new RegExp(`${one.number}|花子`), 'the second item is the only one that its member knows of');
    await walk.look(company, 'company');
    await walk.opens('jobota', `${one.item}/packet`, 404);

    // 5: each item comes to its own end.
    await page.goto(`${one.item}/live`);
    await walk.look(page, 'live');
    await walk.talk(one.item, { decision: '夕方に2人で訪ねる', role: '夕方に訪ねる', outcome: 'outreach' });
    await both.goto('/');
    assert.match(await main(both), /夕方に訪ねる/, 'the role is on the first page of whoever took it on');
    await walk.talk(two, { decision: '送迎を月に2回まで', outcome: 'conditional', words: { outcome_note: '付きそいの人が決まるまで' } });

    // 6: two minutes, each with its own ground; the company reads the second.
    await page.goto(`${one.item}/minutes`);
    const bound = await main(page);
    assert.ok(bound.includes(walk.who('sapota').name), 'who is bound');
    assert.ok(!bound.includes(walk.who('jobota').name), 'nobody of the other item');
    await walk.look(page, 'minutes-statute');
    await walk.opens('jobota', `${one.item}/minutes`, 404);
    await walk.opens('jobota', `${two}/minutes`, 200);
    assert.match(await main(company), /条件をつけて適切とする/);
    assert.doesNotMatch(await main(company), /夕方に2人で訪ねる/);
    await walk.look(company, 'minutes-consent');

    // What was taken on is reported by whoever took it.
    await both.goto('/conferences');
    await both.locator('[name="result"]').first().fill('会えた');
    await press(both, /結果を書いて終わる/);
    await both.getByText('役割の結果を残しました').first().waitFor();

    // 8: whoever answers for the meetings counts them without a name.
    const chief = await walk.opens('kacho', '/conferences/counts', 200);
    assert.doesNotMatch(await main(chief), /花子|次郎/);
    await walk.look(chief, 'counts');
    assert.equal(place(chief), '/conferences/counts');

    // 9: with its closure the consent has served its purpose; whoever wants to learn from the case needs a ground of its own.
    await page.goto(`/cases/${agreed}/closure`);
    await fill(page, { reason: 'settled', note: '送迎の人が決まり、通院が続いている' });
    await press(page, /ケースを終結する/);
    await page.waitForURL(new RegExp(`/cases/${agreed}(\\?|$)`));
    await page.goto(`/cases/${agreed}/look-backs/new`);
    const ways = await main(page);
    assert.match(ways, /あらためて根拠が要ります/);
    assert.match(ways, /106条の6が、終結した後の学びまで含むかどうかは/, 'the doubt of the law is said');
    assert.equal(await page.locator('main [name="results"]').count(), 0, 'nothing to write into yet');
    await walk.look(page, 'look-back-without-ground');
    const library = await walk.opens('jobota', '/look-backs', 200);
    assert.doesNotMatch(await main(library), new RegExp(`次郎|${agreed}`));
    await walk.look(library, 'library');
  });
});
