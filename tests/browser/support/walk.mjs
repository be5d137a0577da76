// What people do on the way through a household's case, in words of the page. Each step waits until the page answered.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { violations } from './axe.mjs';
import { launch, windowOf } from './browser.mjs';
import { databases, startTown } from './town.mjs';

export const ITEM = /\/conferences\/items\/[0-9a-z]{26}/;
export const place = (page) => new URL(page.url()).pathname;
export const main = (page) => page.locator('main').innerText();

/** Plays a walk on every database, in a town of its own that works as `profile` says. */
export async function eachTown(t, name, profile, walk) {
  for (const database of databases()) {
    await t.test(`${profile} on ${database}`, async () => {
      const town = await startTown({ profile, database });
      const browser = await launch();
      try {
        await walk(new Walk(town, browser, `${name}-${profile}-${database}`));
      } finally {
        await browser.close();
        await town.stop();
      }
    });
  }
}

/**
 * Does what sends a form and waits until its answer is the page in sight: words that the old page had too can then not be
 * taken for the answer.
 */
export async function answered(page, send) {
  const arrived = page.evaluate(() => new Promise((done) => document.addEventListener('kasane:page', () => done(), { once: true })));
  // Where the browser itself goes to another page, the question ends with the old one.
  const answer = arrived.catch(() => page.waitForLoadState());
  await send();
  await answer;
}

/** Presses the button of a form. A person looks before pressing; sooner it would count as a key pressed twice. */
export async function press(page, name, within = page) {
  await page.waitForTimeout(700);
  await answered(page, () => within.getByRole('button', { name }).first().click());
}

/** Fills fields by their names: words into boxes, `true` checks, lists check several. */
export async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const box = page.locator(`main [name="${name}"], aside [name="${name}"]`);
    if (value === true) await box.first().check();
    else if (Array.isArray(value)) for (const one of value) await page.locator(`[name="${name}"][value="${one}"]`).check();
    else if ((await box.first().getAttribute('type')) === 'radio') await page.locator(`[name="${name}"][value="${value}"]`).check();
    else if ((await box.first().evaluate((b) => b.tagName)) === 'SELECT') await box.first().selectOption(value);
    else await box.first().fill(value);
  }
}

class Walk {
  constructor(town, browser, name) {
    Object.assign(this, { town, browser, name, pictures: 0, windows: new Map() });
  }

  who(login) {
    return this.town.people.find((p) => p.login === login);
  }

  /** The window of somebody, signed in once. */
  async as(login) {
    if (!this.windows.has(login)) this.windows.set(login, await windowOf(this.browser, this.town, this.who(login)));
    return this.windows.get(login);
  }

  /** A page as it stands: nothing wrong for axe, and a picture where somebody asked for them. */
  async look(page, what) {
    assert.deepEqual(await violations(page), [], `${what}: ${page.url()}`);
    const folder = process.env.KASANE_PICTURES;
    if (!folder) return;
    await mkdir(folder, { recursive: true });
    this.pictures += 1;
    await page.screenshot({ path: join(folder, `${this.name}-${String(this.pictures).padStart(2, '0')}-${what}.png`), fullPage: true });
  }

  async opens(login, path, status) {
    const page = await this.as(login);
    assert.equal((await page.goto(path)).status(), status, `${login} at ${path}`);
    return page;
  }

  /** A consultation and a case of a fictional person; answers its code. */
  async open({ name, kana, birth, worry, content, issues = ['issue_8050'] }) {
    const page = await this.as('houkatsu');
    await page.goto('/people/new?to=consultation');
    await page.locator('[name="words"]').fill(name);
    await page.locator('[name="words"]').press('Enter');
    await page.waitForURL(/s=/);
    await fill(page, { name, kana, birth });
    await page.locator('[name="birth"]').press('Tab');
    await page.locator('#register .button.primary').click();
    await page.waitForURL(/\/consultations\/new\?person=/);
    await fill(page, { topics: [worry], most_serious: worry, content, triage: 'case' });
    await page.locator('[name="content"]').press('Control+Enter');
    await page.waitForURL(/\/cases\/new/);
    for (const issue of issues) {
      const box = page.locator(`[name="issues"][value="${issue}"]`);
      if ((await box.count()) > 0) await box.check();
    }
    await press(page, /ケースを始める/);
    await page.waitForURL(/\/cases\/K-/);
    return place(page).split('/').pop();
  }

  /** 支援会議の申出; answers the address and the number of the item. */
  async apply(code, fields = {}) {
    const page = await this.as('houkatsu');
    await page.goto(`/cases/${code}/conference-items/new`);
    await fill(page, {
      no_consent_reason: '6回訪ねたが会えていない',
      tried: '手紙を3回置いた',
      necessity: '郵便がたまり、命の心配がある。役割を急いで決めたい。',
      question: 'だれが、どう声をかけるか',
      meets_on: '2週間後',
      ...fields,
    });
    await press(page, /^申し出る/);
    await page.waitForURL(ITEM);
    return { item: place(page), number: (await page.locator('h1').innerText()).match(/案件 (\S+)/)[1] };
  }

  /** The manager decides on an item without learning whose it is. */
  async decide(number, button, note, name) {
    const chief = await this.as('kacho');
    await chief.goto('/conferences');
    assert.doesNotMatch(await main(chief), new RegExp(name), 'whoever decides learns no name');
    const panel = chief.locator('section.panel', { hasText: number });
    await panel.locator('[name="note"]').fill(note);
    await press(chief, button, panel);
    await chief.getByText('判断を記録しました').first().waitFor();
    return chief;
  }

