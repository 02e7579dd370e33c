import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumLaunch } from '../suites/fixtures/chromium.ts';
import { htmlReport } from './html.ts';
import { reportModel } from './report-model.ts';
import { sampleRun } from './testing/sample-run.ts';
import { sampleTests } from './testing/sample-tests.ts';
import { hostileText, loggedFaults, onBoth, regressions, type Sample, sampled } from './testing/samples.ts';

const pages = {
  regressions: () => regressions(40),
  logs: () => loggedFaults(),
  hostile: () => regressions(10, `${hostileText} ${'unbroken'.repeat(100)}`),
  large: () => largeRun(5000, 500),
} as const;

let browser: Browser;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gm1-page-'));
  for (const [name, sample] of Object.entries(pages))
    await writeFile(join(folder, `${name}.html`), pageOf(sample()));
  browser = await chromium.launch(chromiumLaunch());
});

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

function largeRun(tests: number, failing: number): Sample {
  const attempts = sampleTests(tests).flatMap((each, index) =>
    onBoth(each, 'p', index < failing ? 'fff' : 'p', {
      message: `Error: fault ${'abcdefghij'.charAt(index % 10)}\n${'Expected: saved\n'.repeat(5)}`,
    }),
  );
  return sampled(sampleRun({ attempts }));
}

const image = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600"/>')}`;

function pageOf({ record, comparison }: Sample): string {
  const model = reportModel(record, comparison, [{ what: 'Math', why: 'outside' }]);
  const show = ({ type }: { readonly type: string }) => ({
    href: 'x',
    ...(type.startsWith('image/') && { image }),
  });
  return htmlReport(model, { show, beside: ['summary.md', 'junit.xml'] });
}

/** Opens a page; whatever it asks for beside itself, and each error that it logs, is in `complaints`. */
async function open(name: keyof typeof pages, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const url = pathToFileURL(join(folder, `${name}.html`)).href;
  page.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('data:')) complaints.push(request.url());
  });
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}

async function unfoldAll(page: Page): Promise<void> {
  for (const details of await page.locator('details').all())
    await details.evaluate((element) => element.setAttribute('open', ''));
}

const findings = (page: Page) => page.locator('.finding:visible');

test.each(Object.keys(pages) as (keyof typeof pages)[])(
  'the page of %s asks nobody for anything and logs no error',
  async (name) => {
    await using opened = await open(name);
    await opened.page.locator('#findings').waitFor();
    expect(opened.complaints).toEqual([]);
  },
);

describe.each([360, 768, 1280])('at %d pixels', (width) => {
  test.each(['regressions', 'logs', 'hostile'] as const)(
    'the page of %s does not scroll sideways, with all unfolded',
    async (name) => {
      await using opened = await open(name, { viewport: { width, height: 800 } });
      await unfoldAll(opened.page);
      const excess = await opened.page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(excess).toBe(0);
    },
  );
});

describe('the keyboard', () => {
  test('comes to the filter with a slash, filters, and leaves with Escape', async () => {
    await using opened = await open('regressions');
    const { page } = opened;
    const all = await findings(page).count();
    await page.keyboard.press('/');
    await page.keyboard.type('TEMPLATES missing');
    await expect.poll(() => findings(page).count()).toBe(1);
    expect(await findings(page).first().textContent()).toContain('exports a page with its templates');
    expect(await page.locator('#found').textContent()).toMatch(/^[12] of \d+$/);
    await page.keyboard.press('Escape');
    expect(await findings(page).count()).toBe(all);
    expect(await page.locator('#found').textContent()).toBe('');
  });

  test('unfolds a finding and follows a count to its tests', async () => {
    await using opened = await open('regressions');
    const { page } = opened;
    const folded = page.locator('.finding:not([open])').first();
    await folded.locator('summary').first().focus();
    const id = await folded.getAttribute('id');
    await page.keyboard.press('Enter');
    expect(await page.locator(`#${id}`).getAttribute('open')).toBe('');
    await page.locator('a[href="#tests-missing"]').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('#tests-missing table').isVisible()).toBe(true);
  });

  test('reaches every link and fold in the order of the page', async () => {
    await using opened = await open('logs');
    const { page } = opened;
    const places: number[] = [];
    for (let times = 0; times < 15; times += 1) {
      await page.keyboard.press('Tab');
      places.push(
        await page.evaluate<number>('[...document.querySelectorAll("*")].indexOf(document.activeElement)'),
      );
    }
    expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
  });
});

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test.each(['regressions', 'logs'] as const)('everybody can read the page of %s', async (name) => {
    await using opened = await open(name, { colorScheme });
    await unfoldAll(opened.page);
    await opened.page.evaluate(axe);
    const violations = await opened.page.evaluate<readonly { id: string; nodes: unknown[] }[]>(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html.slice(0, 200)) })))',
    );
    expect(violations).toEqual([]);
  });

  test('the page is of that theme', async () => {
    await using opened = await open('regressions', { colorScheme });
    const background = await opened.page.evaluate<string>(
      'getComputedStyle(document.documentElement).backgroundColor',
    );
    const [red = 0] = background.match(/\d+/g)?.map(Number) ?? [];
    expect(red > 128).toBe(colorScheme === 'light');
  });
});

test('no script of a test, a wiki or a log runs', async () => {
  await using opened = await open('hostile');
  let alerts = 0;
  opened.page.on('dialog', () => {
    alerts += 1;
  });
  await opened.page.reload();
  await unfoldAll(opened.page);
  expect(await opened.page.locator('script').count()).toBe(1);
  expect(alerts).toBe(0);
});

test('without scripts the page shows all and offers no filter', async () => {
  await using opened = await open('regressions', { javaScriptEnabled: false });
  expect(await findings(opened.page).count()).toBe(10);
  expect(await opened.page.locator('#filter').isVisible()).toBe(false);
});

test('on paper the findings are unfolded and in dark ink', async () => {
  await using opened = await open('regressions', { colorScheme: 'dark' });
  const { page } = opened;
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const folded = page.locator('.finding:not([open]) .body').first();
  expect(await folded.evaluate((element) => element.checkVisibility())).toBe(true);
  expect(await page.locator('nav').isVisible()).toBe(false);
  const ink = await page.evaluate<string>('getComputedStyle(document.body).color');
  expect(Number(ink.match(/\d+/)?.[0])).toBeLessThan(128);
});

/** Seconds; some ten times what a laptop needs, for the machine may be at work on other tests. */
const [openWithin, filterWithin] = [10, 4];

test(`5,000 tests and 500 findings open within ${openWithin} s and are filtered within ${filterWithin} s`, async () => {
  await using opened = await open('large');
  const { page } = opened;
  const loaded = await page.evaluate<number>('performance.getEntriesByType("navigation")[0].loadEventEnd');
  expect(loaded).toBeLessThan(openWithin * 1000);
  await page.locator('#filter').fill('queue wiki 12');
  const found = () => page.locator('#found').textContent();
  await expect.poll(found, { timeout: filterWithin * 1000, interval: 50 }).toMatch(/^[1-9]\d* of \d+$/);
  expect(await findings(page).count()).toBeLessThan(100);
});
