import { parseLogRotation } from '../../formats/log-options.js';
import type { EngineFacts } from '../../model/engine.js';
import type { DaemonProcess } from '../proc/daemon-process.js';
import { type InfoAnswer, NO_INFO } from './answers/info.js';
import type { VersionAnswer } from './answers/version.js';
import { compareApiVersions } from './api-version.js';
import type { Endpoint } from './endpoint.js';

/** Puts together what `/version`, `/info` and the daemon's process say. */
export function engineFacts(
  endpoint: Endpoint,
  version: VersionAnswer,
  usedApiVersion: string,
  info: InfoAnswer | null,
  daemon: DaemonProcess | null,
): EngineFacts {
  const loggingOptions = daemon?.loggingOptions ?? null;
  return {
    endpoint: endpoint.url,
    product: version.product,
    version: version.version,
    apiVersion: version.apiVersion,
    minApiVersion: version.minApiVersion,
    usedApiVersion,
    ...(info ?? NO_INFO),
    dataRoot: info?.dataRoot ?? daemon?.dataRoot ?? null,
    // An engine that starts its own containerd has none on its command line.
    containerdAddress: info?.containerdAddress ?? daemon?.containerd ?? null,
    execRoot: daemon?.execRoot ?? null,
    loggingOptions,
    loggingRotation: loggingOptions === null ? null : parseLogRotation(loggingOptions),
    addressPools:
      info?.addressPools ?? daemon?.addressPools ?? (info !== null && tellsPools(version) ? [] : null),
    daemonPid: daemon?.pid ?? null,
  };
}

/** `/info` has them since Docker 20.10, and leaves them out where none are set. Podman has others, and tells of none. */
function tellsPools({ podman, apiVersion }: VersionAnswer): boolean {
  return !podman && compareApiVersions(apiVersion, '1.41') >= 0;
}
