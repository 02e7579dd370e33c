import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { html } from './html/markup.ts';
import { styleSheet } from './html/style-sheet.ts';
import { htmlReport } from './html.ts';
import { reportModel } from './report-model.ts';
import { sampleRun } from './testing/sample-run.ts';
import { sampleTests } from './testing/sample-tests.ts';
import {
  afterNights,
  allGreen,
  controlRun,
  failedBoot,
  hostileText,
  interruptedRun,
  loggedFaults,
  onBoth,
  regressions,
  type Sample,
  sampled,
} from './testing/samples.ts';

function pageOf({ record, comparison }: Sample, image?: string): string {
  const show = () => ({ href: '../next/results/a%22b.png', ...(image && { image }) });
  return htmlReport(reportModel(record, comparison), { show, beside: ['summary.md'] });
}

const hostile = pageOf(regressions(10, hostileText));

describe('the page', () => {
  test('escapes text of tests, wikis and logs', () => {
    expect(hostile).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;q&#39;');
    expect(hostile.split('<script')).toHaveLength(2);
    expect(hostile).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  });

  test('lists what is off in the environments', () => {
    const { record, comparison } = allGreen();
    const model = reportModel(record, comparison, [{ what: 'Math', why: '<b>outside</b>' }]);
    const page = htmlReport(model, { show: () => ({ href: '' }), beside: [] });
    expect(page).toContain('<li><bdi>Math</bdi>: <bdi>&lt;b&gt;outside&lt;/b&gt;</bdi></li>');
  });

  test('shows of a log line its rates, requests, tests, their step and suspects', () => {
    const page = pageOf(loggedFaults());
    expect(page).toContain(
      '<dt>rates</dt><dd><bdi>per 1000 requests: 0 on train (of 1 840 requests), 3.8 on next',
    );
    expect(page).toContain(
      '<dt>tests</dt><dd><ul><li><bdi>browser › edit.spec.ts › saves an edit</bdi></li></ul>',
    );
    expect(page).toContain(
      '<code><bdi>includes/editpage/EditPage.php</bdi></code> <bdi>changed in mediawiki/core',
    );
    expect(page).toContain(
      'fedcba9876 EditPage: Simplify the check of the summary (A. Developer, 2026-08-25)',
    );
    expect(page).toContain('waived by T400001 (releng) until 2026-09-30');
    expect(page).toMatch(/8f14e45f-ceea-467f-a8f5-2b1c9d0e7a10, 8f14e45f-/);
    expect(page).toMatch(/<dt>step of the test<\/dt><dd><bdi>an edit by form › Click getByRole/);
  });

  test('lists the commits that next has and train has not', () => {
    const page = pageOf(loggedFaults());
    expect(page).toContain('3 commits in next and not in train,\nin 1 repository</summary>');
    expect(page).toContain('<h3><bdi>mediawiki/core</bdi> <span class="subtle">3</span></h3>');
    expect(page).toContain('<li class="subtle">and 2 older</li>');
  });

  test('says how to hand on and to waive a finding', () => {
    expect(pageOf(loggedFaults())).toContain('gm1 report 20260827T021400Z-4f2a --finding 1 --as task');
  });

  test('isolates right-to-left text from what stands around it', () => {
    expect(hostile).toContain('<bdi>שומר עריכה בוויקי מימין לשמאל</bdi>');
    expect(hostile).toMatch(/<pre dir="auto"[^>]*>הודעת שגיאה/);
  });

  test('loads nothing from anywhere', () => {
    const page = pageOf(regressions(), 'data:image/png;base64,AAAA');
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(page).not.toMatch(/@import|url\(/);
    expect([...page.matchAll(/ src="([^"]*)"/g)].map(([, source]) => source?.slice(0, 5))).toContain('data:');
  });

  test('lets no script run but its own', () => {
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(hostile) ?? [];
    const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(hostile) ?? [];
    const hash = createHash('sha256').update(script).digest('base64');
    expect(policy.replaceAll('&#39;', "'")).toBe(
      `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${hash}'`,
    );
  });

  test('each step has its nights, with median and p90, and the run itself among them', () => {
    const page = pageOf(afterNights(10));
    const rows = [
      ...page.matchAll(/<tr><th scope="row"><bdi>([^<]*)<\/bdi> <span class="track next">.*?<\/tr>/gs),
    ];
    const nights = Object.fromEntries(rows.map(([row, name = '']) => [name, row.match(/<i[ >]/g)?.length]));
    expect(nights).toMatchObject({ 'build, incremental': 7, 'build, full': 3, ready: 10 });
    expect(rows.find(([, name]) => name === 'ready')?.[0].match(/class="own"/g)).toHaveLength(1);
    expect(pageOf(afterNights(1))).not.toContain('Night after night');
  });

  test.each(Object.entries({ allGreen, controlRun, failedBoot, interruptedRun, loggedFaults, regressions }))(
    'links of %s lead to a place in it',
    (_, sample) => {
      const page = pageOf(sample());
      const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
      const targets = [...page.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id);
      expect(targets.length).toBeGreaterThan(4);
      expect(targets.filter((id) => !ids.has(id))).toEqual([]);
      expect(ids.size).toBe([...page.matchAll(/ id="/g)].length);
    },
  );

  test('opens what gates and folds the rest', () => {
    const cards = [...hostile.matchAll(/<details class="finding [^>]*>/g)].map(([card]) =>
      card.includes(' open'),
    );
    expect(cards).toEqual([true, true, false, true, true, true, false, false, false, false]);
  });

  test('opens no more than ten', () => {
    const attempts = sampleTests(12).flatMap((each, index) =>
      onBoth(each, 'p', 'fff', { message: `fault ${'abcdefghijkl'[index]}` }),
    );
    const page = pageOf(sampled(sampleRun({ attempts })));
    expect(page.match(/<details class="finding [^>]*>/g)).toHaveLength(12);
    expect(page.match(/<details class="finding [^>]* open>/g)).toHaveLength(10);
  });

  test('folds the findings of a cause beyond three, each on the page once', () => {
    const attempts = sampleTests(12).flatMap((each) => onBoth(each, 'p', 'fff'));
    const page = pageOf(sampled(sampleRun({ attempts })));
    expect(page).toContain('<h3><bdi>12 tests failing alike: expected #, got &lt;500&gt;</bdi></h3>');
    expect(page).toContain('<summary>9 more findings of this cause</summary>');
    expect(page.match(/<details class="finding [^>]*>/g)).toHaveLength(12);
    expect(page.match(/<details class="finding [^>]* open>/g)).toHaveLength(1);
  });

  test('marks a phase that took a fifth longer on next, unless it is short', () => {
    const phases = (factor: number) =>
      ['http', 'api', 'logs']
        .map((name, index) => ({ name, seconds: [9, 9, 2][index] ?? 0 }))
        .map((phase, index) => ({ ...phase, seconds: phase.seconds * (index === 0 ? 1 : factor) }));
    const page = pageOf(
      sampled(sampleRun({ builds: {}, environments: {}, phases: { train: phases(1), next: phases(1.3) } })),
    );
    const marked = [
      ...page.matchAll(/<bdi>(\w+)<\/bdi><\/th>(?:(?!<tr>)[\s\S])*?class="number slower"/g),
    ].map(([, name]) => name);
    expect(marked).toEqual(['api']);
  });

  test('says a control run before anything else', () => {
    const page = pageOf(controlRun());
    expect(page.indexOf('train against train')).toBeLessThan(page.indexOf('class="hero'));
  });

  test('holds some hundred tests in less than a megabyte', () => {
    expect(pageOf(allGreen(600)).length).toBeLessThan(1_000_000);
  });
});

describe('the style sheet', () => {
  test('defines every token that it uses, and those of the dark theme again', () => {
    const style = styleSheet();
    const used = new Set([...style.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name = '']) => name));
    const undefinedOnes = [...used].filter((name) => !style.includes(`${name}:`));
    expect(undefinedOnes).toEqual([]);
    expect(style.split('--color-base:')).toHaveLength(3);
  });
});

describe('html', () => {
  test('escapes values in text and in attributes, and leaves markup', () => {
    const inner = html`<b>${'<'}</b>`;
    expect(html`<i title="${'"'}">${inner}${[inner, '&']}${false}${undefined}${0}</i>`.text).toBe(
      '<i title="&quot;"><b>&lt;</b><b>&lt;</b>&amp;0</i>',
    );
  });
});
