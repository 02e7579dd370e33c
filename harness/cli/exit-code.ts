import type { Gate } from '../core/comparison.ts';
import type { Failure } from '../core/failure.ts';

/** 0 good or go · 1 no-go or failed tests · 2 usage or configuration · 3 infrastructure or inconclusive · 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

const failureCodes: Readonly<Record<Failure['kind'], ExitCode>> = {
  usage: 2,
  infrastructure: 3,
  interrupted: 130,
};

const gateCodes: Readonly<Record<Gate['verdict'], ExitCode>> = { go: 0, 'no-go': 1, inconclusive: 3 };

export function failureExitCode(failure: Failure): ExitCode {
  return failureCodes[failure.kind];
}

export function gateExitCode(gate: Gate): ExitCode {
  return gateCodes[gate.verdict];
}
