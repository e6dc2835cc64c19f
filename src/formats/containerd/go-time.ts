import { FormatError } from '../format-error.js';
import { timestampFromNanoseconds } from '../timestamp.js';

/** Length by version: version 2 adds the seconds of a zone's offset. */
const LENGTHS: ReadonlyMap<number, number> = new Map([
  [1, 15],
  [2, 16],
]);

/** Seconds from the year 1 to 1970. */
const TO_1970 = 62_135_596_800n;
const NANOSECONDS = 1_000_000_000;

/**
 * Go's binary form of a time: version, seconds since the year 1 (64 bits), nanoseconds (32) and the zone's offset in
 * minutes (16), big-endian. The seconds are in UTC whatever the zone. Source: Go, time/time.go, `MarshalBinary`.
 * @returns RFC 3339 in UTC; `null` for times before 1970, among them the zero time ("not set"), and after 9999.
 * @throws FormatError
 */
export function readGoTime(data: Uint8Array): string | null {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (data.length === 0 || LENGTHS.get(view.getUint8(0)) !== data.length) {
    throw new FormatError('time', 'its version and its length do not fit');
  }
  const nanoseconds = view.getInt32(9);
  if (nanoseconds < 0 || nanoseconds >= NANOSECONDS) throw new FormatError('time', 'its fraction is none');
  const seconds = view.getBigInt64(1) - TO_1970;
  return timestampFromNanoseconds(seconds * BigInt(NANOSECONDS) + BigInt(nanoseconds));
}
