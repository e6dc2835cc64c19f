import { parseFlatKeyed } from '../../formats/cgroup/flat-keyed.js';
import { limitOrNull, parseLimit } from '../../formats/cgroup/limit.js';
import { parseCount } from '../../formats/cgroup/numbers.js';
import { parsePressure } from '../../formats/cgroup/pressure.js';
import type { ControlGroupReading, PidsControl } from '../../model/cgroup.js';
import type { GroupFiles } from './group-files.js';
import type { GroupPlaces } from './group-places.js';
import { readCpu } from './read-cpu.js';
import { readIo } from './read-io.js';
import { readMemory } from './read-memory.js';

/** Reads one group in all of its hierarchies. What has gone meanwhile is missing from it. */
export function readGroup(files: GroupFiles, places: GroupPlaces, path: string): ControlGroupReading {
  return {
    path,
    atMs: performance.now(),
    cpu: files.unlessDenied(() => readCpu(files, places)),
    memory: files.unlessDenied(() => readMemory(files, places)),
    pids: files.unlessDenied(() => readPids(files, places)),
    io: files.unlessDenied(() => readIo(files, places)),
    pressure: files.unlessDenied(() => readPressure(files, places)),
    frozen: files.unlessDenied(() => readFrozen(files, places)),
  };
}

/** Source: kernel, Documentation/admin-guide/cgroup-v1/pids.rst; the same files in version 2. */
function readPids(files: GroupFiles, places: GroupPlaces): PidsControl | null {
  const place = places.get('pids');
  if (place === undefined) return null;
  return {
    limit: limitOrNull(parseLimit(files.read(place.directory, 'pids.max') ?? '')),
    current: parseCount(files.read(place.directory, 'pids.current') ?? ''),
  };
}

/** Version 2 has it for every group, whichever controllers it has, unless the kernel was started with `psi=0`. */
function readPressure(files: GroupFiles, places: GroupPlaces): ControlGroupReading['pressure'] {
  const place = places.get('unified');
  if (place === undefined) return null;
  const [cpu = null, memory = null, io = null] = ['cpu', 'memory', 'io'].map((what) =>
    parsePressure(files.read(place.directory, `${what}.pressure`) ?? ''),
  );
  return cpu === null && memory === null && io === null ? null : { cpu, memory, io };
}

/** Source: kernel, Documentation/admin-guide/cgroup-v1/freezer-subsystem.rst; version 2: `cgroup.events`. */
function readFrozen(files: GroupFiles, places: GroupPlaces): boolean | null {
  const place = places.get('freezer');
  if (place === undefined) return null;
  if (place.version === 1) {
    const state = files.read(place.directory, 'freezer.state')?.trim() ?? '';
    return state === '' ? null : state === 'FROZEN';
  }
  const frozen = parseFlatKeyed(files.read(place.directory, 'cgroup.events') ?? '').get('frozen');
  return frozen === undefined ? null : frozen === 1n;
}
