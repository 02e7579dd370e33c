import { open, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { EvidenceView, ShowEvidence } from './html/finding-card.ts';
import type { EvidenceFile, Finding } from './model/finding.ts';
import { plainText } from './model/plain-text.ts';

/** Bytes; a larger screenshot is linked, so that the page stays quick to open and to send. */
const imageLimit = 1_500_000;
const pageLimit = 16_000_000;

/** Characters of a text, and bytes that are read of it. */
const textLimit = 8000;
const textBytes = 32_000;

const imageTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);

/** Finds the files of the findings below a run directory, worst finding first, and reads screenshots and texts among them. */
export async function loadEvidence(
  findings: readonly Finding[],
  runDirectory: string,
  reportDirectory: string,
): Promise<ShowEvidence> {
  const views = new Map<EvidenceFile, EvidenceView>();
  let left = pageLimit;
  for (const file of findings.flatMap(filesOf)) {
    const path = await findFile(runDirectory, file);
    if (path === undefined) continue;
    const image = await readImage(path, file.type, left);
    const text = await readText(path, file.type, left);
    left -= (image ?? text ?? '').length;
    const href = hrefOf(reportDirectory, path);
    views.set(file, { href, ...(image && { image }), ...(text !== undefined && { text }) });
  }
  return (file) => views.get(file) ?? {};
}

function filesOf(finding: Finding): readonly EvidenceFile[] {
  if (finding.kind !== 'test') return [];
  return [...finding.sides.next.attachments, ...finding.sides.train.attachments];
}

/** An attachment's name comes from a test tool: a path that leads out of the run directory is not followed. */
async function findFile(
  runDirectory: string,
  { track, suite, file }: EvidenceFile,
): Promise<string | undefined> {
  const results = join(runDirectory, track, 'results');
  for (const candidate of [join(results, suite, file), join(results, file)]) {
    const path = await realpath(candidate).catch(() => undefined);
    if (path?.startsWith((await realpath(runDirectory)) + sep)) return path;
  }
  return undefined;
}

async function readImage(path: string, type: string, left: number): Promise<string | undefined> {
  if (!imageTypes.has(type)) return undefined;
  const { size } = await stat(path);
  if (size > imageLimit || (size * 4) / 3 > left) return undefined;
  return `data:${type};base64,${await readFile(path, 'base64')}`;
}

/** Of a long text the beginning. */
async function readText(path: string, type: string, left: number): Promise<string | undefined> {
  if (type !== 'text/plain' || left < textBytes) return undefined;
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(textBytes), 0, textBytes);
  return plainText(buffer.toString('utf8', 0, bytesRead), textLimit);
}

function hrefOf(from: string, path: string): string {
  return relative(from, path).split(sep).map(encodeURIComponent).join('/');
}
