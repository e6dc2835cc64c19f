/** Leading numbers of an engine version such as `20.10.24+dfsg1` or `29.0.0-rc.1`; `null` when there are none. */
export function parseVersion(version: string | null): readonly number[] | null {
  const match = /^v?(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?/.exec(version ?? '');
  if (match === null) return null;
  return [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
}

/** True when `version` lies in [from, before); an open end is `null`. An unknown version is in no range. */
export function inRange(version: string | null, from: string | null, before: string | null): boolean {
  const own = parseVersion(version);
  if (own === null) return false;
  return (
    (from === null || compare(own, parseVersion(from)) >= 0) &&
    (before === null || compare(own, parseVersion(before)) < 0)
  );
}

function compare(left: readonly number[], right: readonly number[] | null): number {
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
