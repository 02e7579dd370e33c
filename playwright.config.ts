import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromiumLaunch } from './suites/fixtures/chromium.ts';
import { gm1Home } from './suites/fixtures/running-environment.ts';

const home = gm1Home();

/**
 * `gm1 test` uses it, and it works on its own: `npx playwright test --project=browser` tests the track that is up;
 * `GM1_ENDPOINTS` chooses between two, `GM1_WIKI` and `GM1_PERSONA` what stands for `testwiki` and for `user`.
 */
export default defineConfig({
  testDir: 'suites',
  globalSetup: './suites/fixtures/require-environment.ts',
  outputDir: join(home, 'playwright', 'output'),
  fullyParallel: true,
  workers: Number(process.env.GM1_WORKERS ?? 2),
  // A failure is confirmed by the harness, alone and later; a retry here would hide it.
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [
    ['list'],
    ['allure-playwright', { resultsDir: process.env.GM1_RESULTS ?? join(home, 'playwright', 'results') }],
  ],
  use: {
    launchOptions: chromiumLaunch(),
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    screenshot: 'only-on-failure',
    // Without the film: encoding it costs more than the test.
    trace: { mode: 'retain-on-failure', screenshots: false, sources: false },
    contextOptions: { reducedMotion: 'reduce' },
  },
  projects: [
    { name: 'api', testDir: 'suites/api' },
    { name: 'browser', testDir: 'suites/browser' },
  ],
});
