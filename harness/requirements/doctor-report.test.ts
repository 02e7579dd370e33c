import { expect, test } from 'vitest';
import { doctorReport } from './doctor-report.ts';
import type { RequirementResult } from './requirement.ts';

const tea: RequirementResult = {
  requirement: { name: 'tea', neededFor: 'breakfast', optional: false },
  state: 'found',
  detail: '2 bags',
  mend: '',
};
const sugar: RequirementResult = {
  requirement: { name: 'sugar', neededFor: 'sweetness', optional: true },
  state: 'missing',
  detail: 'none',
  mend: 'buy sugar',
};
const kettle: RequirementResult = {
  requirement: { name: 'kettle', neededFor: 'hot water', optional: false },
  state: 'unusable',
  detail: 'leaks',
  mend: 'buy a kettle',
};

test('shows each requirement, and what to do where it is not well', () => {
  expect(doctorReport([tea, sugar, kettle])).toBe(
    `
ok        tea     2 bags
optional  sugar   none
                  needed for sweetness
                  to mend: buy sugar
unusable  kettle  leaks
                  needed for hot water
                  to mend: buy a kettle

gm1 cannot run yet: kettle.`.trimStart(),
  );
});

test.each([
  ['all is found', [tea], 'gm1 can run.'],
  ['only optional things lack', [tea, sugar], 'gm1 can run, without sugar.'],
  ['something lacks', [kettle, { ...tea, state: 'missing' as const }], 'gm1 cannot run yet: kettle, tea.'],
])('concludes when %s', (_, results, conclusion) => {
  expect(doctorReport(results).split('\n').at(-1)).toBe(conclusion);
});
