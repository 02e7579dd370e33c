import { expect, test } from 'vitest';
import { failed, type Outcome, ok } from '../core/failure.ts';
import { fakeMachine } from '../testing/fake-machine.ts';
import { checkRequirements } from './check-requirements.ts';
import { installMissing } from './install-missing.ts';
import type { Requirement } from './requirement.ts';

const machine = fakeMachine();
const noNetwork = failed({ kind: 'infrastructure', what: 'No network.', next: 'Plug it in.' });

test('says what and why before it installs, and looks again afterwards', async () => {
  const { said, results } = await run([program('tea'), program('milk')], ['milk']);
  expect(said).toEqual(['Installing tea-package: needed for breakfast.', '(installs tea)']);
  expect(results.map(({ state }) => state)).toEqual(['found', 'found']);
});

test('says nothing and asks nothing when all is found', async () => {
  const { said, detections } = await run([program('tea')], ['tea']);
  expect(said).toEqual([]);
  expect(detections).toBe(1);
});

test('goes on after a failure, which it says', async () => {
  const { said, results } = await run([program('tea', noNetwork), program('milk')], []);
  expect(said).toEqual([
    'Installing tea-package: needed for breakfast.',
    '(installs tea)',
    'No network. Plug it in.',
    'Installing milk-package: needed for breakfast.',
    '(installs milk)',
  ]);
  expect(results.map(({ state }) => state)).toEqual(['missing', 'found']);
});

test('leaves to a person what it cannot install', async () => {
  const { said, results } = await run([{ ...program('tea'), install: undefined }], []);
  expect(said).toEqual([]);
  expect(results).toMatchObject([{ state: 'missing', mend: 'buy tea' }]);
});

test('does not install what somebody else did in the meantime', async () => {
  const has = new Set<string>();
  const wanted = [requirement(program('tea'), has, () => {})];
  const before = await checkRequirements(machine, wanted);
  has.add('tea');
  const said: string[] = [];
  await installMissing(machine, before, (line) => said.push(line), wanted);
  expect(said).toEqual([]);
});

interface Program {
  readonly name: string;
  readonly install: Outcome<void> | undefined;
}

function program(name: string, install: Outcome<void> = ok(undefined)): Program {
  return { name, install };
}

async function run(programs: readonly Program[], present: readonly string[]) {
  const has = new Set(present);
  const said: string[] = [];
  let detections = 0;
  const wanted = programs.map((it) =>
    requirement(
      it,
      has,
      (line) => said.push(line),
      () => detections++,
    ),
  );
  const before = await checkRequirements(machine, wanted);
  const results = await installMissing(machine, before, (line) => said.push(line), wanted);
  return { said, results, detections };
}

function requirement(
  { name, install }: Program,
  has: Set<string>,
  say: (line: string) => void,
  onDetect = () => {},
): Requirement {
  return {
    name,
    neededFor: 'breakfast',
    optional: false,
    async detect() {
      onDetect();
      return has.has(name)
        ? { state: 'found', detail: name }
        : { state: 'missing', detail: 'none', mend: `buy ${name}` };
    },
    ...(install && {
      install: () => ({
        what: `${name}-package`,
        async run() {
          say(`(installs ${name})`);
          if (install.ok) has.add(name);
          return install;
        },
      }),
    }),
  };
}
