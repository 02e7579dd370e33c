import { numberRules } from './common-rules.ts';
import type { Rule } from './reduce-text.ts';

/** An HTTP status is the very point of many failures. */
export const firstFailureRules: readonly Rule[] = [
  [
    /\b(HTTP|status(?: code)?|answered|expected|received|got|to (?:be|equal))([^\w\n<]{0,4})([1-5]\d\d)(?![\w.,:])/gi,
    '$1$2<$3>',
  ],
  ...numberRules,
];
