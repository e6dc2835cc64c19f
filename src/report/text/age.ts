const UNITS: readonly (readonly [unit: string, seconds: number])[] = [
  ['y', 365 * 86_400],
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
];

/**
 * How long before `now` a time was, in its largest unit: `3 d`, `5 h`. Both are RFC 3339; empty when one is unknown, and
 * `0 s` for times to come (clocks differ, and anyone may set a file's time).
 */
export function formatAge(time: string | null, now: string): string {
  const seconds = Math.floor((Date.parse(now) - Date.parse(time ?? '')) / 1000);
  if (Number.isNaN(seconds)) return '';
  const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? ['s', 1];
  return `${Math.max(0, Math.floor(seconds / size))} ${unit}`;
}
