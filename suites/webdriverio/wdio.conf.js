import { relative } from 'node:path';
import allure from '@wdio/allure-reporter';
import { config as mediaWiki } from 'wdio-mediawiki/wdio-defaults.conf.js';
import { browserFaults } from './browser-faults.ts';

const isRoot = process.getuid?.() === 0;
const [defaults] = mediaWiki.capabilities;

/** The defaults of wdio-mediawiki with the system's Chromium, no retries, and Allure results. */
export const config = {
  ...mediaWiki,
  // All in one browser, which takes longer to start than most of them to run.
  specs: [['./specs/*.js']],
  // A failure is confirmed by the harness, alone and later; a retry here would hide it.
  specFileRetries: 0,
  useBrowserHeadless: false,
  capabilities: [
    {
      ...defaults,
      'goog:loggingPrefs': { browser: 'ALL' },
      // Without these lists ChromeDriver listens on the loopback interface only.
      'wdio:chromedriverOptions': {
        binary: process.env.GM1_CHROMEDRIVER,
        allowedIps: [],
        allowedOrigins: [],
      },
      'goog:chromeOptions': {
        ...defaults['goog:chromeOptions'],
        binary: process.env.GM1_CHROMIUM,
        args: [
          ...defaults['goog:chromeOptions'].args,
          '--headless=new',
          '--disable-gpu',
          '--disable-quic',
          ...(isRoot ? ['--no-sandbox'] : []),
        ],
      },
    },
  ],
  /** No test finds what the one before it left in the browser. The wiki's logs can name the test. */
  async beforeTest({ file, parent, title }) {
    const { origin } = new URL(browser.options.baseUrl);
    await browser.sendCommandAndGetResult('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    const name = ['webdriverio', relative(import.meta.dirname, file), parent, title, 'webdriverio'].join(
      ' › ',
    );
    const headers = { 'X-GM1-Test': encodeURIComponent(name) };
    await browser.sendCommandAndGetResult('Network.enable', {});
    await browser.sendCommandAndGetResult('Network.setExtraHTTPHeaders', { headers });
  },
  /** What went wrong in the browser goes among the logs of the run. */
  async afterTest() {
    const faults = browserFaults(await browser.getLogs('browser').catch(() => []));
    if (faults.length > 0)
      allure.addAttachment('browser-log', JSON.stringify(faults, null, 2), 'application/json');
  },
  reporters: [
    [
      'allure',
      {
        outputDir: process.env.GM1_RESULTS ?? process.env.LOG_DIR,
        disableWebdriverStepsReporting: true,
      },
    ],
  ],
};
