import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BuildRecord } from '../core/build-record.ts';
import { sampleBuild } from '../testing/sample-run.ts';
import type { FoundImage } from './builder.ts';
import { type ImageNeedsInput, judgeImages } from './image-needs.ts';
import type { RunUse } from './image-users.ts';

const now = new Date('2026-11-22T12:00:00Z');

function ago(minutes: number): string {
  return new Date(now.getTime() - minutes * 60_000).toISOString();
}

const days = 24 * 60;

/** An image of `layers` by their letters; its digest is `sha256:` and its ref. */
function image(ref: string, layers: string, more: Partial<FoundImage> = {}): FoundImage {
  return {
    refs: [ref],
    digest: `sha256:${ref}`,
    bytes: layers.length * 100,
    created: ago(2 * days),
    layers: [...layers],
    labels: { gm1: 'build' },
    usedBy: [],
    ...more,
  };
}

function build(id: string, ref: string, more: Partial<BuildRecord> = {}): BuildRecord {
  return {
    ...sampleBuild('next'),
    id,
    environment: 'here',
    image: { ref, digest: `sha256:${ref}` },
    ...more,
  };
}

function run(id: string, ref: string, more: Partial<RunUse> = {}): RunUse {
  const images = [{ ref, digest: `sha256:${ref}` }];
  return { id, definition: 'here', state: 'finished', startedAt: ago(20 * days), images, ...more };
}

const old = image('gm1/mediawiki:old', 'brlo');
const newest = image('gm1/mediawiki:new', 'brln');
const builds = [build('1', 'gm1/mediawiki:old'), build('2', 'gm1/mediawiki:new')];

function judge(input: Partial<ImageNeedsInput>) {
  return judgeImages({
    images: [old, newest],
    builds,
    environments: [],
    runs: [],
    now,
    all: false,
    ...input,
  });
}

function fateOf(ref: string, input: Partial<ImageNeedsInput>): string | undefined {
  const judged = judge(input).find((each) => each.ref === ref);
  return judged && `${judged.keep ? 'stays' : 'goes'}: ${judged.why}`;
}

describe('the image of an older build', () => {
  const fate = (input: Partial<ImageNeedsInput>) => fateOf('gm1/mediawiki:old', input);
  const inAnEnvironment = {
    name: 'mine',
    track: 'next' as const,
    image: builds[0]?.image ?? { ref: '', digest: '' },
  };
  const runs = (first: Partial<RunUse>, ...later: readonly RunUse[]) => ({
    runs: [...later, run('r1', 'gm1/mediawiki:old', first)],
  });
  const later = run('r2', 'gm1/mediawiki:new', { startedAt: ago(15 * days) });

  test.each<[string, string, Partial<ImageNeedsInput>]>([
    ['goes', 'no environment, run or newer build needs it', {}],
    ['stays', 'needed by environment mine (next)', { environments: [inAnEnvironment] }],
    ['stays', 'containers of mine use it', { images: [{ ...old, usedBy: ['mine'] }, newest] }],
    ['goes', 'no environment, run or newer build needs it', runs({}, later)],
    ['stays', 'needed by run r1', runs({})],
    ['stays', 'needed by run r1', runs({ definition: 'there' }, later)],
    ['stays', 'needed by run r1', runs({ state: 'running' }, later)],
    ['stays', 'needed by run r1', runs({ state: 'interrupted' }, later)],
    ['goes', 'no environment, run or newer build needs it', runs({ state: 'failed' }, later)],
    ['stays', 'needed by run r1', runs({ startedAt: ago(14 * days - 1) }, { ...later, startedAt: ago(1) })],
    [
      'goes',
      'no environment, run or newer build needs it',
      runs({ startedAt: ago(14 * days) }, { ...later, startedAt: ago(1) }),
    ],
    ['stays', 'gm1/mediawiki:new is made of it', { images: [old, { ...newest, layers: [...'brlon'] }] }],
  ])('%s: %s', (fateWord, why, input) => {
    expect(fate(input)).toBe(`${fateWord}: ${why}`);
  });

  test.each<[string, Partial<BuildRecord>]>([
    ['another track', { track: 'train' }],
    ['another environment', { environment: 'there' }],
  ])('stays as the newest of %s', (_what, more) => {
    const [, second] = builds;
    const fate = fateOf('gm1/mediawiki:old', {
      builds: [build('1', 'gm1/mediawiki:old', more), ...(second ? [second] : [])],
    });
    expect(fate).toMatch(/^stays: needed by newest build of (here|there) \((train|next)\)$/);
  });
});

