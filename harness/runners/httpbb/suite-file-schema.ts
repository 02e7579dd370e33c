import { z } from 'zod';

const text = z.string({ error: 'a text (numbers in quotation marks)' });
const texts = z.record(z.string(), text, { error: 'a map from name to text' });

const regex = text.refine(isRegex, 'a regular expression');

export function isRegex(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

const request = {
  path: text.startsWith('/', 'a path that begins with /'),
  method: z.enum(methods, { error: `one of ${methods.join(', ')}` }).default('GET'),
  request_headers: texts.optional(),
  json_body: z.json({ error: 'a JSON value' }).optional(),
  form_body: texts.optional(),
  body: text.optional(),
};

const assertions = {
  assert_status: z.int({ error: 'a status' }).min(100, 'a status').max(599, 'a status').optional(),
  /** Values must be equal, names in any case. */
  assert_headers: texts.optional(),
  assert_headers_regex: z
    .record(z.string(), regex, { error: 'a map from name to regular expression' })
    .optional(),
  assert_headers_absent: z.array(text, { error: 'a list of names' }).optional(),
  assert_body_contains: text.optional(),
  /** `^` and `$` match at every line. */
  assert_body_regex: regex.optional(),
};

const assertionKeys = Object.keys(assertions);
const bodyKeys = ['json_body', 'form_body', 'body'];

export const requestKeys: readonly string[] = [...Object.keys(request), ...assertionKeys];

const requestSchema = z
  .strictObject({ ...request, ...assertions }, { error: 'a map with path and assertions' })
  .refine((value) => assertionKeys.some((key) => key in value), `one of ${assertionKeys.join(', ')}`)
  .refine((value) => bodyKeys.filter((key) => key in value).length <= 1, `one of ${bodyKeys.join(', ')}`);

const hostKey = /^https?:\/\/[^/\s]+$/;

/**
 * A file of SRE's httpbb (wikitech.wikimedia.org/wiki/Httpbb): `http(s)://host` → requests with assertions.
 * Regular expressions match a part; those of httpbb are Python's, which differ from JavaScript's in rare constructs.
 */
export const suiteFileSchema = z.record(
  z.string().regex(hostKey, 'http:// or https:// and a host, without a path'),
  z.array(requestSchema, { error: 'a list of requests' }).min(1, 'at least one request'),
  { error: 'a map from host to requests' },
);

export type HttpbbRequest = z.infer<typeof requestSchema>;
