// Every page of the product, as axe sees it on a desk and on a phone, and with the text of its own scripts only.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';

import { violations } from './support/axe.mjs';
import { DESK, PHONE, launch, openWindow, windowOf } from './support/browser.mjs';
import { startTown } from './support/town.mjs';

let town, browser, pages;
before(async () => {
  town = await startTown();
  browser = await launch();
  const list = execFileSync(process.env.KASANE_BIN, ['gallery', '--list', '--data', town.data], { encoding: 'utf8' });
  pages = JSON.parse(list);
});
after(async () => {
  await browser?.close();
  await town?.stop();
});

test('axe finds nothing on any page, and no page asks for anything from elsewhere', async () => {
  assert.ok(pages.length > 25, `only ${pages.length} pages are listed`);
  const faults = [];
  for (const [as, own] of grouped(pages)) {
    const page = as ? await windowOf(browser, town, whoIs(as)) : await openWindow(browser, town);
    page.on('request', (r) => new URL(r.url()).origin === new URL(town.url).origin || r.url().startsWith('data:') || faults.push(`asks ${r.url()}`));
    page.on('console', (m) => m.type() === 'error' && faults.push(`${page.url()}: ${m.text()}`));
    for (const { name, path } of own) {
      for (const viewport of [DESK, PHONE]) {
        await page.setViewportSize(viewport);
        const answer = await page.goto(path);
        if (answer.status() !== 200) faults.push(`${name}: ${path} answers ${answer.status()}`);
        faults.push(...(await violations(page)).map((fault) => `${name} at ${viewport.width}: ${fault}`));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 1) faults.push(`${name} at ${viewport.width}: ${wide} px too wide`);
      }
    }
    await page.context().close();
  }
  assert.deepEqual(faults, []);
});

function whoIs(as) {
  return town.people.find((p) => p.login === as) ?? town.person({ role: as });
}

function grouped(list) {
  const groups = new Map();
  for (const page of list) groups.set(page.as ?? '', [...(groups.get(page.as ?? '') ?? []), page]);
  return groups;
}
