/**
 * Who may import whom, as data: a folder (or file) may import its own files and those listed, nothing else.
 * The most specific entry counts. `layers.test.ts` fails the build on any other import and on circles.
 */
export const layers: Readonly<Record<string, readonly string[]>> = {
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
  'harness/providers/docker': [
    'harness/core',
    'harness/system',
    'harness/config',
    'harness/image',
    'harness/environment',
  ],
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
};
