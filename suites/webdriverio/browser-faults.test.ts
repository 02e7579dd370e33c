import { expect, test } from 'vitest';
import { browserFaults } from './browser-faults.ts';

const timestamp = Date.UTC(2026, 10, 22, 12);
const time = '2026-11-22T12:00:00.000Z';

test.each([
  [
    'javascript',
    'http://wiki/w/load.php?x=1 12:34 Uncaught TypeError: x is not a function',
    { kind: 'uncaught exception', text: 'TypeError: x is not a function', url: 'http://wiki/w/load.php?x=1' },
  ],
  [
    'console-api',
    'http://wiki/w/load.php?x=1 12:34 "It \\"broke\\""',
    { kind: 'console error', text: 'It "broke"', url: 'http://wiki/w/load.php?x=1' },
  ],
  [
    'network',
    'http://wiki/a.png - Failed to load resource: the server responded with a status of 404 (Not Found)',
    { kind: 'failed load', text: '404 for a part of the page', url: 'http://wiki/a.png' },
  ],
  [
    'network',
    'http://wiki/w/load.php - Failed to load resource: the server responded with a status of 503 (x)',
    { kind: 'server error', text: '503 for a part of the page', url: 'http://wiki/w/load.php' },
  ],
  [
    'security',
    "http://wiki/ - Refused to load the script 'http://x/' because of its policy",
    {
      kind: 'console error',
      text: "Refused to load the script 'http://x/' because of its policy",
      url: 'http://wiki/',
    },
  ],
])('%s: %s', (source, message, fault) => {
  expect(browserFaults([{ level: 'SEVERE', source, message, timestamp }])).toEqual([{ ...fault, time }]);
});

test('what is less than severe is no fault', () => {
  const entry = { source: 'console-api', message: 'http://wiki/ 1:2 "x"', timestamp };
  expect(browserFaults(['WARNING', 'INFO', 'DEBUG'].map((level) => ({ ...entry, level })))).toEqual([]);
});
