import { formatMegabytes, formatSeconds } from '../../reports/model/measures.ts';
import type { ListedBuild } from '../image/describe-builds.ts';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-code.ts';
import { finishFailed, printJson } from './finish.ts';

const columns = 100;

/** `gm1 build --list`: the builds on record, newest first, and what refers to them. */
export async function listBuilds(context: Context, { json }: { json: boolean }): Promise<ExitCode> {
  const builds = await context.services.builds();
  if (!builds.ok) return finishFailed(context, builds.failure, json);
  if (json) printJson(context, builds.value);
  else context.stdout.write(buildListText(builds.value, context.services.clock.now()));
  return 0;
}

/** Columns, and below each build its image with what refers to it. */
export function buildListText(builds: readonly ListedBuild[], now: Date): string {
  if (builds.length === 0) return 'Nothing was built yet; "gm1 build" builds the image of a track.\n';
  const rows = builds.map((build) => cellsOf(build, now));
  const table = [['BUILD', 'AGE', 'ENVIRONMENT', 'KIND', 'SIZE', 'TOOK'], ...rows];
  const [header = '', ...lines] = alignColumns(table);
  return `${[header, ...lines.flatMap((line, index) => [line, ...imageLines(builds[index])])].join('\n')}\n`;
}

function cellsOf(build: ListedBuild, now: Date): readonly string[] {
  const { id, environment = '-', kind, startedAt, bytes, seconds } = build;
  return [
    id,
    age(now.getTime() - Date.parse(startedAt)),
    environment,
    kind,
    formatMegabytes(bytes),
    formatSeconds(seconds),
  ];
}

function imageLines(build: ListedBuild | undefined): readonly string[] {
  if (!build) return [];
  const { version, image, there, users } = build;
  return fillLines([`MediaWiki ${version} in ${image.ref}`, ...(there ? [] : ['gone']), ...users]);
}

/** As many items on a line as fit; no item is broken. */
function fillLines(items: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const item of items) {
    const longer = `${lines.at(-1)} · ${item}`;
    if (lines.length > 0 && longer.length <= columns) lines[lines.length - 1] = longer;
    else lines.push(`  ${item}`);
  }
  return lines;
}

function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths =
    rows[0]?.map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Of milliseconds, in the largest unit that gives at least 2. */
function age(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  if (minutes < 120) return `${minutes} min`;
  if (minutes < 2 * 24 * 60) return `${Math.floor(minutes / 60)} h`;
  return `${Math.floor(minutes / (24 * 60))} d`;
}
