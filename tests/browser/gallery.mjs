// Pictures of every page: on a desk, on a phone, on paper; and of every official form. `cargo xtask gallery` runs it.
//
//     node tests/browser/gallery.mjs DIR      with KASANE_BIN. `kasane gallery --list` names the pages of the town:
//     [{"name": "cases_code", "path": "/cases/K-7Q4-920C", "as": "houkatsu"}, …]
//
// `as` is a login or a role of the town; a page without it is looked at before anyone has signed in.

import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DESK, PHONE, launch, openWindow, windowOf } from './support/browser.mjs';
import { startTown } from './support/town.mjs';

/** A4 at 96 dots per inch. */
const PAPER = { width: 794, height: 1123 };
const FACES = [
  { face: 'desk', viewport: DESK, media: 'screen' },
  { face: 'phone', viewport: PHONE, media: 'screen' },
  { face: 'print', viewport: PAPER, media: 'print' },
];

const out = process.argv[2] ?? 'gallery';
await mkdir(out, { recursive: true });
const town = await startTown();
// Ids are drawn by chance, so the town itself is asked which pages it has.
const pages = JSON.parse(execFileSync(process.env.KASANE_BIN, ['gallery', '--list', '--data', town.data], { encoding: 'utf8' }));
const printed = new Set();
/** How far a run of packets has come has a page only while somebody prints. */
const RUN = 'papers_runs_id';
let printsAll = false;
const faults = pages.length === 0 ? ['no page is listed'] : [];
const browser = await launch();
try {
  for (const [as, own] of byPerson(pages)) {
    const page = as ? await windowOf(browser, town, whoIs(as)) : await openWindow(browser, town);
    for (const { name, path } of own) {
      await picture(page, name, path);
      if (as) {
        await papers(page, path);
        await packets(page, path);
      }
    }
    await page.context().close();
  }
} finally {
  await browser.close();
  await town.stop();
}

if (!printsAll) faults.push(`${RUN}: no sitting of the town can print its papers`);
for (const fault of faults) console.error(fault);
const seen = pages.length + Number(printsAll);
console.log(`${seen} pages, ${seen * FACES.length} pictures and ${printed.size} forms on paper in ${out}`);
process.exitCode = faults.length === 0 ? 0 : 1;

async function picture(page, name, path) {
  for (const { face, viewport, media } of FACES) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ media });
    const answer = await page.goto(path);
    if (face === 'desk' && (answer?.status() ?? 0) >= 500) faults.push(`${name}: ${path} answers ${answer.status()}`);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(out, `${name}.${face}.png`), fullPage: true });
  }
}

/** Each official form once, filled from the first page that offers it: as PDF, and its pages as pictures. */
async function papers(page, path) {
  if ((await page.goto(path))?.status() !== 200) return;
  for (const form of await page.locator('form.paper').all()) {
    const key = (await form.locator('.paper-name').innerText()).split(' ')[0];
    if (printed.has(key)) continue;
    printed.add(key);
    const bytes = await form.evaluate(async (form) => {
      const body = new URLSearchParams([...new FormData(form), ['format', 'pdf']]);
      const answer = await fetch(form.action, { method: 'POST', body });
      return answer.ok ? Array.from(new Uint8Array(await answer.arrayBuffer())) : answer.status;
    });
    if (!Array.isArray(bytes)) {
      faults.push(`${key}: cannot be printed from ${path}: ${bytes}`);
      continue;
    }
    const file = join(out, `paper_${key}`);
    await writeFile(`${file}.pdf`, Buffer.from(bytes));
    execFileSync('pdftoppm', ['-r', '80', '-png', `${file}.pdf`, file]);
  }
}

/** The first sitting whose papers may all be printed: they are, and the page of the run is looked at. */
async function packets(page, path) {
  if (printsAll || !path.startsWith('/conferences/sittings/')) return;
  // On paper there are no buttons.
  await page.emulateMedia({ media: 'screen' });
  if ((await page.goto(path))?.status() !== 200) return;
  const offer = page.locator('form[action$="/packets"]');
  if ((await offer.count()) === 0) return;
  await offer.getByRole('button').click();
  try {
    await page.waitForURL(/\/papers\/runs\//, { timeout: 10_000 });
  } catch {
    return faults.push(`${RUN}: ${path} says ${await page.locator('main').innerText()}`);
  }
  printsAll = true;
  await picture(page, RUN, new URL(page.url()).pathname);
}

function whoIs(as) {
  return town.people.find((p) => p.login === as) ?? town.person({ role: as });
}

/** Signing in takes a code that works once, so each person signs in once. */
function byPerson(list) {
  const groups = new Map();
  for (const page of list) {
    const as = page.as ?? '';
    groups.set(as, [...(groups.get(as) ?? []), page]);
  }
  return groups;
}
