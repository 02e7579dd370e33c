import { plainLine } from '../../reports/model/plain-text.ts';
import { hasExpired, type Waiver } from '../core/waiver.ts';

/** The waivers for a person, those that expire first at the top; `now` marks the ones that hold no more. */
export function waiverList(waivers: readonly Waiver[], now?: string): string {
  if (waivers.length === 0) return 'There are no waivers.\n';
  return waivers
    .toSorted((a, b) => (a.expires < b.expires ? -1 : a.expires > b.expires ? 1 : 0))
    .flatMap((waiver) => linesOf(waiver, now))
    .map((line) => `${line}\n`)
    .join('');
}

function linesOf(waiver: Waiver, now: string | undefined): readonly string[] {
  const { task, owner, scope, signature, reason, expires } = waiver;
  const until = now !== undefined && hasExpired(waiver, now) ? `EXPIRED on ${expires}` : `until ${expires}`;
  return [
    plainLine(`${task} (${owner}), ${scope}, ${until}: ${reason}`),
    ...(waiver.scope === 'test' ? [`  ${plainLine(waiver.test)}`] : []),
    `  ${plainLine(signature, 1000)}`,
  ];
}
