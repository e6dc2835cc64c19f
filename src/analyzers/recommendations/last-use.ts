/** A moment at which something was used, and how that is known. */
export interface UseEvidence {
  /** Milliseconds since 1970; `null`: not known. */
  readonly atMs: number | null;
  /** A clause that ends before the time. */
  readonly how: string;
}

/** The latest use that is known of. */
export interface LastUse {
  readonly lastUsedAt: string | null;
  readonly lastUse: string;
  readonly ageMs: number | null;
}

/** Times that people and containers can set as they like, past what a date can be. */
const MAX_MS = 8.64e15;

/** The latest of some uses. */
export function latestUse(uses: readonly UseEvidence[], now: number): LastUse {
  let latest: { atMs: number; how: string } | null = null;
  for (const { atMs, how } of uses) {
    if (atMs === null || !(atMs > 0) || atMs > MAX_MS) continue;
    if (latest === null || atMs > latest.atMs) latest = { atMs, how };
  }
  if (latest === null) return { lastUsedAt: null, lastUse: 'no time of use is known', ageMs: null };
  const at = new Date(latest.atMs).toISOString();
  // Years beyond four digits have another form, which no reader of RFC 3339 knows.
  const lastUsedAt = at.length === 24 ? at : null;
  return { lastUsedAt, lastUse: latest.how, ageMs: now - latest.atMs };
}

/** Milliseconds of a timestamp; `null` for none. */
export function timeMs(text: string | null): number | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : at;
}
