export type Layers = Readonly<Record<string, readonly string[] | 'everything'>>;

/**
 * Who may import whom, as data: a folder (or file) may import its own files and those listed, nothing else.
 * The most specific entry counts. `layers.test.ts` fails the build on any other import and on circles.
 */
export const layers: Layers = {
  'harness/core': [],
  'harness/system': ['harness/core'],
  'harness/comparison': ['harness/core'],
  'harness/store': ['harness/core', 'harness/system'],
  suites: ['harness/core'],
  'harness/config': ['harness/core', 'harness/system'],
  'harness/evidence': ['harness/core', 'harness/system'],
  'harness/source': ['harness/core', 'harness/system'],
  reports: ['harness/core', 'harness/system', 'harness/comparison'],
  'harness/image': ['harness/core', 'harness/system', 'harness/config'],
  'harness/environment': ['harness/core', 'harness/system', 'harness/config'],
  'harness/runners': ['harness/core', 'harness/system', 'harness/config'],
  'harness/runners/declared': ['harness/core', 'harness/system', 'harness/config', 'harness/runners'],
  'harness/runners/httpbb': ['harness/core', 'harness/system', 'harness/config', 'harness/runners'],
  'harness/runners/playwright': ['harness/core', 'harness/system', 'harness/config', 'harness/runners'],
  'harness/runners/upstream': ['harness/core', 'harness/system', 'harness/config', 'harness/runners'],
  'harness/runners/webdriverio': ['harness/core', 'harness/system', 'harness/config', 'harness/runners'],
  'harness/runners/suites.ts': [
    'harness/core',
    'harness/system',
    'harness/config',
    'harness/runners',
    'harness/runners/declared',
    'harness/runners/httpbb',
    'harness/runners/playwright',
    'harness/runners/upstream',
    'harness/runners/webdriverio',
  ],
  'harness/providers/docker': [
    'harness/core',
    'harness/system',
    'harness/config',
    'harness/image',
    'harness/environment',
  ],
  'harness/requirements': ['harness/core', 'harness/system'],
  'harness/run': [
    'harness/core',
    'harness/system',
    'harness/config',
    'harness/source',
    'harness/image',
    'harness/environment',
    'harness/runners',
    'harness/evidence',
    'harness/comparison',
    'harness/store',
  ],
  'harness/layers.ts': [],
  'harness/cli': 'everything',
  'harness/compose.ts': 'everything',
  'harness/engine-services.ts': 'everything',
  'harness/main.ts': 'everything',
  'harness/bench.ts': 'everything',
  'harness/bench': 'everything',
  'harness/check.ts': ['harness/core', 'harness/system', 'harness/check'],
  'harness/check': ['harness/core', 'harness/system'],
  'harness/testing': 'everything',
  'harness/layers.test.ts': 'everything',
};

/** Packages that name a technology, and the only folders that may name it. Tests may, too. */
export const reservedPackages: Readonly<Record<string, readonly string[]>> = {
  testcontainers: ['harness/providers/docker'],
  execa: ['harness/system'],
  '@commander-js/extra-typings': ['harness/cli'],
  'log-update': ['harness/cli'],
};
