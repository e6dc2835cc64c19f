import { type Limit, parseLimit } from './limit.js';

const DEVICE = /^\d{1,10}:\d{1,10}$/;

/**
 * Parses a nested-keyed file of version 2 by device, `io.stat` or `io.max`: `8:0 rbytes=90430464 wbytes=0 …`. Words of
 * another shape are left out, and devices about which nothing is said: kernels before 6.2 begin a line with the device
 * even when it has no figures, and do not end it, so the last one before the figures is meant.
 * Source: kernel, Documentation/admin-guide/cgroup-v2.rst, "IO"; block/blk-cgroup.c, `blkcg_print_one_stat`.
 */
export function parseNestedKeyed(text: string): ReadonlyMap<string, ReadonlyMap<string, Limit>> {
  const devices = new Map<string, ReadonlyMap<string, Limit>>();
  for (const line of text.split('\n')) {
    let device: string | null = null;
    const values = new Map<string, Limit>();
    for (const word of line.split(' ')) {
      if (DEVICE.test(word)) device = word;
      const equals = word.indexOf('=');
      const value = equals <= 0 ? null : parseLimit(word.slice(equals + 1));
      if (value !== null) values.set(word.slice(0, equals), value);
    }
    if (device !== null && values.size > 0) devices.set(device, values);
  }
  return devices;
}

/** The default of a file such as `io.weight`: `default 100` in a line of its own, or the number alone. */
export function parseWeight(text: string): number | null {
  for (const line of text.split('\n')) {
    const value = parseLimit(line.startsWith('default ') ? line.slice('default '.length) : line);
    if (typeof value === 'number') return value;
  }
  return null;
}
