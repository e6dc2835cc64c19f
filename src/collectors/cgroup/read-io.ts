import { type BlkioEntry, parseBlkio } from '../../formats/cgroup/blkio.js';
import { limitOrNull } from '../../formats/cgroup/limit.js';
import { parseNestedKeyed, parseWeight } from '../../formats/cgroup/nested-keyed.js';
import type { DeviceIo, IoControl } from '../../model/cgroup.js';
import type { GroupFiles } from './group-files.js';
import type { GroupPlace, GroupPlaces } from './group-places.js';

/**
 * Limit and use of block devices.
 * Source: kernel, Documentation/admin-guide/cgroup-v1/blkio-controller.rst; Documentation/admin-guide/cgroup-v2.rst, "IO".
 */
export function readIo(files: GroupFiles, places: GroupPlaces): IoControl | null {
  const place = places.get('blkio');
  if (place === undefined) return null;
  return place.version === 2 ? readUnified(files, place) : readLegacy(files, place);
}

function readUnified(files: GroupFiles, { directory }: GroupPlace): IoControl {
  const statText = files.read(directory, 'io.stat');
  const stat = parseNestedKeyed(statText ?? '');
  const max = parseNestedKeyed(files.read(directory, 'io.max') ?? '');
  const weight = files.read(directory, 'io.weight') ?? files.read(directory, 'io.bfq.weight') ?? '';
  return {
    weight: parseWeight(weight),
    counted: statText !== null,
    devices: devicesOf([...stat.keys(), ...max.keys()]).map((device) => {
      const value = (key: string): number | null => limitOrNull(stat.get(device)?.get(key) ?? null);
      const limit = (key: string): number | null => limitOrNull(max.get(device)?.get(key) ?? null);
      return {
        device,
        readBytes: value('rbytes'),
        writtenBytes: value('wbytes'),
        readOperations: value('rios'),
        writeOperations: value('wios'),
        maxReadBytes: limit('rbps'),
        maxWriteBytes: limit('wbps'),
        maxReadOperations: limit('riops'),
        maxWriteOperations: limit('wiops'),
      };
    }),
  };
}

function readLegacy(files: GroupFiles, { directory }: GroupPlace): IoControl {
  const told = (...names: readonly string[]): BlkioEntry[] | null => {
    for (const name of names) {
      const text = files.read(directory, name);
      if (text !== null) return parseBlkio(text);
    }
    return null;
  };
  const entries = (...names: readonly string[]): BlkioEntry[] => told(...names) ?? [];
  // Kernels before 5.0 have the figures of a group alone, without those of the groups below.
  const counted = told('blkio.throttle.io_service_bytes_recursive', 'blkio.throttle.io_service_bytes');
  const bytes = counted ?? [];
  const operations = entries('blkio.throttle.io_serviced_recursive', 'blkio.throttle.io_serviced');
  const limits = {
    maxReadBytes: entries('blkio.throttle.read_bps_device'),
    maxWriteBytes: entries('blkio.throttle.write_bps_device'),
    maxReadOperations: entries('blkio.throttle.read_iops_device'),
    maxWriteOperations: entries('blkio.throttle.write_iops_device'),
  };
  const all = [bytes, operations, ...Object.values(limits)].flat();
  const weight = files.read(directory, 'blkio.bfq.weight') ?? files.read(directory, 'blkio.weight') ?? '';
  return {
    weight: parseWeight(weight),
    counted: counted !== null,
    devices: devicesOf(all.map(({ device }) => device)).map((device): DeviceIo => {
      const value = (from: readonly BlkioEntry[], operation: string | null): number | null =>
        from.find((entry) => entry.device === device && entry.operation === operation)?.value ?? null;
      return {
        device,
        readBytes: value(bytes, 'Read'),
        writtenBytes: value(bytes, 'Write'),
        readOperations: value(operations, 'Read'),
        writeOperations: value(operations, 'Write'),
        maxReadBytes: value(limits.maxReadBytes, null),
        maxWriteBytes: value(limits.maxWriteBytes, null),
        maxReadOperations: value(limits.maxReadOperations, null),
        maxWriteOperations: value(limits.maxWriteOperations, null),
      };
    }),
  };
}

function devicesOf(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
