import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EndedTest } from '../allure-writer.ts';

/** Adds what wdio-mediawiki photographed at the end of a failed test: `PARENT-TITLE-TIME.png`. */
export function attachScreenshots(ended: EndedTest, folder: string): EndedTest {
  if (ended.status !== 'failed') return ended;
  const [parent = '', title = ''] = ended.test.titlePath.slice(-2);
  const names = readdirSync(folder).filter(
    (name) => name.endsWith('.png') && letters(name).startsWith(letters(`${parent}${title}`)),
  );
  const files = names.map((name) => ({ name: 'screenshot', type: 'image/png', path: join(folder, name) }));
  return { ...ended, files };
}

/** The reporter, the photographer and the test write signs in three ways. */
function letters(text: string): string {
  return text.replaceAll(/%[0-9A-F]{2}/g, '').replaceAll(/[^\p{L}\p{N}]/gu, '');
}
