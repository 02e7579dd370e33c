import type { HttpbbRequest } from './suite-file-schema.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Every assertion that does not hold, one sentence each; the semantics are httpbb's. */
export function checkAnswer(request: HttpbbRequest, answer: Answer): readonly string[] {
  return [
    ...checkStatus(request, answer),
    ...entries(request.assert_headers).flatMap(([name, value]) => checkHeader(name, value, answer)),
    ...entries(request.assert_headers_regex).flatMap(([name, regex]) =>
      checkHeaderRegex(name, regex, answer),
    ),
    ...(request.assert_headers_absent ?? []).flatMap((name) => checkAbsent(name, answer)),
    ...checkContains(request, answer),
    ...checkBodyRegex(request, answer),
  ];
}

function entries(map: Readonly<Record<string, string>> = {}): readonly (readonly [string, string])[] {
  return Object.entries(map);
}

function checkStatus({ assert_status }: HttpbbRequest, { status }: Answer): readonly string[] {
  if (assert_status === undefined || status === assert_status) return [];
  return [`Status: expected ${assert_status}, got ${status}.`];
}

function checkHeader(name: string, expected: string, { headers }: Answer): readonly string[] {
  const value = headers.get(name);
  return value === expected ? [] : [`Header ${name}: expected ${quote(expected)}, got ${quote(value)}.`];
}

function checkHeaderRegex(name: string, regex: string, { headers }: Answer): readonly string[] {
  const value = headers.get(name);
  if (value !== null && new RegExp(regex).test(value)) return [];
  return [`Header ${name}: expected a match of /${regex}/, got ${quote(value)}.`];
}

function checkAbsent(name: string, { headers }: Answer): readonly string[] {
  const value = headers.get(name);
  return value === null ? [] : [`Header ${name}: expected none, got ${quote(value)}.`];
}

function checkContains({ assert_body_contains: text }: HttpbbRequest, { body }: Answer): readonly string[] {
  return text === undefined || body.includes(text) ? [] : [`Body: expected it to contain ${quote(text)}.`];
}

function checkBodyRegex({ assert_body_regex: regex }: HttpbbRequest, { body }: Answer): readonly string[] {
  if (regex === undefined || new RegExp(regex, 'm').test(body)) return [];
  return [`Body: expected a match of /${regex}/.`];
}

function quote(value: string | null): string {
  return value === null ? 'none' : JSON.stringify(value);
}
