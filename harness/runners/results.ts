import { open } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import type { Attachment, Attempt, AttemptStatus } from '../core/result.ts';
import type { Track } from '../core/track.ts';
import { type ResultFile, resultFileSchema } from './result-file.ts';
import { identifyTest } from './test-identity.ts';

/** What a result file itself does not say. */
export interface ResultContext {
  readonly suite: string;
  readonly track: Track;
  readonly purpose: Attempt['purpose'];
  readonly directory: string;
}

/** No attempt when the file cannot be used; `problems` then says why. */
export interface ReadResult {
  readonly attempt?: Attempt;
  /** One sentence each. */
  readonly problems: readonly string[];
}

/** Bytes. A larger result file is a mistake or an attack; logs and pictures belong into attachments. */
const largest = 16 * 1024 * 1024;

export function isResultFile(name: string): boolean {
  return name.endsWith('-result.json');
}

/** Reads one Allure result file (`<uuid>-result.json`). What a test tool wrote is untrusted and may be half there. */
export async function readResultFile(name: string, context: ResultContext): Promise<ReadResult> {
  const text = await readLimited(join(context.directory, name));
  if (!text.ok) return broken(name, text.why);
  return parseResult(text.value, name, context);
}

export function parseResult(text: string, name: string, context: ResultContext): ReadResult {
  const json = parseJson(text);
  if (!json.ok) return broken(name, 'it is not whole JSON');
  const parsed = resultFileSchema.safeParse(json.value);
  if (!parsed.success) return broken(name, z.prettifyError(parsed.error).replaceAll(/\s+/g, ' '));
  return toAttempt(parsed.data, name, context);
}

function toAttempt(result: ResultFile, name: string, context: ResultContext): ReadResult {
  const test = identifyTest(result, context.suite);
  if (!test) return broken(name, `it names no test file for ${JSON.stringify(result.name)}`);
  const { attachments, outside } = resolveAttachments(result, context.directory);
  const status = attemptStatus(result.status);
  const { message, trace } = result.statusDetails;
  const said = plain(message) ?? (status === 'failed' ? silentFailure(result) : undefined);
  const attempt = {
    test,
    track: context.track,
    purpose: context.purpose,
    status,
    startedAt: new Date(result.start).toISOString(),
    seconds: Math.max(0, (result.stop ?? result.start) - result.start) / 1000,
    ...(said && { message: said }),
    ...(trace && { trace: stripVTControlCharacters(trace) }),
    attachments,
  };
  return { attempt, problems: outside.map((source) => refused(name, source)) };
}

function attemptStatus(status: ResultFile['status']): AttemptStatus {
  if (status === 'passed' || status === 'skipped') return status;
  return 'failed';
}

function silentFailure({ status }: ResultFile): string {
  return status === 'unknown' ? 'The test did not end.' : 'The test failed without a message.';
}

function plain(text: string | undefined): string | undefined {
  return text && stripVTControlCharacters(text).trim();
}

function resolveAttachments(result: ResultFile, directory: string) {
  const attachments: Attachment[] = [];
  const outside: string[] = [];
  for (const { name, source, type } of allAttachments(result)) {
    const file = relative(directory, resolve(directory, source));
    if (file === '' || file.startsWith('..') || isAbsolute(file)) outside.push(source);
    else attachments.push({ name, file, type });
  }
  return { attachments, outside };
}

type Holder = Pick<ResultFile, 'attachments' | 'steps'>;

function allAttachments({ attachments, steps }: Holder): ResultFile['attachments'] {
  return [...attachments, ...steps.flatMap(allAttachments)];
}

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

function parseJson(text: string): Read<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, why: String(error) };
  }
}

async function readLimited(path: string): Promise<Read<string>> {
  try {
    await using file = await open(path);
    const { size } = await file.stat();
    if (size > largest) return { ok: false, why: `it has ${size} bytes, more than ${largest}` };
    return { ok: true, value: await file.readFile('utf8') };
  } catch (error) {
    return { ok: false, why: `it cannot be read: ${error instanceof Error ? error.message : error}` };
  }
}

function broken(name: string, why: string): ReadResult {
  return { problems: [`The result file ${name} is not used: ${why}.`] };
}

function refused(name: string, source: string): string {
  return `The result file ${name} names the attachment ${JSON.stringify(source)}, which is not in the results directory; it is left out.`;
}
