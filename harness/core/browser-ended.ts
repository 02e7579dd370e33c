/**
 * The attachment of an attempt during which the process of its browser ended: Playwright lost it before anybody closed it.
 * It is evidence of an infrastructure reason, see verdicts.md; a message that says so is none.
 */
export const browserEnded = 'browser-ended';
