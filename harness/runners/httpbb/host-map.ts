import { z } from 'zod';
import type { Endpoints } from '../../core/endpoint.ts';
import type { Wiki } from '../../core/environment-record.ts';
import type { HttpTest } from './read-suite-file.ts';
import { readYaml } from './read-yaml.ts';
import { isRegex } from './suite-file-schema.ts';

const text = z.string({ error: 'a text' }).min(1, 'a text');

const schema = z.strictObject(
  {
    hosts: z
      .record(
        text,
        z
          .strictObject({ dbname: text.optional(), shape: text.optional() }, { error: 'dbname or shape' })
          .refine(({ dbname, shape }) => !dbname !== !shape, 'either dbname or shape'),
        { error: 'a map from host to a wiki' },
      )
      .default({}),
    needs_production: z
      .array(
        z.strictObject(
          {
            host: text,
            path: text.refine(isRegex, 'a regular expression').optional(),
            why: text,
          },
          { error: 'a map with host and why' },
        ),
        { error: 'a list' },
      )
      .default([]),
  },
  { error: 'a map with hosts and needs_production' },
);

/** Which wiki of a farm stands for a host of production, and what none can stand for. */
export type HostMap = z.infer<typeof schema>;

export const emptyHostMap: HostMap = { hosts: {}, needs_production: [] };

const form = {
  schema,
  owner: 'a host map',
  keys: ['hosts', 'needs_production', 'dbname', 'shape', 'host', 'path', 'why'],
};

/** Reads the text of a file `hosts.yaml`. */
export function readHostMap(source: string, file: string) {
  return readYaml<HostMap>(source, file, form);
}

export type Place =
  | { readonly kind: 'wiki'; readonly wiki: Wiki }
  /** `why` is a sentence. */
  | { readonly kind: 'nowhere'; readonly why: string };

/** Where a test's request is sent to. What needs production is sent nowhere, whatever the farm has. */
export function placeTest({ host, request }: HttpTest, map: HostMap, endpoints: Endpoints): Place {
  const need = map.needs_production.find(
    (entry) => entry.host === host && new RegExp(entry.path ?? '').test(request.path),
  );
  if (need) return { kind: 'nowhere', why: `Needs production: ${need.why}.` };
  const { dbname, shape } = map.hosts[host] ?? { dbname: host };
  const wiki = endpoints.wikis.find((candidate) => candidate.dbname === dbname || candidate.shape === shape);
  return wiki ? { kind: 'wiki', wiki } : { kind: 'nowhere', why: absence(host, map, endpoints) };
}

function absence(host: string, { hosts }: HostMap, { environment }: Endpoints): string {
  const { dbname, shape } = hosts[host] ?? { dbname: host };
  const wanted = dbname ? `wiki "${dbname}"` : `wiki of shape "${shape}"`;
  const because = hosts[host] ? `, which stands for ${host}` : '';
  return `The environment "${environment}" has no ${wanted}${because}.`;
}
