import type { ContainerMount, ContainerRecord, ContainerStatus } from '../model/container.js';
import {
  asCount,
  asObject,
  asStringMap,
  asText,
  asTexts,
  asTime,
  type JsonObject,
  parseJsonObject,
} from './json-access.js';
import { readContainerSettings } from './container-settings.js';
import { parseLogRotation } from './log-options.js';

/** The status as the engine would print it. Source: moby, container/state.go, `StateString`. */
function statusOf(state: JsonObject): ContainerStatus {
  if (state['Running'] === true) {
    if (state['Paused'] === true) return 'paused';
    return state['Restarting'] === true ? 'restarting' : 'running';
  }
  if (state['RemovalInProgress'] === true) return 'removing';
  if (state['Dead'] === true) return 'dead';
  return asTime(state['StartedAt']) === null ? 'created' : 'exited';
}

function mountType(value: unknown): ContainerMount['type'] {
  return value === 'volume' || value === 'bind' || value === 'tmpfs' ? value : 'other';
}

function mountsOf(config: JsonObject, host: JsonObject): ContainerMount[] {
  const mounts: ContainerMount[] = [];
  for (const [destination, value] of Object.entries(asObject(config['MountPoints']) ?? {})) {
    const point = asObject(value);
    if (point === null) continue;
    const volumeName = asText(point['Name']);
    mounts.push({
      // Before 17.06 the type was not written: a name means a volume.
      type:
        asText(point['Type']) === null ? (volumeName === null ? 'bind' : 'volume') : mountType(point['Type']),
      source: asText(point['Source']),
      destination,
      volumeName,
      volumeDriver: asText(point['Driver']),
      readOnly: point['RW'] === false,
    });
  }
  const known = new Set(mounts.map((mount) => mount.destination));
  for (const [destination, options] of Object.entries(asStringMap(host['Tmpfs']))) {
    if (known.has(destination)) continue;
    const readOnly = options.split(',').includes('ro');
    mounts.push({ type: 'tmpfs', source: null, destination, volumeName: null, volumeDriver: null, readOnly });
  }
  return mounts.sort((left, right) => (left.destination < right.destination ? -1 : 1));
}

/** A container directory's files as one record, and the data root as the engine named it when it wrote them. */
export interface ParsedContainer {
  readonly record: ContainerRecord;
  readonly originalDataRoot: string | null;
}

/**
 * `containers/<id>/config.v2.json` and, where it is there, `hostconfig.json`.
 * Source: moby, container/container.go.
 * @throws FormatError
 */
export function parseContainer(config: Uint8Array, hostConfig: Uint8Array | null): ParsedContainer {
  const value = parseJsonObject(config, 'config.v2.json');
  const host = hostConfig === null ? {} : parseJsonObject(hostConfig, 'hostconfig.json');
  const state = asObject(value['State']) ?? {};
  const settings = asObject(value['Config']) ?? {};
  const log = asObject(host['LogConfig']) ?? {};
  const logOptions = asStringMap(log['Config']);
  const id = asText(value['ID']) ?? '';
  const pid = asCount(state['Pid']);
  const status = statusOf(state);
  const exitCode = state['ExitCode'];
  const ended = status === 'exited' || status === 'dead';
  const originalPaths = asTexts([
    value['HostsPath'],
    value['HostnamePath'],
    value['ResolvConfPath'],
    value['LogPath'],
  ]);
  const original = originalPaths.find((path) => path.includes(`/containers/${id}/`));
  return {
    originalDataRoot: original?.slice(0, original.indexOf(`/containers/${id}/`)) ?? null,
    record: {
      id,
      name: asText(value['Name'])?.replace(/^\//, '') ?? null,
      imageId: asText(value['Image']),
      imageReference: asText(settings['Image']),
      status,
      pid: pid === 0 ? null : pid,
      exitCode: ended && typeof exitCode === 'number' && Number.isSafeInteger(exitCode) ? exitCode : null,
      createdAt: asTime(value['Created']),
      startedAt: asTime(state['StartedAt']),
      finishedAt: asTime(state['FinishedAt']),
      labels: asStringMap(settings['Labels']),
      storageDriver: asText(value['Driver']),
      logDriver: asText(log['Type']),
      logOptions,
      logRotation: parseLogRotation(logOptions),
      mounts: mountsOf(value, host),
      engineSizeRwBytes: null,
      settings: readContainerSettings(value, host),
    },
  };
}
