import { join } from 'node:path';
import { z } from 'zod';
import type { BuildRecord } from '../core/build-record.ts';
import { type Track, tracks } from '../core/track.ts';
import { namesIn, readIfPresent, writeWhole } from '../system/files.ts';
import { parseJson } from '../system/parse-json.ts';

const imageSchema = z.object({ ref: z.string(), digest: z.string() }).readonly();

const checkoutSchema = z.object({
  repo: z.string(),
  path: z.string(),
  branch: z.string().exactOptional(),
  commit_ref: z.string(),
  url: z.string().exactOptional(),
  committed: z.number().exactOptional(),
  content: z.string().exactOptional(),
  dirty: z.number().exactOptional(),
  patches: z.array(z.object({ name: z.string(), hash: z.string() })).exactOptional(),
  sha256: z.string().exactOptional(),
});

const buildRecordSchema: z.ZodType<BuildRecord> = z.object({
  id: z.string(),
  track: z.enum(tracks),
  version: z.string(),
  image: imageSchema,
  kind: z.enum(['full', 'incremental', 'cached']),
  reason: z.string(),
  parent: imageSchema.exactOptional(),
  environment: z.string().exactOptional(),
  changes: z
    .object({ changed: z.number(), removed: z.number(), bytes: z.number(), sinceFull: z.number() })
    .exactOptional(),
  layers: z.number().exactOptional(),
  adopted: imageSchema.exactOptional(),
  web: imageSchema.exactOptional(),
  published: imageSchema.exactOptional(),
  startedAt: z.iso.datetime(),
  phases: z.array(z.object({ name: z.string(), seconds: z.number() })),
  seconds: z.number(),
  bytes: z.number(),
  files: z.number(),
  manifest: z.object({
    hash: z.string(),
    version: z.string(),
    versions: z.array(z.string()),
    checkouts: z.array(checkoutSchema),
    config: z.object({ name: z.string(), hash: z.string() }),
  }),
});

/** The build records of a home, `builds/<id>.json`; ids sort by time. */
export class BuildRecords {
  readonly #directory: string;

  /** `directory` is `Home.builds`. */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /** `diff` is what the folders that it was built from differed by from their commits. */
  async save(record: BuildRecord, diff?: string): Promise<void> {
    if (diff !== undefined) await writeWhole(join(this.#directory, `${record.id}.diff`), diff);
    await writeWhole(join(this.#directory, `${record.id}.json`), `${JSON.stringify(record, undefined, 2)}\n`);
  }

  /** Oldest first. A file that is not a build record is passed over: another version of gm1 wrote it. */
  async list(): Promise<readonly BuildRecord[]> {
    const records = await Promise.all((await this.#names()).map((name) => this.#read(name)));
    return records.filter((record) => record !== undefined);
  }

  /** The newest of those with this image. Looks at no more files than it needs to. */
  async newestOf(digest: string): Promise<BuildRecord | undefined> {
    for (const name of (await this.#names()).reverse()) {
      const record = await this.#read(name);
      if (record?.image.digest === digest) return record;
    }
    return undefined;
  }

  async newest(track: Track): Promise<BuildRecord | undefined> {
    return (await this.list()).findLast((record) => record.track === track);
  }

  /** Oldest first. Inventories, `<id>.files.json`, lie beside them. */
  async #names(): Promise<string[]> {
    return (await namesIn(this.#directory)).filter((name) => /(?<!\.files)\.json$/.test(name)).sort();
  }

  async #read(name: string): Promise<BuildRecord | undefined> {
    const text = await readIfPresent(join(this.#directory, name));
    return text === undefined ? undefined : buildRecordSchema.safeParse(parseJson(text)).data;
  }
}
