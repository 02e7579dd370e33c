import { dirname, join } from 'node:path';
import { isMap, isSeq, parseDocument } from 'yaml';
import { failed, type Outcome, ok } from '../core/failure.ts';
import { type Waiver, waiverKey } from '../core/waiver.ts';
import { readIfPresent, writeWhole } from '../system/files.ts';
import { explainIssues, problemText } from './explain-issues.ts';
import { problemsFailure } from './problems-failure.ts';
import { waiversSchema } from './waivers-schema.ts';
import { YamlSource } from './yaml-source.ts';

export const waiversFileName = 'waivers.yaml';

/** The file with the waivers of an environment: beside its definition, so that it is reviewed as that is. */
export function waiversFile(definitionFile: string): string {
  return join(dirname(definitionFile), waiversFileName);
}

/** Reads a file of waivers; without one there are none. Fails with every problem at once, each with its place. */
export async function loadWaivers(file: string): Promise<Outcome<readonly Waiver[]>> {
  return parseWaivers((await readIfPresent(file)) ?? '', file);
}

/** The same of a text, which may be JSON. */
export function parseWaivers(text: string, file: string): Outcome<readonly Waiver[]> {
  const source = new YamlSource(text);
  const syntax = source.syntaxProblems.map(({ place, message }) => ({
    ...place,
    text: problemText([], 'valid YAML', message),
  }));
  if (source.value?.data === null && syntax.length === 0) return ok([]);
  const parsed = source.value && waiversSchema.safeParse(source.value.data);
  const problems = [...syntax, ...explainIssues(parsed?.error?.issues ?? [], source, waiversSchema)];
  if (!parsed?.success || problems.length > 0) return failed(problemsFailure(file, process.cwd(), problems));
  return ok(parsed.data.waivers);
}

/** What is to become of a file of waivers. Those that are added take the place of others of the same finding. */
export interface WaiversChange {
  readonly add: readonly Waiver[];
  readonly remove: readonly Waiver[];
}

/** Writes a changed file of waivers; comments and the form of what stays are kept. */
export async function changeWaivers(file: string, change: WaiversChange): Promise<void> {
  await writeWhole(file, changedText((await readIfPresent(file)) ?? header, change));
}

const header = 'waivers:\n';

function changedText(text: string, { add, remove }: WaiversChange): string {
  const isEmpty = !isMap(parseDocument(text).contents);
  const document = parseDocument(isEmpty ? `${text}${text.endsWith('\n') ? '' : '\n'}waivers:\n` : text);
  if (!isSeq(document.get('waivers'))) document.set('waivers', document.createNode([]));
  const list = document.get('waivers');
  if (!isSeq(list)) throw new Error('A list that was just made is none.');
  const gone = new Set([...add, ...remove].map(waiverKey));
  list.items = list.items.filter((item) => !gone.has(keyOf(item)));
  list.flow = false;
  for (const waiver of add) list.add(document.createNode(fieldsOf(waiver)));
  return document.toString({ lineWidth: 0 });
}

function keyOf(item: unknown): string {
  const parsed = waiversSchema.safeParse({ waivers: [isMap(item) ? item.toJSON() : item] });
  const [waiver] = parsed.data?.waivers ?? [];
  return waiver ? waiverKey(waiver) : '';
}

/** In the order in which a person reads them. */
function fieldsOf(waiver: Waiver): Readonly<Record<string, string>> {
  const { task, owner, scope, signature, reason, expires } = waiver;
  const test = waiver.scope === 'test' ? { test: waiver.test } : {};
  return { task, owner, scope, ...test, signature, reason, expires };
}