  async convene(items, fields = {}) {
    const page = await this.as('houkatsu');
    await page.goto('/conferences/sittings/new');
    // A meeting of the profile has its name; another one is given one.
    const chosen = page.locator('[name="container"]:checked');
    const ofProfile = fields.container || ((await chosen.count()) > 0 && (await chosen.inputValue()) !== '');
    if (!ofProfile) await page.locator('[name="name"]').fill('個別会議');
    const area = page.locator('[name="area"]');
    if ((await area.count()) > 0) await area.selectOption({ index: 1 }).catch(() => {});
    await fill(page, { meets_on: '2週間後', starts_at: '14:00', place: '区役所3階', ...fields });
    await press(page, /会議の回を決める/);
    await page.waitForURL(/\/conferences\/sittings\/[0-9a-z]{26}/);
    const sitting = place(page);
    for (const item of items) {
      await page.goto(sitting);
      await page.locator('[name="item"]').selectOption(item.split('/').pop());
      await press(page, /案件を入れる/);
      await page.getByText('案件を入れました').first().waitFor();
    }
    return sitting;
  }

  async invite(item, login) {
    const page = await this.as('houkatsu');
    await page.goto(item);
    await page.locator('main [name="login"]').fill(login);
    await press(page, /^招く$/);
    await page.getByText(/招きました/).first().waitFor();
  }

  async acknowledge(item, login) {
    const page = await this.as(login);
    await page.goto(`${item}/packet`);
    await page.locator('[name="read"]').check();
    await page.locator('[name="name"]').fill(this.who(login).name);
    await press(page, /守ることを確認して/);
    await page.locator('[name="read"]').waitFor({ state: 'detached' });
    return page;
  }

  async freeze(item, summary, kinds = []) {
    const page = await this.as('houkatsu');
    await page.goto(item);
    await page.locator('[name="summary"]').fill(summary);
    for (const kind of kinds) await page.locator(`[name="kinds"][value="${kind}"]`).check();
    await press(page, /資料を固めて配る/);
    await page.getByText(/に固めました/).first().waitFor();
  }

  /** The screen while people talk, until the item is closed: by whoever has the case, or by the secretary of the item. */
  async talk(item, { decision, role, outcome, words = {}, by = 'houkatsu' }) {
    const page = await this.as(by);
    await page.goto(`${item}/live`);
    if ((await page.locator('[name="present"]').count()) > 0) {
      await page.locator('[name="present"]').first().check();
      await press(page, /出席を残す/);
      await page.getByText('出席を記録しました').first().waitFor();
    }
    await fill(page, { question: '論点', decision });
    await press(page, /^残す/);
    await page.getByText(`決定: ${decision}`).first().waitFor();
    if (role) {
      await page.locator('[name="what"]').fill(role);
      await page.locator('[name="member"]').last().selectOption({ index: 1 });
      await page.locator('[name="due"]').fill('3週間後');
      await press(page, /役割を足す/);
      await page.getByRole('rowheader', { name: role }).waitFor();
    }
    await fill(page, { outcome, ...words });
    if (outcome !== 'end') await fill(page, { next_on: '2か月後' });
    await press(page, /この案件を閉じる/);
    await page.waitForURL(/\/minutes/);
    return page;
  }

  /** 同意: recorded for agencies by the logins of their workers. */
  async consent(code, logins, { kinds = ['basic', 'money'], purpose = '通院と暮らしの支援' } = {}) {
    const page = await this.as('houkatsu');
    await page.goto(`/cases/${code}/consents/new`);
    await page.locator('[name="person"]').first().check();
    await fill(page, { words: '「話しておいてください」', given_by: 'self', answer: 'agreed', purpose });
    for (const login of logins) {
      await page.locator('label.choice', { hasText: this.who(login).agency }).locator('[name="agencies"]').check();
    }
    await fill(page, { categories: kinds, until: '3か月後' });
    await page.locator('[name="until"]').blur();
    await press(page, /^同意を記録する/);
    await page.getByText(/答えを記録しました/).first().waitFor();
    return page;
  }

  async bring(code, question) {
    const page = await this.as('houkatsu');
    await page.goto(`/cases/${code}/consented-items/new`);
    await page.locator('[name="people"]').first().check();
    await fill(page, { purpose: 'roles', question, meets_on: '2週間後' });
    await press(page, /案件をつくる/);
    await page.waitForURL(ITEM);
    return place(page);
  }

  async draft(code, kind, fields = {}) {
    const page = await this.as('houkatsu');
    await page.goto(`/cases/${code}/plans/new?kind=${kind}`);
    await fill(page, { kind, line_what: 'いっしょに行く', line_agency: '訪問支援', ...fields });
    await press(page, /^保存する/);
    return page;
  }

  async print(page, label) {
    const answer = await page.locator('form.paper', { hasText: label }).first().evaluate(async (form) => {
      const body = new URLSearchParams([...new FormData(form), ['format', 'pdf']]);
      const got = await fetch(form.action, { method: 'POST', body });
      return { status: got.status, start: (await got.text()).slice(0, 5) };
    });
    assert.deepEqual(answer, { status: 200, start: '%PDF-' }, `${label} is printed`);
  }
}
