import type { Comparison } from '../../harness/core/comparison.ts';
import type { WaiverUse } from '../../harness/core/waiver.ts';
import { countOf } from './measures.ts';
import { plainLine } from './plain-text.ts';

/** Who waives what, and which waivers hold no more, one sentence each. */
export function waiverCaveats({ tests, logs, waivers }: Comparison): readonly string[] {
  const waived = [...tests, ...logs].flatMap((finding) => finding.waived?.waiver ?? []);
  const tasks = [...new Set(waived.map(({ task }) => task))].sort();
  return [
    ...(waived.length > 0 ? [`${countOf(waived.length, 'finding')} waived by ${tasks.join(', ')}.`] : []),
    ...waivers.flatMap(endedWaiver),
  ].map((caveat) => plainLine(caveat, 600));
}

function endedWaiver({ waiver: { task, owner, expires }, state, finding }: WaiverUse): readonly string[] {
  const its = `The waiver of ${task} (${owner})`;
  switch (state) {
    case 'expired':
      return [
        `${its} expired on ${expires}${finding === 'found' ? ', and its finding is still there' : ''}.`,
      ];
    case 'spent':
      return [`${its} was not needed in seven runs and waives no more. Remove it: gm1 waive remove ${task}`];
    case 'live':
      return [];
  }
}

/** How much train against train found although there was nothing to find: all thresholds stand on it. */
export function noiseSentence({ controls }: Comparison): string {
  if (controls.length === 0)
    return 'Noise: not known, for there is no control run younger than seven days (gm1 run --control).';
  const sum = (key: 'signatures' | 'falseLogs' | 'tests' | 'falseTests') =>
    controls.reduce((so, control) => so + control[key], 0);
  return (
    `Noise: ${countOf(controls.length, 'control run')} of train against train within seven days called ` +
    `${sum('falseLogs')} of ${countOf(sum('signatures'), 'log signature')} new or raised and ` +
    `${sum('falseTests')} of ${countOf(sum('tests'), 'test')} regressed.`
  );
}
