import type { LogRecord } from './log-record.ts';

/**
 * What a record says that is the same whenever the fault occurs. The template says more surely than the message what is
 * constant, unless it is little but placeholders; of what was put into it, only what names the kind of fault counts.
 */
export function faultText({ message, normalizedMessage }: LogRecord): string {
  if (!normalizedMessage) return message;
  // MediaWiki's handler of exceptions puts the values in itself.
  if (normalizedMessage.startsWith(exceptionHeading)) return normalizedMessage.slice(exceptionHeading.length);
  const template = readTemplate(normalizedMessage);
  if (!template.saysEnough) return message;
  return template.namesKind ? fillIn(template, message) : normalizedMessage;
}

const exceptionHeading = '[{reqId}] {exception_url}   ';

interface Template {
  /** What stands between the placeholders: one more than there are names. */
  readonly texts: readonly string[];
  readonly names: readonly string[];
  readonly saysEnough: boolean;
  readonly namesKind: boolean;
}

/** Placeholders whose value is part of the fault: `{error}`, `{job_error}`, `{errno}`; others name what it befell. */
const kind =
  /(?:^|[_-])(?:error|errno|exception|reason|type|code|class|method|callers?|fname|function|hook|action|module|status|measure|by|message|msg|messageKey|option|parameter|role|slot|stage|what|op|operation|query|errorText|lua_error)$/i;

const mostTemplates = 2000;

const templates = new Map<string, Template>();

function readTemplate(normalizedMessage: string): Template {
  const known = templates.get(normalizedMessage);
  if (known) return known;
  if (templates.size >= mostTemplates) templates.clear();
  const template = parseTemplate(normalizedMessage);
  templates.set(normalizedMessage, template);
  return template;
}

function parseTemplate(normalizedMessage: string): Template {
  const parts = normalizedMessage.split(/\{([^{}\s]*)\}/);
  const texts = parts.filter((_, index) => index % 2 === 0);
  const names = parts.filter((_, index) => index % 2 === 1);
  return {
    texts,
    names,
    saysEnough: (texts.join('').match(/\p{L}/gu)?.length ?? 0) >= 8,
    namesKind: names.some((name) => kind.test(name)),
  };
}

/** The template with the values that name a kind of fault; the template alone when the message was not made of it. */
function fillIn({ texts, names }: Template, message: string): string {
  const values = valuesIn(texts, message);
  const parts = texts.map((text, index) => {
    const name = names[index];
    if (name === undefined) return text;
    return text + (kind.test(name) ? (values?.[index] ?? `{${name}}`) : `{${name}}`);
  });
  return parts.join('');
}

/** What stands between the constant parts, each looked for behind the one before. */
function valuesIn([first = '', ...texts]: readonly string[], message: string): readonly string[] | undefined {
  if (!message.startsWith(first)) return undefined;
  const values: string[] = [];
  let from = first.length;
  for (const [index, text] of texts.entries()) {
    const isLast = index === texts.length - 1;
    const at = isLast ? message.length - text.length : message.indexOf(text, from);
    if (at < from || !message.startsWith(text, at)) return undefined;
    values.push(message.slice(from, at));
    from = at + text.length;
  }
  return values;
}
