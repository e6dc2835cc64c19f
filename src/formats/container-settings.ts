import type {
  ContainerIsolation,
  ContainerLimits,
  ContainerSettings,
  DeviceRate,
} from '../model/container-settings.js';
import { readNetworking } from './container-networking.js';
import { asArray, asCount, asObject, asText, asTexts, type JsonObject } from './json-access.js';

/** Engines write 0 for "not set". */
function positive(value: unknown): number | null {
  return asCount(value) || null;
}

const RATES: readonly (readonly [string, DeviceRate['what']])[] = [
  ['BlkioDeviceReadBps', 'read-bytes'],
  ['BlkioDeviceWriteBps', 'write-bytes'],
  ['BlkioDeviceReadIOps', 'read-operations'],
  ['BlkioDeviceWriteIOps', 'write-operations'],
];

function deviceRates(host: JsonObject): DeviceRate[] {
  return RATES.flatMap(([key, what]) =>
    asArray(host[key]).flatMap((entry) => {
      const rate = asObject(entry);
      const path = asText(rate?.['Path']);
      const perSecond = positive(rate?.['Rate']);
      return path === null || perSecond === null ? [] : [{ path, what, perSecond }];
    }),
  );
}

function readLimits(host: JsonObject): ContainerLimits {
  return {
    nanoCpus: positive(host['NanoCpus']),
    cpuQuotaMicros: positive(host['CpuQuota']),
    cpuPeriodMicros: positive(host['CpuPeriod']),
    cpuShares: positive(host['CpuShares']),
    cpusetCpus: asText(host['CpusetCpus']),
    cpusetMems: asText(host['CpusetMems']),
    memoryBytes: positive(host['Memory']),
    memorySwapBytes: host['MemorySwap'] === -1 ? -1 : positive(host['MemorySwap']),
    memoryReservationBytes: positive(host['MemoryReservation']),
    // Null, 0 and -1 all mean that there is none.
    pidsLimit: positive(host['PidsLimit']),
    blockIoWeight: positive(host['BlkioWeight']),
    deviceRates: deviceRates(host),
    oomKillDisable: host['OomKillDisable'] === true,
    cgroupParent: asText(host['CgroupParent']),
  };
}

function readIsolation(host: JsonObject): ContainerIsolation {
  return {
    privileged: host['Privileged'] === true,
    pidMode: asText(host['PidMode']),
    networkMode: asText(host['NetworkMode']),
    ipcMode: asText(host['IpcMode']),
    utsMode: asText(host['UTSMode']),
    userNamespaceMode: asText(host['UsernsMode']),
    cgroupNamespaceMode: asText(host['CgroupnsMode']),
    addedCapabilities: asTexts(host['CapAdd']),
    securityOptions: asTexts(host['SecurityOpt']),
  };
}

/**
 * What a user set on a container. The API's answer and the files on the disk have the same three objects: `HostConfig`
 * is `hostconfig.json`, `Config` and `NetworkSettings` are in `config.v2.json`. What is missing or of another type is
 * not set.
 * Source: Docker Engine, `api/types/container/hostconfig.go`, `api/types/container/network_settings.go`.
 *
 * @param container the object that has `Config` and `NetworkSettings`
 */
export function readContainerSettings(container: JsonObject, hostConfig: JsonObject): ContainerSettings {
  return {
    limits: readLimits(hostConfig),
    isolation: readIsolation(hostConfig),
    networking: readNetworking(container, hostConfig),
  };
}
