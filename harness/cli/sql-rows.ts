import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

export type Row = Readonly<Record<string, string | null>>;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  alwaysCreateTextNode: true,
  isArray: (name) => ['resultset', 'row', 'field'].includes(name),
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: true,
});

const fieldSchema = z.object({
  '@name': z.string(),
  '@xsi:nil': z.string().optional(),
  '#text': z.string().default(''),
});
const answer = z.object({
  resultset: z
    .array(z.object({ row: z.array(z.object({ field: z.array(fieldSchema) })).default([]) }))
    .default([]),
});

/** The rows of all result sets in what the client prints with `--xml`, an XML document each. */
export function readRows(xml: string): readonly Row[] {
  return xml
    .split(/^<\?xml version="1\.0"\?>$/m)
    .flatMap((document) => answer.parse(parser.parse(document)).resultset)
    .flatMap(({ row }) => row)
    .map(({ field: fields }) => Object.fromEntries(fields.map(cellOf)));
}

function cellOf(field: z.infer<typeof fieldSchema>): readonly [string, string | null] {
  return [field['@name'], field['@xsi:nil'] === 'true' ? null : field['#text']];
}
