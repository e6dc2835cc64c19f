import { displayWidth } from './fit.js';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Lines of `width` columns with the whole text, at most `most` of them; broken at a space where one is near. */
export function wrapText(text: string, width: number, most = Infinity): string[] {
  if (text.length <= width && displayWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  let used = 0;
  let space = -1;
  for (const { segment } of segmenter.segment(text)) {
    const size = displayWidth(segment);
    if (used + size > width && line !== '') {
      const breakHere = space > line.length / 2 ? space : line.length;
      const rest = line.slice(breakHere).trimStart();
      lines.push(line.slice(0, breakHere).trimEnd());
      if (lines.length === most) return markCut(lines, width);
      line = rest;
      used = displayWidth(rest);
      space = -1;
    }
    line += segment;
    used += size;
    if (segment === ' ') space = line.length;
  }
  lines.push(line);
  return lines;
}

function markCut(lines: string[], width: number): string[] {
  const last = lines.at(-1) ?? '';
  lines[lines.length - 1] = displayWidth(last) < width ? `${last}…` : `${last.slice(0, -1)}…`;
  return lines;
}