describe('an image below others', () => {
  const below = ['gm1/base:trixie', 'gm1/runtime:1', 'gm1/localisation:1'];
  const chain = [
    image('gm1/base:trixie', 'b'),
    image('gm1/runtime:1', 'br'),
    image('gm1/localisation:1', 'brl'),
  ];

  test.each(below)('%s stays as long as an image that is made of it', (ref) => {
    expect(fateOf(ref, { images: [...chain, old, newest] })).toMatch(/^stays: .* is made of it$/);
  });

  test('goes with the last of them', () => {
    const otherRuntime = { ...newest, layers: [...'bsmn'] };
    const fates = judge({ images: [...chain, old, otherRuntime] }).filter(({ keep }) => !keep);
    expect(fates.map(({ ref }) => ref)).toEqual(['gm1/mediawiki:old', 'gm1/localisation:1', 'gm1/runtime:1']);
  });
});

describe('a seed', () => {
  const seed = (madeOf: string | undefined, more: Partial<FoundImage> = {}) =>
    image('gm1/seed:1', 'bst', {
      labels: { gm1: 'seed', ...(madeOf && { 'gm1.seed-of': `sha256:${madeOf}` }) },
      ...more,
    });
  const fate = (found: FoundImage) => fateOf('gm1/seed:1', { images: [old, newest, found] });

  test.each([
    ['stays: it is the seed of gm1/mediawiki:new', seed('gm1/mediawiki:new')],
    ['goes: the image that it was made of goes', seed('gm1/mediawiki:old', { created: ago(1) })],
    ['goes: the image that it was made of goes', seed('gm1/mediawiki:gone')],
    ['stays: containers of mine use it', seed('gm1/mediawiki:old', { usedBy: ['mine'] })],
    ['goes: it is older than a day', seed(undefined)],
    ['stays: it was made less than a day ago', seed(undefined, { created: ago(days - 1) })],
    ['stays: containers of mine use it', seed(undefined, { usedBy: ['mine'] })],
  ])('%s', (expected, found) => {
    expect(fate(found)).toBe(expected);
  });

  test('keeps the services that it is made of, though newer ones are there', () => {
    const services = image('gm1/services:1', 'bs');
    const newer = image('gm1/services:2', 'bx', { created: ago(1) });
    const fates = (madeOf: string) =>
      fateOf('gm1/services:1', { images: [old, newest, services, newer, seed(madeOf)] });
    expect(fates('gm1/mediawiki:new')).toBe('stays: gm1/seed:1 is made of it');
    expect(fates('gm1/mediawiki:old')).toBe('goes: no environment, run or newer build needs it');
  });
});

test('an image with the web server stays as long as the build that needs it is the newest', () => {
  const web = image('gm1/web:one', 'brw');
  const withWeb = build('1', 'gm1/mediawiki:old', { web: { ref: 'gm1/web:one', digest: web.digest } });
  const images = [old, newest, web];
  const fate = (input: Partial<ImageNeedsInput>) => fateOf('gm1/web:one', { images, ...input });
  expect(fate({ builds: [withWeb] })).toBe('stays: needed by newest build of here (next)');
  expect(fate({ builds: [withWeb, build('2', 'gm1/mediawiki:new')] })).toMatch(/^goes/);
});

test('the newest services stay, used or not', () => {
  const older = image('gm1/services:1', 'bs');
  const newer = image('gm1/services:2', 'bx', { created: ago(days) });
  const input = { images: [newer, older], all: true };
  expect(fateOf('gm1/services:2', input)).toBe('stays: environments to come use it');
  expect(fateOf('gm1/services:1', input)).toMatch(/^goes/);
});

describe('an image that no build of this home made', () => {
  const foreign = image('gm1/mediawiki:foreign', 'brf');
  const fate = (found: FoundImage, all: boolean) =>
    fateOf('gm1/mediawiki:foreign', { images: [old, newest, found], all });

  test('stays with all that it is made of', () => {
    const runtime = image('gm1/runtime:foreign', 'brf'.slice(0, 2));
    expect(fate(foreign, false)).toBe('stays: no build of this home made it');
    expect(fateOf('gm1/runtime:foreign', { images: [foreign, runtime], builds: [] })).toMatch(/^stays/);
  });

  test('goes when all are to go, unless it is in use or was made a moment ago', () => {
    expect(fate(foreign, true)).toBe('goes: no environment, run or newer build needs it');
    expect(fate({ ...foreign, created: ago(9) }, true)).toBe('stays: it was made a moment ago');
    expect(fate({ ...foreign, usedBy: ['theirs'] }, true)).toBe('stays: containers of theirs use it');
  });
});

