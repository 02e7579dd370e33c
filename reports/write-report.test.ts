import { mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '../harness/system/command.ts';
import { sampleRun } from './testing/sample-run.ts';
import { sampleTest } from './testing/sample-tests.ts';
import { onBoth, regressions, type Sample, sampled } from './testing/samples.ts';
import { writeReport } from './write-report.ts';

const withoutPrograms: Command = {
  run: async () => ({ exitCode: undefined, stdout: '', stderr: '', reason: 'not found' }),
};

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gm1-report-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function write({ record, comparison }: Sample, signal = new AbortController().signal) {
  const directory = join(home, 'run');
  const written = await writeReport({
    record: { ...record, directory },
    comparison,
    schema: {},
    command: withoutPrograms,
    signal,
    latest: join(home, 'reports', 'latest'),
  });
  if (!written.ok) throw new Error(written.failure.what);
  return written.value;
}

async function leave(path: string, content: string): Promise<void> {
  await mkdir(join(home, path, '..'), { recursive: true });
  await writeFile(join(home, path), content);
}

function failing(file: string, type = 'image/png'): Sample {
  const attachments = [{ name: 'evidence', file, type }];
  const attempts = onBoth(sampleTest('browser', 'edits'), 'p', 'fff', { message: 'no', attachments });
  return sampled(sampleRun({ attempts }));
}

describe('writing the report', () => {
  test('leaves its files in the run directory', async () => {
    const { directory, files } = await write(regressions());
    expect(directory).toBe(join(home, 'run/report'));
    const names = ['index.html', 'summary.md', 'junit.xml', 'gm1.prom', 'gm1.json', 'gm1.schema.json'];
    expect(files).toEqual(names.map((name) => join(directory, name)));
    for (const file of files.filter((name) => !name.endsWith('schema.json')))
      expect(await readFile(file, 'utf8')).toContain('20260827T021400Z-4f2a');
  });

  test('turns the link to the newest report, and again', async () => {
    await write(regressions());
    await write(regressions());
    expect(await readlink(join(home, 'reports/latest'))).toBe('../run/report');
  });

  test("shows other tools' builds that lie in the run directory, and says when a file is none", async () => {
    const durations = [{ command: 'npm test', seconds: 4000 }];
    await leave('run/timings/quibble.json', JSON.stringify({ result: 'SUCCESS', durations }));
    await leave('run/timings/notes.txt', 'no times');
    const { directory, index, notices } = await write(regressions());
    const page = await readFile(index, 'utf8');
    expect(page).toContain('<caption><bdi>Quibble, from quibble.json</bdi>');
    expect(page).toContain('104 % of 64 minutes, beyond the build and publish');
    expect(await readFile(join(directory, 'summary.md'), 'utf8')).toContain(
      'Quibble, from quibble.json: 66 min 40 s in 1 phase (SUCCESS).',
    );
    expect(notices.join()).toContain('notes.txt tells no times of a build.');
  });

  test('says when something else stands in the place of the link', async () => {
    await leave('reports/latest/precious', 'x');
    expect((await write(regressions())).notices.join()).toContain('could not be turned to the newest report');
    expect(await readFile(join(home, 'reports/latest/precious'), 'utf8')).toBe('x');
  });

  test('goes without Allure when there is no Java, and says so', async () => {
    const { notices, index } = await write(regressions());
    expect(notices.join()).toContain('Java was not found');
    expect(await readFile(index, 'utf8')).toContain('Java was not found');
  });

  test('puts a screenshot into the page and links to it', async () => {
    await leave('run/next/results/browser/a b.png', 'PNG');
    const page = await readFile((await write(failing('a b.png'))).index, 'utf8');
    expect(page).toContain(`src="data:image/png;base64,${Buffer.from('PNG').toString('base64')}"`);
    expect(page).toContain('href="../next/results/browser/a%20b.png"');
  });

  test('links to a screenshot that is too large for the page', async () => {
    await leave('run/next/results/browser/big.png', 'x'.repeat(1_500_001));
    const page = await readFile((await write(failing('big.png'))).index, 'utf8');
    expect(page).not.toContain('src="data:');
    expect(page).toContain('href="../next/results/browser/big.png"');
  });

  test('shows what the wikis logged of a failed attempt, and links to it', async () => {
    const said = `12:00:01 500 POST /w/index.php\n${'x'.repeat(9000)}\u001b[31m`;
    await leave('run/next/results/browser/log.txt', said);
    const page = await readFile((await write(failing('log.txt', 'text/plain'))).index, 'utf8');
    expect(page).toContain('12:00:01 500 POST /w/index.php\nxxx');
    expect(page).toContain('… and 1031 more characters, see the run directory');
    expect(page).toContain('href="../next/results/browser/log.txt"');
  });

  test('does not follow an attachment out of the run directory', async () => {
    await leave('secret.png', 'secret');
    await mkdir(join(home, 'run/next/results/browser'), { recursive: true });
    const page = await readFile((await write(failing('../../../../secret.png'))).index, 'utf8');
    expect(page).not.toContain(Buffer.from('secret').toString('base64'));
    expect(page).not.toContain('secret.png');
  });

  test('fails with a sentence when it cannot write', async () => {
    await leave('run', 'a file where the run directory should be');
    const { record, comparison } = regressions();
    const written = await writeReport({
      record: { ...record, directory: join(home, 'run') },
      comparison,
      schema: {},
      command: withoutPrograms,
      signal: new AbortController().signal,
      latest: join(home, 'latest'),
    });
    expect(written).toMatchObject({ ok: false, failure: { kind: 'infrastructure' } });
  });

  test('stops when it is interrupted', async () => {
    await expect(write(regressions(), AbortSignal.abort())).rejects.toThrow('Interrupted.');
  });
});
