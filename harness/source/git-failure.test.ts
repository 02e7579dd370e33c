import { expect, test } from 'vitest';
import { gitFailure } from './git-failure.ts';

const work = { what: 'Cannot fetch X', next: 'Check it.', gitDir: '/cache/x' };

function failureOf(stderr: string, signal = new AbortController().signal) {
  return gitFailure({ exitCode: 128, stdout: '', stderr }, { ...work, signal });
}

test.each([
  ["fatal: couldn't find remote ref x", 'usage'],
  [
    "fatal: '/x' does not appear to be a git repository\nfatal: Could not read from remote repository.",
    'usage',
  ],
  ["fatal: unable to access 'https://h/': Could not resolve host: h", 'infrastructure'],
  ['ssh: connect to host h port 22: Connection refused', 'infrastructure'],
  ["fatal: unable to access 'https://h/': The requested URL returned error: 503", 'infrastructure'],
  ['error: RPC failed; curl 28 Operation too slow. Less than 1000 bytes/sec', 'infrastructure'],
])('%s is a %s failure with what the caller has to check', (stderr, kind) => {
  expect(failureOf(stderr)).toMatchObject({ kind, what: 'Cannot fetch X.', next: 'Check it.' });
});

test.each([
  'error: inflate: data stream error (incorrect header check)\nfatal: loose object 12ab (stored in x) is corrupt',
  'fatal: bad object 12ab',
  'error: unable to read sha1 file of index.php (12ab)',
  'error: /cache/x did not send all necessary objects',
])('%s says which folder to delete', (stderr) => {
  expect(failureOf(stderr)).toMatchObject({
    kind: 'infrastructure',
    what: 'Cannot fetch X: its objects are corrupt or incomplete.',
    next: expect.stringContaining('Delete /cache/x;'),
  });
});

test('a full disk is named', () => {
  expect(failureOf('fatal: write error: No space left on device\nfatal: index-pack failed')).toEqual({
    kind: 'infrastructure',
    what: 'Cannot fetch X: no space left on device.',
    next: 'Make room for /cache/x.',
  });
});

test('a file that git could not write is told with the usual remedy', () => {
  expect(failureOf('error: unable to write file vendor/a.php')).toEqual({
    kind: 'infrastructure',
    what: 'Cannot fetch X: a file could not be written.',
    why: 'git says: error: unable to write file vendor/a.php.',
    next: 'Make room for /cache/x.',
  });
});

test.each([
  ['fatal: one\nerror: two\nhint: three', 'git says: error: two.'],
  ['warning: one\nfatal: two.', 'git says: fatal: two.'],
  [
    'ssh: Connection refused\r\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.',
    'git says: ssh: Connection refused.',
  ],
  [
    "fatal: unable to access 'https://me:secret@h/x/': no",
    "git says: fatal: unable to access 'https://h/x/': no.",
  ],
  ['', 'git says: nothing.'],
])('%j is told as %j', (stderr, why) => {
  expect(failureOf(stderr).why).toBe(why);
});

test('whatever git says is an interruption after one was asked for', () => {
  expect(failureOf('fatal: bad object', AbortSignal.abort()).kind).toBe('interrupted');
});

test('a machine without git is told to install it', () => {
  const finished = { exitCode: undefined, stdout: '', stderr: '', reason: 'spawn git ENOENT' };
  const { signal } = new AbortController();
  expect(gitFailure(finished, { ...work, signal })).toMatchObject({ next: 'Install git.' });
});
