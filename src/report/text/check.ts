import type { CheckFinding, CheckResult } from '../types.js';
import { type ByteStyle, formatBytes, formatCount } from './bytes.js';
import { cleanText } from './clean-text.js';
import { LOWER_BOUND } from './figure.js';
import { shortId } from './names.js';

/** One line for each broken rule: where, the figure, the limit, and what to run next. */
export function brokenLines({ findings }: CheckResult, style: ByteStyle): string[] {
  return findings
    .filter(({ state }) => state === 'broken')
    .map((finding) => cleanText(`${claim(finding, style)}${noted(finding)}${nextOf(finding)}`));
}

/** One line for each rule that could not be judged, with the reason. */
export function unjudgedLines({ findings }: CheckResult, style: ByteStyle): string[] {
  return findings
    .filter(({ state }) => state === 'unjudged')
    .map((finding) => {
      const { measuredBytes, note } = finding;
      const figure = measuredBytes === null ? placeOf(finding) : claim(finding, style);
      return cleanText(`bilge: ${finding.rule} cannot be judged: ${figure}: ${note ?? 'it is unmeasured'}`);
    });
}

/** One line for each rule that holds. */
export function heldLines({ findings }: CheckResult, style: ByteStyle): string[] {
  return findings
    .filter(({ state }) => state === 'holds')
    .map((finding) => {
      const { measuredBytes, measuredInodes } = finding;
      const isMeasured = measuredBytes !== null || measuredInodes !== null;
      return cleanText(
        isMeasured
          ? `ok: ${claim(finding, style)}${noted(finding)}`
          : `ok: ${placeOf(finding)}: ${finding.note ?? 'nothing to judge'} (${finding.rule})`,
      );
    });
}

function placeOf({ where, rule }: CheckFinding): string {
  const { kind, path, type, id, name, roots } = where;
  switch (kind) {
    case 'filesystem': {
      const others = roots.filter((root) => root !== path);
      const about = [
        ...(type === null ? [] : [type]),
        ...(others.length === 0 ? [] : [`has ${others.join(', ')}`]),
      ];
      return `filesystem ${path}${about.length === 0 ? '' : ` (${about.join(', ')})`}`;
    }
    case 'root':
      return path ?? '?';
    case 'host':
      return rule === 'max-log' || rule === 'max-log-growth' ? 'container logs' : 'all roots';
    case 'container':
      return `container ${name ?? shortId(id ?? '')}`;
  }
}

/** Where, the figure, and the limit. */
function claim(finding: CheckFinding, style: ByteStyle): string {
  const { rule, measuredBytes, measuredInodes, limitBytes } = finding;
  const place = placeOf(finding);
  const [bytes, byteLimit] = apart(finding, style);
  switch (rule) {
    case 'max-used':
      return `${place}: ${shares(finding, 'used')}${tooMuch(finding, style)}`;
    case 'max-inodes':
      return measuredInodes === null ? place : `${place}: ${shares(finding, 'of the inodes used')}`;
    case 'max-reclaimable':
      return limitBytes === null
        ? `${place}: ${shares(finding, `of the used is reclaimable (${formatBytes(measuredBytes, style)})`)}`
        : `${place}: ${bytes} reclaimable, limit ${byteLimit}`;
    case 'max-leftovers':
      return `${place}: ${bytes} of leftovers, limit ${byteLimit}`;
    case 'max-log':
      return `${place}: its log takes ${bytes}, limit ${byteLimit}`;
    case 'max-log-growth':
      return `${place}: its log grows by ${bytes} a day${over(finding)}, limit ${byteLimit} a day`;
  }
}

/** Figure and limit as bytes; exact where rounding would make them look the same. */
function apart(finding: CheckFinding, style: ByteStyle): [figure: string, limit: string] {
  const { measuredBytes, limitBytes, lowerBound, state } = finding;
  const mark = lowerBound ? LOWER_BOUND : '';
  const figure = formatBytes(measuredBytes, style);
  const limit = formatBytes(limitBytes, style);
  if (state !== 'broken' || figure !== limit) return [`${mark}${figure}`, limit];
  return [`${mark}${formatCount(measuredBytes)} bytes`, `${formatCount(limitBytes)} bytes`];
}

const MOST_DIGITS = 6;

/** `93.1 % used, limit 85 %`: with as many digits as it takes to see that the figure is above the limit. */
function shares({ measuredPercent, limitPercent, lowerBound, state }: CheckFinding, of: string): string {
  const figure = measuredPercent ?? 0;
  const limit = limitPercent ?? 0;
  const digits = state === 'broken' ? digitsAbove(figure, limit) : 1;
  return `${lowerBound ? LOWER_BOUND : ''}${figure.toFixed(digits)} % ${of}, limit ${limit} %`;
}

function digitsAbove(figure: number, limit: number): number {
  let digits = 1;
  while (Number(figure.toFixed(digits)) <= limit && digits < MOST_DIGITS) digits++;
  return digits;
}

/** Where a cleanup is not enough, how much it would take. */
function tooMuch({ excessBytes, reclaimableBytes }: CheckFinding, style: ByteStyle): string {
  if (excessBytes === null || reclaimableBytes === null || reclaimableBytes >= excessBytes) return '';
  return `, ${formatBytes(excessBytes, style)} too much, of which ${formatBytes(reclaimableBytes, style)} can be reclaimed`;
}

function over({ basis, since }: CheckFinding): string {
  if (since === null) return '';
  return basis === 'baseline' ? ` since the baseline of ${since}` : ` on average since ${since}`;
}

function noted({ note }: CheckFinding): string {
  return note === null ? '' : ` (${note})`;
}

function nextOf({ next }: CheckFinding): string {
  return next === null ? '' : `: ${next.command} ${next.does}`;
}
