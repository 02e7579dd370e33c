import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { markdownSummary } from '../../reports/markdown.ts';
import { reportModel } from '../../reports/report-model.ts';
import { compareRun } from '../comparison/compare-run.ts';
import { serviceNames } from '../environment/services.ts';
import { readLogs } from '../evidence/read-logs.ts';
import { sampleRun } from './sample-run.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gm1-containment-'));
});
afterEach(() => rm(folder, { recursive: true }));

const requestId = '63f40434d02625c88b500717';

/** As Containment.php writes it. */
const fromPhp =
  `{"time":"2026-11-23T00:06:15.979Z","track":"next","wiki":"testwiki","reqId":"${requestId}","channel":"containment",` +
  '"level":"error","message":"Some\\\\Caller::method asked for requests.example.org, which is outside the environment",' +
  '"normalized_message":"Some\\\\Caller::method asked for requests.example.org, which is outside the environment",' +
  '"mwversion":"1.43.9","url":"127.0.0.1:22988/wiki/A","method":"GET","context":{"host":"requests.example.org"}}';

/** As apache.conf writes it. */
const fromWebServer = (host: string) =>
  `{"time":"2026-11-23T00:06:16.137Z","service":"app","wiki":"testwiki","reqId":"${requestId}","channel":"containment",` +
  `"level":"error","message":"curl asked for ${host}, which is outside the environment",` +
  `"context":{"caller":"curl","host":"${host}","target":"${host}:443"}}`;

async function comparedWith(lines: readonly string[], known: readonly string[] = []) {
  const read = async (track: 'train' | 'next', content: readonly string[]) => {
    await writeFile(join(folder, 'mediawiki.ndjson'), content.map((line) => `${line}\n`).join(''));
    return { ...(await readLogs(folder, track)), requests: 100 };
  };
  const record = sampleRun({ logs: { train: await read('train', known), next: await read('next', lines) } });
  const comparison = compareRun(record);
  return { record, comparison, model: reportModel(record, comparison) };
}

test('what tried to leave the environment is a finding that gates, in the words of the report', async () => {
  const { comparison, model } = await comparedWith([fromPhp, fromWebServer('example.org')]);
  expect(comparison.gate.verdict).toBe('no-go');
  const summary = markdownSummary(model);
  for (const who of ['Some\\\\Caller::method asked for requests.example.org', 'curl asked for example.org']) {
    const words = `containment: ${who}, which is outside the environment: Only next wrote it: once`;
    expect(summary).toContain(`**new log line** ${words}`);
  }
  expect(model.logs.map(({ facts }) => Object.fromEntries(facts).requests)).toEqual([requestId, requestId]);
});

test('another address is another finding, and one of both tracks is none', async () => {
  const lines = ['one.example.org', 'two.example.org'].map(fromWebServer);
  const { comparison } = await comparedWith(lines, lines.slice(0, 1));
  expect(comparison.logs.map(({ verdict, example }) => [verdict, example.message])).toEqual([
    ['new', 'curl asked for two.example.org, which is outside the environment'],
    ['same', 'curl asked for one.example.org, which is outside the environment'],
  ]);
});

test('a run in which nothing tried has no such finding', async () => {
  expect(markdownSummary((await comparedWith([])).model)).not.toContain('containment');
});

test('what is inside the environment to PHP are the services that it has', async () => {
  const file = 'environments/contained/wmf-config/containment/Containment.php';
  const code = await readFile(join(import.meta.dirname, '../..', file), 'utf8');
  const [, list = ''] = /const SERVICES = \[ (.*) \];/.exec(code) ?? [];
  expect(list.split(', ')).toEqual(serviceNames.map((name) => `'${name}'`));
});
