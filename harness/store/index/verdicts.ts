import { z } from 'zod';

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

/** Undefined when it is no comparison. */
export function parseVerdicts(comparison: unknown): Verdicts | undefined {
  const parsed = schema.safeParse(comparison);
  if (!parsed.success) return undefined;
  const { gate, tests, logs } = parsed.data;
  return {
    gate: gate.verdict,
    tests: new Map(tests.map(({ name, ...verdict }) => [name, withoutWaiver(verdict)])),
    logs: new Map(
      logs.map(({ signature, counts, ...verdict }) => [signature, { ...withoutWaiver(verdict), counts }]),
    ),
  };
}

function withoutWaiver({ verdict, gates, waived }: z.infer<z.ZodObject<typeof decided>>): TestVerdictOf {
  return { verdict, gates: gates || waived !== undefined };
}
