/** What a terminal obeys or what turns the text around it, and JSON leaves as it is. */
const disturbing = /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A value as JSON that is harmless to look at: it reads back as the same value, but disturbs no screen. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replaceAll(
    disturbing,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
