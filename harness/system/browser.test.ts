import { expect, test } from 'vitest';
import { openBrowser } from './browser.ts';

test.skipIf(process.platform === 'darwin')('without a desktop there is no browser to open', async () => {
  expect(await openBrowser('http://127.0.0.1:1/', {})).toBe(false);
});
