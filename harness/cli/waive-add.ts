import { changeWaivers, waiversFile } from '../config/waivers-file.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import { hasExpired, type Waiver, type WaiverScope } from '../core/waiver.ts';
import type { Context } from './context.ts';
import { chooseFindings, type NumberedFinding } from './hand-on.ts';
import { readRun } from './report.ts';
import { readWaivers, readWaiversFile, type WaiversOf } from './waivers-of.ts';

export interface WaiveOptions {
  readonly finding?: number | undefined;
  readonly run: string;
  readonly scope?: 'log' | 'test' | undefined;
  readonly signature?: string | undefined;
  readonly test?: string | undefined;
  readonly task?: string | undefined;
  readonly owner?: string | undefined;
  readonly reason?: string | undefined;
  readonly expires?: string | undefined;
  readonly environment: string;
}

/** Adds a waiver for each signature of what was asked for, and gives them. */
export async function addWaivers(context: Context, options: WaiveOptions): Promise<Outcome<WaiversOf>> {
  const common = commonFields(options, context.services.clock.now().toISOString());
  if (!common.ok) return common;
  const subjects = await findSubjects(context, options);
  if (!subjects.ok) return subjects;
  const { file, found } = subjects.value;
  const waivers = found.map((subject): Waiver => ({ ...common.value, ...subject }));
  const known = await readWaiversFile(file);
  if (!known.ok) return known;
  await changeWaivers(file, { add: waivers, remove: [] });
  return ok({ file, waivers });
}

type CommonFields = Pick<Waiver, 'task' | 'owner' | 'reason' | 'expires'>;
type Subject = WaiverScope & Pick<Waiver, 'signature'>;

const commonNames = ['task', 'owner', 'reason', 'expires'] as const;

/** A waiver without all of its fields is refused, see verdicts.md, "Waivers". */
function commonFields(options: WaiveOptions, now: string): Outcome<CommonFields> {
  const { task = '', owner = '', reason = '', expires = '' } = options;
  const named = options.finding === undefined ? subjectNames(options) : [];
  const missing = [...commonNames, ...named].filter((name) => !options[name]?.trim());
  if (missing.length > 0)
    return failed({
      kind: 'usage',
      what: `A waiver needs ${missing.map((name) => `--${name}`).join(', ')}${named.length > 0 ? ' (or --finding for what it waives)' : ''}.`,
      next: '"gm1 waive --help" shows examples.',
    });
  const fields = { task: task.trim(), owner: owner.trim(), reason: reason.trim(), expires };
  return isDay(expires) && !hasExpired({ expires }, now) ? ok(fields) : failed(badDay(expires));
}

function subjectNames({ scope }: WaiveOptions) {
  return scope === 'test' ? (['signature', 'test'] as const) : (['scope', 'signature'] as const);
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
}

function badDay(expires: string) {
  return {
    kind: 'usage' as const,
    what: `A waiver must expire on a day to come, and ${JSON.stringify(expires)} is none.`,
    next: 'Write it as 2026-12-31.',
  };
}

interface Subjects {
  readonly file: string;
  readonly found: readonly Subject[];
}

async function findSubjects(context: Context, options: WaiveOptions): Promise<Outcome<Subjects>> {
  const { finding, scope, signature = '', test = '' } = options;
  if (finding !== undefined) return subjectsOfRun(context, options.run, finding);
  const read = await readWaivers(context, options.environment);
  if (!read.ok) return read;
  const subject: Subject = scope === 'test' ? { scope, test, signature } : { scope: 'log', signature };
  return ok({ file: read.value.file, found: [subject] });
}

async function subjectsOfRun(context: Context, run: string, number: number): Promise<Outcome<Subjects>> {
  const found = await readRun(context, run);
  if (!found.ok) return found;
  const chosen = chooseFindings(found.value, number);
  if (!chosen.ok) return chosen;
  const subjects = chosen.value.flatMap(subjectsOf);
  if (subjects.length === 0)
    return failed({
      kind: 'usage',
      what: `Finding ${number} is nothing that could be waived.`,
      next: 'Tests and log lines can. Mend the step that failed and run again.',
    });
  return ok({ file: waiversFile(found.value.record.definition.file), found: subjects });
}

function subjectsOf({ finding }: NumberedFinding): readonly Subject[] {
  if (finding.kind === 'log') return [{ scope: 'log', signature: finding.log.signature }];
  if (finding.kind === 'failure') return [];
  const { name, signatures } = finding.test;
  return signatures.map((signature) => ({ scope: 'test', test: name, signature }));
}
