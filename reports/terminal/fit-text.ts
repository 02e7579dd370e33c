const graphemes = new Intl.Segmenter();

/** Text in lines of at most `width` characters, broken between words; a longer word is cut. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(cutText(word, width));
  }
  return lines;
}

/** Text of at most `width` columns, the last an ellipsis when some of it is left out. */
export function cutText(text: string, width: number): string {
  let columns = 0;
  let fitting = '';
  for (const { segment } of graphemes.segment(text)) {
    columns += wide.test(segment) ? 2 : 1;
    if (columns > width) return `${fitting}…`;
    if (columns < width) fitting += segment;
  }
  return text;
}

/** Takes two columns of a terminal. */
const wide = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}]/u;
