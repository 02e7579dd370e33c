import { stripVTControlCharacters } from 'node:util';
import { type Outcome, ok } from '../core/failure.ts';
import type { Command } from '../system/command.ts';
import type { ToolEnd } from './collect-results.ts';

export interface Tool {
  /** The Node that runs the harness, unless it is another. */
  readonly program?: string;
  readonly cwd: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onLine?: (line: string) => void;
}

/** Enough for an error with its place, little enough for a person. */
const keptLines = 15;

/** Runs a test tool and keeps its last lines. */
export async function runTool(
  command: Command,
  { program = process.execPath, cwd, args, env, signal, ...tool }: Tool,
): Promise<Outcome<ToolEnd>> {
  const lastLines: string[] = [];
  const finished = await command.run(program, args, {
    cwd,
    env: { ...env, FORCE_COLOR: '0', NO_COLOR: '1' },
    signal,
    ownGroup: true,
    onLine: (line) => {
      const text = stripVTControlCharacters(line).trimEnd();
      tool.onLine?.(text);
      if (text && !isLibraryFrame(text)) lastLines.push(text);
      if (lastLines.length > keptLines) lastLines.shift();
    },
  });
  const said = finished.reason && !signal.aborted ? [...lastLines, finished.reason] : lastLines;
  return ok({ exitCode: finished.exitCode, lastLines: said });
}

/** A line of a stack trace that tells the user nothing. */
function isLibraryFrame(line: string): boolean {
  return /^\s+at .*(node:|node_modules)/.test(line);
}
