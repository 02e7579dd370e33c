import { join } from 'node:path';
import { z } from 'zod';
import { definitionYaml } from './definitions.ts';
import { extractMediaWiki } from './real-engine.ts';
import type { Rig } from './rig.ts';

const builds = z.tuple([z.object({ image: z.object({ ref: z.string() }), version: z.string() })]);

/** A folder with the train's MediaWiki, as a developer might have it checked out; built for these languages, or for all. */
export async function trainTree(rig: Rig, languages?: readonly string[]): Promise<string> {
  const next = '{ debian: { suite: trixie } }';
  const definition = definitionYaml({ next, suites: ['http'], ...(languages && { languages }) });
  const environment = await rig.define('plain', definition);
  const built = await rig.gm1('build', '--track', 'train', '--environment', environment, '--json');
  if (built.exitCode !== 0) throw new Error(`The train was not built: ${built.stderr}`);
  const [{ image, version }] = builds.parse(JSON.parse(built.stdout));
  const tree = join(rig.directory, 'mediawiki');
  await extractMediaWiki(image.ref, version, tree);
  return tree;
}
