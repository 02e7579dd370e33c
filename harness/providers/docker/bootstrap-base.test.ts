import { expect, test } from 'vitest';
import { complaints, debianMirror } from './bootstrap-base.ts';

test('takes the mirror of Debian, not of its security updates nor of anybody else', () => {
  const targets = [
    'https://packages.example/node|Node||Packages',
    'http://mirror.example/debian-security|Debian|Debian-Security|Packages',
    'http://mirror.example/debian|Debian|Debian|Translations',
    'http://near.example/debian|Debian|Debian|Packages',
  ];
  expect(debianMirror(targets.join('\n'))).toBe('http://near.example/debian');
});

test('has none where apt is not or is another distribution’s', () => {
  expect(debianMirror('')).toBeUndefined();
  expect(debianMirror('http://archive.example/ubuntu|Ubuntu|Ubuntu|Packages')).toBeUndefined();
});

test('tells the errors of apt, not the last words of mmdebstrap', () => {
  const output =
    "I: running\nE: The repository 'x' does not have a Release file.\nI: removing\nE: mmdebstrap failed to run\n";
  expect(complaints(output)).toBe("E: The repository 'x' does not have a Release file.");
});
