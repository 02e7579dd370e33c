import { BenchHome, type BenchTracks } from './bench-home.ts';
import { timePlainWay } from './plain-way.ts';
import { megabytes, row, seconds } from './row.ts';

/** No farm of earlier had such names, so that there is no seed yet. */
const mark = `b${crypto.randomUUID().slice(0, 6)}`;

const farm = [
  { dbname: `${mark}wiki`, lang: 'en', shape: 'wikipedia' },
  { dbname: `${mark}rtlwiki`, lang: 'he', shape: 'rtl' },
  { dbname: `${mark}commonswiki`, lang: 'en', shape: 'commons' },
];
const three = farm.map(({ dbname, lang, shape }) => `${dbname}: { lang: ${lang}, shape: ${shape} }`);

const sizes = [1, 5, 20, 50];

/**
 * The figures of an environment's life: up, reset, down, memory, beside the plain way in the same run; and how they grow
 * with the number of wikis.
 */
export async function benchLife(): Promise<void> {
  await using home = await BenchHome.create();
  await benchThree(home);
  for (const size of sizes) await benchFarm(home, size);
}

async function benchThree(home: BenchHome): Promise<void> {
  const one = await home.define('bench', three);
  const other = await home.define('bench-second', three);
  const first = await home.tracks('up', one, '--track', 'both');
  row('gm1 up --track both, seeds not there', seconds(first.seconds));
  await home.down(one);

  const up = await home.tracks('up', one);
  row('gm1 up, one track of three wikis', seconds(up.seconds));
  row('  memory, as soon as it is up', megabytes(await home.memory(one)));
  const second = await home.tracks('up', other);
  row('  a second environment beside it', seconds(second.seconds));
  await home.down(other);
  const reset = await home.tracks('reset', one);
  row('gm1 reset', seconds(reset.seconds));
  row('  until the last wiki answered again', seconds(longest(reset.value, 'away')));
  const swap = await home.tracks('up', one, '--force-version', versionOf(up.value));
  row('gm1 up with other code, update.php included', seconds(swap.seconds));
  row('  longest that a wiki was unavailable', seconds(longest(swap.value, 'unavailable')));
  row('gm1 down', seconds((await home.down(one)).seconds));

  const both = await home.tracks('up', one, '--track', 'both');
  row('gm1 up --track both', seconds(both.seconds));
  row('  memory of both', megabytes(await home.memory(one)));
  row('gm1 down, both', seconds((await home.down(one)).seconds));
  const [track] = up.value;
  if (!track) return;
  const images = { track: track.image, services: track.servicesImage };
  row('the plain way: install, update, import', seconds(await timePlainWay(home.directory, images, farm)));
}

/** The version in the name of an image, `gm1/mediawiki:1.43.11-0123456789ab`. */
function versionOf([track]: BenchTracks): string {
  return /:([^-]+)-/.exec(track?.image.ref ?? '')?.[1] ?? '';
}

function longest(tracks: BenchTracks, of: 'away' | 'unavailable'): number {
  const wikis = tracks.flatMap(({ away, change }) => (of === 'away' ? away : change?.unavailable) ?? []);
  return Math.max(0, ...wikis.map((wiki) => wiki.seconds));
}

async function benchFarm(home: BenchHome, size: number): Promise<void> {
  const wikis = Array.from({ length: size }, (_, index) => `${mark}n${index}wiki: { lang: en }`);
  const environment = await home.define(`bench-${size}`, wikis);
  const seeded = await home.tracks('up', environment);
  const seed = seeded.value[0]?.phases.find(({ name }) => name === 'seed')?.seconds ?? Number.NaN;
  await home.down(environment);
  const up = await home.tracks('up', environment);
  const memory = await home.memory(environment);
  const down = await home.down(environment);
  const figures = [
    `seed ${seconds(seed)}`,
    `up ${seconds(up.seconds)}`,
    megabytes(memory),
    `down ${seconds(down.seconds)}`,
  ];
  row(`${size} ${size === 1 ? 'wiki' : 'wikis'}`, figures.join(', '));
}
