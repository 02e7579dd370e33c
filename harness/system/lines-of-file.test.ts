import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linesOfFile } from './lines-of-file.ts';

async function linesOf(content: string): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gm1-lines-'));
  try {
    await writeFile(join(folder, 'a'), content);
    return [...linesOfFile(join(folder, 'a'))];
  } finally {
    await rm(folder, { recursive: true });
  }
}

test.each([
  ['', []],
  ['a\n', ['a']],
  ['a\n\nb', ['a', 'b']],
])('splits %j', async (content, lines) => {
  expect(await linesOf(content)).toEqual(lines);
});

test('keeps lines and letters whole that cross from one read to the next', async () => {
  const lines = ['é'.repeat(700_001), 'ab'.repeat(1_500_000), 'ш', `x${'ш'.repeat(600_000)}`];
  expect((await linesOf(lines.join('\n'))).map((line, at) => line === lines[at])).toEqual(
    lines.map(() => true),
  );
});