describe('a name that lives as long as one step', () => {
  const names = (refs: readonly string[], more: Partial<FoundImage> = {}) =>
    judge({ images: [old, { ...newest, refs, ...more }] }).filter(({ ref }) => refs.includes(ref));
  const gone = 'a process that was killed left it';

  test.each([
    ['a draft', 'gm1/draft:new'],
    ['a registry’s beside gm1’s own', 'registry.example.org:5000/team/gm1/mediawiki:new'],
  ])('%s goes after ten minutes, and the image stays', (_what, ref) => {
    expect(names(['gm1/mediawiki:new', ref])).toMatchObject([
      { keep: true },
      { ref, keep: false, why: gone },
    ]);
    expect(names(['gm1/mediawiki:new', ref], { created: ago(9) })[1]).toMatchObject({ keep: true });
    expect(names(['gm1/mediawiki:new', ref], { usedBy: ['mine'] })[1]).toMatchObject({ keep: true });
  });

  test('a draft goes with its image, whoever made it', () => {
    const draft = image('gm1/draft:x', 'brx');
    expect(fateOf('gm1/draft:x', { images: [draft] })).toBe(`goes: ${gone}`);
    expect(fateOf('gm1/draft:x', { images: [{ ...draft, created: ago(9) }] })).toMatch(/^stays/);
  });

  test('a draft keeps nothing that it is made of', () => {
    const images = [image('gm1/localisation:1', 'brl'), old, image('gm1/draft:x', 'brlx')];
    const input = { images: [...images, { ...newest, layers: [...'bsmn'] }] };
    expect(fateOf('gm1/localisation:1', input)).toMatch(/^goes/);
  });

  test.each([
    ['alone', ['registry.example.org/gm1/mediawiki:new']],
    ['another tag', ['gm1/mediawiki:new', 'registry.example.org/gm1/mediawiki:other']],
    ['another name', ['gm1/mediawiki:new', 'my/wiki:new']],
  ])('somebody’s own name is not one: %s', (_what, refs) => {
    expect(names(refs).at(-1)).toMatchObject({ keep: true, why: 'somebody else named it' });
  });
});

test('bytes are those that the image below does not have', () => {
  const images = [image('gm1/base:trixie', 'b'), image('gm1/runtime:1', 'br'), old];
  expect(judge({ images }).map(({ ref, bytes }) => [ref, bytes])).toEqual([
    ['gm1/mediawiki:old', 200],
    ['gm1/runtime:1', 100],
    ['gm1/base:trixie', 100],
  ]);
});

describe('whatever is there', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 });
  const found = fc
    .array(fc.record({ layers: letters, mentioned: fc.boolean(), usedBy: fc.constantFrom([], ['x']) }), {
      maxLength: 8,
    })
    .map((drawn) =>
      drawn.map(({ layers, usedBy, mentioned }, index) => ({
        mentioned,
        ...image(`gm1/mediawiki:${index}`, layers.join(''), { usedBy }),
      })),
    );
  const input = (images: readonly (FoundImage & { readonly mentioned: boolean })[], all: boolean) => ({
    images,
    builds: images.filter(({ mentioned }) => mentioned).map(({ refs: [ref = ''] }) => build(ref, ref)),
    all,
  });
  const startsWith = (one: FoundImage, other: FoundImage) =>
    one.layers.length < other.layers.length &&
    one.layers.every((layer, index) => other.layers[index] === layer);

  test('nothing goes of which something that stays is made, and what is made of another goes first', () => {
    fc.assert(
      fc.property(found, fc.boolean(), (images, all) => {
        const judged = judge(input(images, all)).flatMap(({ ref, keep }) => {
          const one = images.find(({ refs }) => refs[0] === ref);
          return one ? [{ one, keep }] : [];
        });
        expect(judged).toHaveLength(images.length);
        for (const [index, { one, keep }] of judged.entries()) {
          if (keep) continue;
          expect(one.usedBy).toEqual([]);
          expect(judged.some((other) => other.keep && startsWith(one, other.one))).toBe(false);
          expect(judged.slice(index).some((other) => startsWith(one, other.one))).toBe(false);
        }
      }),
    );
  });
});
