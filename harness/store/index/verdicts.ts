import { z } from 'zod';
import { parseJson } from '../../system/parse-json.ts';

/** What `comparison.json` decided, without the attempts and records that it decided by. */
export interface Verdicts {
  readonly gate: string;
  /** By `testName()`. */
  readonly tests: ReadonlyMap<string, TestVerdictOf>;
  /** By signature. */
  readonly logs: ReadonlyMap<string, LogVerdictOf>;
}

interface TestVerdictOf {
  readonly verdict: string;
  /** Or would without its waiver. */
  readonly gates: boolean;
}

interface LogVerdictOf extends TestVerdictOf {
  readonly counts: { readonly train: number; readonly next: number };
}

const decided = { verdict: z.string(), gates: z.boolean(), waived: z.unknown().optional() };

/** Of all that is there just what is asked for here: checking a run's every attempt again takes most of the time. */
const schema = z.object({
  gate: z.object({ verdict: z.string() }),
  tests: z.array(z.object({ name: z.string(), ...decided })),
  logs: z.array(
    z.object({
      signature: z.string(),
      counts: z.object({ train: z.number(), next: z.number() }),
      ...decided,
    }),
  ),
});

/**
 * Undefined when it is no comparison. A letter beyond ASCII, which every name has, makes Node's decoding of the whole slow:
 * the bytes are taken for letters of one byte each, which are none of JSON's, and just what is kept is decoded.
 */
export function parseVerdicts(file: Buffer): Verdicts | undefined {
  const parsed = schema.safeParse(parseJson(file.toString('latin1')));
  if (!parsed.success) return undefined;
  const { gate, tests, logs } = parsed.data;
  return {
    gate: gate.verdict,
    tests: new Map(tests.map(({ name, ...verdict }) => [decoded(name), withoutWaiver(verdict)])),
    logs: new Map(
      logs.map(({ signature, counts, ...verdict }) => [
        decoded(signature),
        { ...withoutWaiver(verdict), counts },
      ]),
    ),
  };
}

function decoded(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8');
}

function withoutWaiver({ verdict, gates, waived }: z.infer<z.ZodObject<typeof decided>>): TestVerdictOf {
  return { verdict, gates: gates || waived !== undefined };
}
