'use strict';
// Upstream's configuration as it is, with this machine's Chromium and without its retries: a failure is confirmed by the
// harness, alone and later. Chromium is driven by ChromeDriver when one is named, else by DevTools, as upstream does.

const childProcess = require('node:child_process');
const { posix, relative } = require('node:path');
const { createInterface } = require('node:readline');

const { config } = require(process.env.GM1_UPSTREAM_CONFIG);
const { GM1_CHROMEDRIVER: driverPath } = process.env;
const isRoot = process.getuid?.() === 0;
const flags = [
  '--headless=new',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(driverPath ? ['--window-size=1280,1024'] : []),
  ...(isRoot ? ['--no-sandbox'] : []),
];
const { spawn } = childProcess;
let driver;

exports.config = {
  ...config,
  ...(driverPath ? byChromeDriver() : byDevTools()),
  maxInstances: Number(process.env.GM1_WORKERS ?? 1),
  specFileRetries: 0,
  capabilities: config.capabilities.map((capability) => ({
    ...capability,
    'goog:chromeOptions': {
      ...capability['goog:chromeOptions'],
      binary: process.env.GM1_CHROMIUM,
      args: [...capability['goog:chromeOptions'].args, ...flags],
    },
  })),
  beforeTest: [nameRequests, config.beforeTest].flat().filter(Boolean),
};

function byDevTools() {
  // It would leave this process's group, and outlive a run that is interrupted.
  childProcess.spawn = (file, args, options) => spawn(file, args, { ...options, detached: false });
  return { automationProtocol: 'devtools' };
}

function byChromeDriver() {
  return {
    async onPrepare(_config, capabilities) {
      const port = await startDriver();
      const where = { protocol: 'http', hostname: '127.0.0.1', port, path: '/' };
      for (const capability of capabilities) Object.assign(capability, where);
    },
    onComplete() {
      driver.kill();
    },
  };
}

/** Resolves with the port that it has chosen. */
function startDriver() {
  driver = spawn(driverPath, ['--port=0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    driver.on('error', reject);
    driver.on('exit', (code) => reject(new Error(`ChromeDriver ended with exit code ${code}.`)));
    createInterface(driver.stdout).on('line', (line) => {
      const port = /successfully on port (\d+)/.exec(line)?.[1];
      if (port) resolve(Number(port));
    });
  });
}

/** The wiki's logs can then name the test. */
async function nameRequests({ file, parent, title }) {
  const path = posix.join(process.env.GM1_COMPONENT, relative(process.cwd(), file ?? ''));
  const name = ['selenium', path, parent, title, 'selenium'].join(' › ');
  const headers = { 'X-GM1-Test': encodeURIComponent(name) };
  if (driverPath) {
    await browser.sendCommandAndGetResult('Network.enable', {});
    await browser.sendCommandAndGetResult('Network.setExtraHTTPHeaders', { headers });
  } else {
    const puppeteer = await browser.getPuppeteer();
    for (const page of await puppeteer.pages()) await page.setExtraHTTPHeaders(headers);
  }
}
