import fc from 'fast-check';

const unit = fc.oneof(
  fc.constantFrom(
    '\u001b[31m',
    '\u001b]8;;',
    '\u202e',
    '\u0000',
    '\u009b',
    '\n',
    '\r\n',
    ']]>',
    '&',
    '<',
    'ש',
    '\ud800',
  ),
  fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
);

/** Text with all that disturbs terminals and formats, of some hundred characters at most. */
export const arbitraryText = fc.string({ unit, maxLength: 100 });
