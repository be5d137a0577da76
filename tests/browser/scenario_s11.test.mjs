// S11, the way of a notice: a section that does no casework tells the counter that somebody seems afraid, without the person's consent. It
// hears that the notice was received, and nothing of a case or a place. The office then sees counts, and no small ones.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { eachTown, main, place, press, fill } from './support/walk.mjs';

const WHO = { name: '匿名 十子', kana: 'とくめい とおこ', birth: '平成4年5月6日', worry: 'violence', content: '家に帰れないと話す。' };

test('S11: a department gets a receipt, and the office counts', async (t) => {
  await eachTown(t, 's11', 'oda-shi', async (walk) => {
    const code = await walk.open(WHO);

    // 1: without consent nobody is named; what was typed comes back.
    const section = await walk.opens('kacho', '/department-notices/new', 200);
    const receiver = await section.locator('[name="to_agency"] option', { hasText: '地域包括支援センター' }).first().getAttribute('value');
    await fill(section, {
      to_agency: receiver, content: '納付の相談に来た30代の方が、ずっとおびえた様子だった', consent: 'refused', ground: 'none', person_name: '匿名 十子',
    });
    await walk.look(section, 'notice');
    await press(section, /^連絡票を送る/);
    await section.getByText('伝える根拠が要ります').first().waitFor();
    await fill(section, { person_name: '' });
    await press(section, /^連絡票を送る/);
    await section.waitForURL(/\/department-notices\/sent/);
    assert.match(await main(section), /受付済/);
    await walk.look(section, 'receipt');

    // The counter finds it on its first page, and takes it up.
    const counter = await walk.opens('houkatsu', '/', 200);
    await counter.locator('#h-notices').waitFor();
    await counter.locator('section[aria-labelledby="h-notices"] a').first().click();
    await counter.waitForURL(/\/department-notices\/[0-9a-z]{26}/);
    const notice = place(counter);
    assert.match(await main(counter), /おびえた様子/);
    await walk.look(counter, 'received');
    await press(counter, '相談として受ける');
    await counter.waitForURL(/\/consultations\/[0-9a-z]{26}/);
    assert.match(await main(counter), /庁内のほかの課/);

    // The section: two words, and no way to anything.
    await section.goto('/department-notices/sent');
    const told = await main(section);
    for (const hidden of [code, '十子', 'おびえた']) assert.ok(!told.includes(hidden), hidden);
    assert.equal(await section.locator('main table a').count(), 0, 'a receipt leads nowhere');
    for (const path of [notice, place(counter), `/cases/${code}`]) await walk.opens('kacho', path, 404);

    // 4: counts for the representatives, without a name.
    await section.goto('/committee-packs');
    await press(section, '数えて、資料をつくる');
    await section.waitForURL(/\/committee-packs\/[0-9a-z]{26}/);
    const pack = await main(section);
    for (const said of ['代表者会議', '課題の種類', '庁内の連絡票', '伏']) assert.ok(pack.includes(said), said);
    assert.doesNotMatch(pack, /十子/);
    await walk.look(section, 'pack');

    // The bodies of the plan, and a proposal that goes its way.
    await section.goto('/committees');
    assert.match(await main(section), /庁内連絡会議/);
    await walk.look(section, 'bodies');
    await counter.goto('/system-proposals');
    await fill(counter, { title: '夜の相談の場', text: '仕事の後に相談できる場がない', origin: 'agency' });
    await press(counter, '提案する');
    await counter.getByText('提案しました').first().waitFor();
    await section.goto('/system-proposals');
    await press(section, /^検討中にする/);
    await section.getByText('提案を進めました').first().waitFor();
    await walk.look(section, 'proposal');
  });
});
