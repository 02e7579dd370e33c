import { defineConfig } from 'vitest/config';

const integration = '**/*.integration.test.ts';
const endToEnd = '**/*.e2e.test.ts';
const minute = 60_000;

export default defineConfig({
  test: {
    root: import.meta.dirname,
    maxWorkers: 2,
    globalSetup: 'harness/testing/temporary-folder.ts',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{harness,reports,suites}/**/*.test.ts'],
          exclude: [integration, endToEnd],
          setupFiles: ['harness/testing/property-seed.ts'],
          // Those with git start many processes, which a busy machine does slowly.
          testTimeout: 3 * minute,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [`{harness,reports,suites}/${integration}`],
          testTimeout: 5 * minute,
          hookTimeout: 5 * minute,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: [`harness/${endToEnd}`],
          // Each of them uses the whole machine.
          fileParallelism: false,
          testTimeout: 15 * minute,
          hookTimeout: 15 * minute,
        },
      },
    ],
  },
});
