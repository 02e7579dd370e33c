import type { BuildRecord } from '../core/build-record.ts';

/**
 * A build in the shape of the `report.json` that scap's image build writes. One image of ours is MediaWiki for the web,
 * for the command line and for debugging, and the web server, so all of them have its name.
 */
export function scapReport({ image, published }: BuildRecord, phpVersion: string) {
  const named = { image_name: (published ?? image).ref };
  return {
    mediawiki: {
      flavours: {
        publish: {
          kinds: { image: named, 'cli-image': named, 'debug-image': named },
          metadata: { php_version: phpVersion },
        },
      },
    },
    webserver: { flavours: { webserver: { kinds: { image: named } } } },
  };
}
