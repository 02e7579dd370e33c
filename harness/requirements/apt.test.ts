import { expect, test } from 'vitest';
import { fakeMachine } from '../testing/fake-machine.ts';
import { installPackages } from './apt.ts';

const policy = (candidate: string) => ({
  stdout: `hello:\n  Installed: (none)\n  Candidate: ${candidate}\n`,
});
const failure = { exitCode: 100, stdout: 'Reading package lists...\n', stderr: 'E: No such package\n' };

test('installs a package that is known without refreshing the lists', async () => {
  const { steps, outcome } = await install({ policies: ['1.0'], installs: [{}] });
  expect(steps).toEqual(['install']);
  expect(outcome.ok).toBe(true);
});

test('refreshes the lists first when they do not have the package', async () => {
  const { steps, outcome } = await install({ policies: ['(none)'], installs: [{}] });
  expect(steps).toEqual(['update', 'install']);
  expect(outcome.ok).toBe(true);
});

test('refreshes the lists when a known package is not to be had any more', async () => {
  const { steps, outcome } = await install({ policies: ['1.0'], installs: [failure, {}] });
  expect(steps).toEqual(['install', 'update', 'install']);
  expect(outcome.ok).toBe(true);
});

test('fails with the command and its last lines', async () => {
  const { outcome } = await install({ policies: ['1.0'], installs: [failure, failure] });
  expect(outcome).toMatchObject({
    ok: false,
    failure: {
      what: expect.stringMatching(/^`sudo env .*apt-get .* hello` failed with exit code 100\.$/),
      why: 'Reading package lists...\nE: No such package',
      next: expect.stringContaining('npm run setup'),
    },
  });
});

async function install(script: { policies: readonly string[]; installs: (object | undefined)[] }) {
  const steps: string[] = [];
  const installs = [...script.installs];
  const machine = fakeMachine({
    authority: 'sudo',
    commands: {
      'apt-cache policy hello': () => policy(script.policies[0] ?? ''),
      'sudo -n env DEBIAN_FRONTEND=noninteractive apt-get --quiet --yes update': () => {
        steps.push('update');
        return {};
      },
      'sudo -n env DEBIAN_FRONTEND=noninteractive apt-get --quiet --yes -o': () => {
        steps.push('install');
        return installs.shift() ?? {};
      },
    },
  });
  return { outcome: await installPackages(machine, ['hello']), steps };
}
