import type { Answer } from './check-answer.ts';
import type { HttpbbRequest } from './suite-file-schema.ts';

/** Seconds. Production's own limit for a web request is 60 (operations/mediawiki-config, `$wgRequestTimeLimit`). */
const longestAnswer = 60;

export type Sent =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'no answer'; readonly why: string };

/** Sends a request to a wiki's origin. Redirects are not followed. */
export async function sendRequest(
  origin: string,
  request: HttpbbRequest,
  testHeaders: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Sent> {
  const deadline = AbortSignal.timeout(longestAnswer * 1000);
  try {
    const response = await fetch(origin + request.path, {
      method: request.method,
      redirect: 'manual',
      ...withBody(request, { 'User-Agent': 'gm1-httpbb', ...testHeaders, ...request.request_headers }),
      signal: AbortSignal.any([signal, deadline]),
    });
    const { status, headers } = response;
    return { kind: 'answer', answer: { status, headers, body: await response.text() } };
  } catch (error) {
    return { kind: 'no answer', why: deadline.aborted ? `within ${longestAnswer} s` : causeOf(error) };
  }
}

function withBody(request: HttpbbRequest, headers: Readonly<Record<string, string>>) {
  const { json_body, form_body, body } = request;
  if (json_body !== undefined)
    return { headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(json_body) };
  if (form_body) return { headers, body: new URLSearchParams(form_body) };
  return body === undefined ? { headers } : { headers, body };
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return `(${cause instanceof Error ? cause.message : String(cause)})`;
}
