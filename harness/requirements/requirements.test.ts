import { describe, expect, test } from 'vitest';
import { type FakeMachineParts, fakeMachine } from '../testing/fake-machine.ts';
import { checkRequirements } from './check-requirements.ts';
import { requirements } from './requirements.ts';

const socket = 'unix:///var/run/docker.sock';
const docker = { kind: 'answers', name: 'Docker', version: '28.1', directory: '/var/lib/docker' } as const;
const whole: FakeMachineParts = {
  engines: { [socket]: docker },
  programs: ['chromium', 'chromedriver', 'java', 'mmdebstrap'],
};

test('a machine that has everything lacks nothing', async () => {
  expect(await lacking(whole)).toEqual([]);
});

test('every requirement has a name of its own', () => {
  expect(new Set(requirements.map(({ name }) => name)).size).toBe(requirements.length);
});

describe('says how to mend', () => {
  test.each<[string, FakeMachineParts, string]>([
    ['another Node', { nodeVersion: '20.1.0' }, 'Node 24: this runs on 20.1.0 → npm run setup, then ./gm1'],
    [
      'npm packages that differ from the lock file',
      { commands: { [process.execPath]: () => ({ exitCode: 1 }) } },
      'npm packages: not as package-lock.json lists them → npm ci',
    ],
    [
      'a full disk',
      { freeBytes: 9.9e9 },
      'free disk space: 9 GB at /project/.gm1, 9 GB at /var/lib/docker → ./gm1 gc, or free 10 GB there',
    ],
    ['little memory', { memoryBytes: 2e9 }, 'memory: 2.0 GB → give the machine 4 GB of memory'],
    [
      'no Java',
      { programs: ['chromium', 'chromedriver', 'mmdebstrap'] },
      'Java runtime: not on the PATH → apt-get install --no-install-recommends default-jre-headless',
    ],
    [
      'no ChromeDriver on another Linux',
      { platform: 'linux', programs: ['chromium', 'java', 'mmdebstrap'] },
      'ChromeDriver: not on the PATH → nothing: WebdriverIO downloads it when it can',
    ],
    [
      'a browser of ours that is not there',
      { env: { GM1_CHROMIUM: '/opt/none' } },
      'Chromium: GM1_CHROMIUM names /opt/none, which is no program → ' +
        'apt-get install --no-install-recommends chromium chromium-headless-shell fonts-dejavu-core',
    ],
    [
      'no browser without the right to install one',
      { authority: 'none', programs: ['chromedriver', 'java', 'mmdebstrap'] },
      'Chromium: neither on the PATH nor downloaded by Playwright → npx playwright install chromium',
    ],
    [
      'the stand-in for Java of macOS',
      { platform: 'macos', commands: { '/usr/bin/java -version': () => ({ exitCode: 1 }) } },
      'Java runtime: not on the PATH → brew install openjdk',
    ],
  ])('%s', async (_, parts, expected) => {
    expect(await lacking({ ...whole, ...parts })).toEqual([expected]);
  });
});

test('does not look for the folder of an engine on another machine', async () => {
  const env = { DOCKER_HOST: 'tcp://127.0.0.1:2375' };
  const machine = fakeMachine({ ...whole, env, engines: { [env.DOCKER_HOST]: docker } });
  const results = await checkRequirements(machine);
  const disk = results.find(({ requirement }) => requirement.name === 'free disk space');
  expect(disk?.detail).toBe('50 GB at /project/.gm1');
});

async function lacking(parts: FakeMachineParts): Promise<readonly string[]> {
  const results = await checkRequirements(fakeMachine(parts));
  return results
    .filter(({ state }) => state !== 'found')
    .map(({ requirement, detail, mend }) => `${requirement.name}: ${detail} → ${mend}`);
}
