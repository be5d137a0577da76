// Accessibility as far as a program can judge it: axe-core, with its messages in Japanese.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const source = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
const locale = JSON.parse(await readFile(require.resolve('axe-core/locales/ja.json'), 'utf8'));

/** WCAG 2.2 A and AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What is wrong with the page as it stands: one line per element, none if all is well. */
export async function violations(page) {
  // Evaluated rather than added as a script: the page's content security policy forbids any script but its own.
  await page.evaluate(source);
  const found = await page.evaluate(
    async ({ locale, rules }) => {
      window.axe.configure({ locale });
      const { violations } = await window.axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
      return violations.map(({ id, help, nodes }) => ({ id, help, targets: nodes.map((n) => n.target.join(' ')) }));
    },
    { locale, rules: RULES },
  );
  return found.flatMap(({ id, help, targets }) => targets.map((target) => `${id} (${help}): ${target}`));
}
