import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AllureHarvest, JunitHarvest, whileHarvesting } from './harvest.ts';

let folder: string;
let from: string;
let to: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gm1-harvest-'));
  from = join(folder, 'tool');
  to = join(folder, 'results');
  await mkdir(from);
  await mkdir(to);
});

afterEach(() => rm(folder, { recursive: true }));

const one = '<testcase name="one" file="a.js"/>';
const two = '<testcase name="two" file="a.js"/>';

function junit(mayBeEmpty?: boolean) {
  const place = { suite: 's', directory: from, pattern: '*.xml', resultsDirectory: to };
  return new JunitHarvest({ ...place, ...(mayBeEmpty !== undefined && { mayBeEmpty }) });
}

async function fullNames(): Promise<readonly unknown[]> {
  const names = (await readdir(to)).filter((name) => name.endsWith('-result.json'));
  const read = names.map(async (name) => JSON.parse(await readFile(join(to, name), 'utf8')));
  return (await Promise.all(read)).map(({ fullName }) => fullName).sort();
}

async function age(path: string): Promise<void> {
  await utimes(path, new Date(0), new Date(0));
}

describe('JUnit files', () => {
  test('count when they are of this run, each test once, also when a file grows', async () => {
    await writeFile(join(from, 'old.xml'), `<testsuite>${two}</testsuite>`);
    await age(join(from, 'old.xml'));
    const harvest = junit();
    await writeFile(join(from, 'new.xml'), `<testsuite>${one}</testsuite>`);
    await harvest.take('meanwhile');
    await harvest.take('meanwhile');
    expect(await fullNames()).toEqual(['a.js#one']);
    await writeFile(join(from, 'new.xml'), `<testsuite>${one}${two}</testsuite>`);
    await utimes(join(from, 'new.xml'), new Date(), new Date(Date.now() + 2000));
    await harvest.take('last');
    expect(await fullNames()).toEqual(['a.js#one', 'a.js#two']);
    expect(harvest.problems).toEqual([]);
  });

  test('may be half written while the tool runs, and not after it', async () => {
    const harvest = junit();
    await writeFile(join(from, 'half.xml'), '<testsuite><testcase');
    await harvest.take('meanwhile');
    expect(harvest.problems).toEqual([]);
    await harvest.take('last');
    expect(harvest.problems).toEqual([expect.stringContaining('half.xml is not used: it is not whole XML')]);
  });

  test.each([true, false])(
    'may be empty when some tests were chosen (%s), and cut never',
    async (isChosen) => {
      const harvest = junit(isChosen);
      await writeFile(join(from, 'empty.xml'), '');
      await writeFile(join(from, 'cut.xml'), '<testsuite>');
      await harvest.take('last');
      const told = harvest.problems.map((problem) => /file (\S+)/.exec(problem)?.[1]).sort();
      expect(told).toEqual(isChosen ? ['cut.xml'] : ['cut.xml', 'empty.xml']);
    },
  );

  test('are taken while the tool runs', async () => {
    await whileHarvesting(junit(), async () => {
      await writeFile(join(from, 'new.xml'), `<testsuite>${one}</testsuite>`);
      await vi.waitFor(async () => expect(await fullNames()).toEqual(['a.js#one']), { timeout: 5000 });
    });
  });
});

describe('Allure files', () => {
  test('are copied with their attachments, whole and of this run', async () => {
    await writeFile(join(from, 'old-result.json'), '{}');
    await age(join(from, 'old-result.json'));
    const harvest = new AllureHarvest(from, to);
    await writeFile(join(from, 'a-result.json'), '{}');
    await writeFile(join(from, 'a-attachment.txt'), 'seen');
    await writeFile(join(from, 'half-result.json'), '{');
    await harvest.take();
    expect((await readdir(to)).sort()).toEqual(['a-attachment.txt', 'a-result.json']);
  });

  test('stay where they are when that is the place', async () => {
    await writeFile(join(to, 'a-result.json'), '{}');
    await new AllureHarvest(to, to).take();
    expect(await readdir(to)).toEqual(['a-result.json']);
  });
});
