import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSuiteFile } from './read-suite-file.ts';

const read = (text: string) => readSuiteFile(text, 'a.yaml', 'http');

describe('readSuiteFile', () => {
  test('makes a test of each request, titled by host, method and path', () => {
    const { tests, problems } = read(
      'http://testwiki:\n- {path: /w, assert_status: 200}\nhttps://en.example.org:\n- {path: /, method: HEAD, assert_status: 301}\n',
    );
    expect(problems).toEqual([]);
    expect(tests.map(({ test }) => test)).toEqual([
      { suite: 'http', file: 'a.yaml', titlePath: ['testwiki', 'GET /w'], project: 'http' },
      { suite: 'http', file: 'a.yaml', titlePath: ['en.example.org', 'HEAD /'], project: 'http' },
    ]);
  });

  test('tells requests with one path apart by their headers, else by number', () => {
    const { tests } = read(`http://testwiki:
- {path: /, assert_status: 200}
- {path: /, assert_status: 200, request_headers: {Accept: text/css}}
- {path: /, assert_status: 200}
`);
    expect(tests.map(({ test }) => test.titlePath[1])).toEqual([
      'GET /',
      'GET / with Accept: text/css',
      'GET / (2)',
    ]);
  });

  test.each([
    [
      'a misspelt key',
      'http://w:\n- path: /\n  assert_staus: 200\n  assert_body_contains: a\n',
      'a.yaml:3:3: .*did you mean assert_status',
    ],
    [
      'a wrong type',
      'http://w:\n- path: /\n  assert_status: ok\n',
      'a.yaml:3:18: .*expected a status, found ok',
    ],
    [
      'a number as a header',
      'http://w:\n- path: /\n  assert_headers: {Age: 3}\n',
      'a.yaml:3:25: .*quotation',
    ],
    [
      'a bad regular expression',
      'http://w:\n- path: /\n  assert_body_regex: "("\n',
      'a.yaml:3:22: .*regular',
    ],
    ['no assertion', 'http://w:\n- path: /\n', 'a.yaml:2:3: .*one of assert_status'],
    [
      'two bodies',
      'http://w:\n- {path: /, assert_status: 200, body: a, json_body: 1}\n',
      'a.yaml:2:3: .*json_body',
    ],
    ['a host without a scheme', 'testwiki:\n- {path: /, assert_status: 200}\n', 'a.yaml:1:1: .*http://'],
    ['broken YAML', 'http://w: [\n', 'a.yaml:\\d+:\\d+: .*valid YAML'],
    ['an empty file', '', 'a.yaml:1:1: .*map from host'],
  ])('%s is a problem with line and column', (_, text, expected) => {
    const { tests, problems } = read(text);
    expect(tests).toEqual([]);
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${expected}`))]);
  });

  test("the project's own files are without mistakes and have at least 15 requests", () => {
    const folder = join(import.meta.dirname, '../../../suites/http');
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const files = names
      .filter((name) => name.endsWith('.yaml') && name !== 'hosts.yaml')
      .map((file) => readSuiteFile(readFileSync(join(folder, file), 'utf8'), file, 'http'));
    expect(files.flatMap(({ problems }) => problems)).toEqual([]);
    expect(files.flatMap(({ tests }) => tests).length).toBeGreaterThanOrEqual(15);
  });
});
