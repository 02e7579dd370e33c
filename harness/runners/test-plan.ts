import { join } from 'node:path';
import type { TestIdentity } from '../core/result.ts';
import { writeWhole } from '../system/files.ts';

/** The environment variable by which Allure's adapters are told to run just the tests of a plan. */
export async function planTests(
  only: readonly TestIdentity[] | undefined,
  folder: string,
): Promise<Readonly<Record<string, string>>> {
  if (!only) return {};
  const file = join(folder, 'testplan.json');
  await writeWhole(file, JSON.stringify(testPlan(only)));
  return { ALLURE_TESTPLAN_PATH: file };
}

/** Allure's test plan: `file#titles`, the full name that its adapters share. */
function testPlan(only: readonly TestIdentity[]) {
  return {
    version: '1.0',
    tests: only.map(({ file, titlePath }) => ({ selector: `${file}#${titlePath.join(' ')}` })),
  };
}
