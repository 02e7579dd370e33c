import { chromium } from './chromium.ts';
import { containerEngine } from './container-engine.ts';
import { dependencies } from './dependencies.ts';
import { disk } from './disk.ts';
import { memory } from './memory.ts';
import { node } from './node.ts';
import { programRequirement } from './program-requirement.ts';
import type { Requirement } from './requirement.ts';

const itself = 'nothing: WebdriverIO downloads it when it can';

/** All that gm1 needs of a machine, in the order in which it is mended. */
export const requirements: readonly Requirement[] = [
  node,
  dependencies,
  disk,
  memory,
  containerEngine,
  programRequirement({
    name: 'mmdebstrap',
    neededFor: 'making the base image when no registry answers',
    program: 'mmdebstrap',
    packages: ['mmdebstrap', 'debian-archive-keyring'],
    elsewhere: { linux: 'nothing: a registry has to answer', macos: 'nothing: a registry has to answer' },
  }),
  chromium,
  programRequirement({
    name: 'ChromeDriver',
    neededFor: 'the webdriverio suite',
    program: 'chromedriver',
    packages: ['chromium-driver'],
    elsewhere: { linux: itself, macos: itself },
  }),
  programRequirement({
    name: 'Java runtime',
    neededFor: 'the Allure report',
    program: 'java',
    packages: ['default-jre-headless'],
    elsewhere: { linux: 'sudo dnf install java-latest-openjdk-headless', macos: 'brew install openjdk' },
  }),
];
