import { expect, test } from 'vitest';
import { sampleBuild } from '../testing/sample-run.ts';
import { scapReport } from './scap-report.ts';

test.each([
  ['the image’s own name', sampleBuild('next'), 'gm1/sample:next'],
  [
    'the published name when there is one',
    { ...sampleBuild('next'), published: { ref: 'registry.example/gm1:1', digest: 'sha256:1' } },
    'registry.example/gm1:1',
  ],
])('every kind of image has %s', (_which, build, image_name) => {
  expect(scapReport(build, '8.3')).toEqual({
    mediawiki: {
      flavours: {
        publish: {
          kinds: { image: { image_name }, 'cli-image': { image_name }, 'debug-image': { image_name } },
          metadata: { php_version: '8.3' },
        },
      },
    },
    webserver: { flavours: { webserver: { kinds: { image: { image_name } } } } },
  });
});
