import type { Answer } from './check-answer.ts';

/** The answer with the addresses that production would have given: those at `from` are at `to`, both origins. */
export function translateAnswer(answer: Answer, from: string, to: string): Answer {
  const translate = (text: string) =>
    text.replaceAll(from, to).replaceAll(withoutScheme(from), withoutScheme(to));
  const headers = new Headers();
  for (const [name, value] of answer.headers) headers.append(name, translate(value));
  return { status: answer.status, headers, body: translate(answer.body) };
}

/** `//host:port`, as links that keep the scheme have it. */
function withoutScheme(origin: string): string {
  return origin.replace(/^https?:/, '');
}
