export interface RigDefinition {
  readonly train?: string;
  readonly next: string;
  readonly suites: readonly string[];
  /** Those whose messages are built, besides the wikis' own; absent for all. */
  readonly languages?: readonly string[];
}

const trixie = '{ debian: { suite: trixie } }';

/** The default environment with other tracks and suites, as YAML. */
export function definitionYaml({ train = trixie, next, suites, languages }: RigDefinition): string {
  return [
    'name: rig',
    'tracks:',
    `  train: ${train}`,
    `  next: ${next}`,
    'runtime: { base: trixie, php: "8.4" }',
    'config: contained',
    'wikis:',
    '  testwiki: { lang: en }',
    '  testrtlwiki: { lang: he }',
    '  testcommonswiki: { lang: en, shape: commons }',
    ...(languages ? [`languages: [${languages.join(', ')}]`] : []),
    `suites: [${suites.join(', ')}]`,
    '',
  ].join('\n');
}
