import { z } from 'zod';
import { readAddressPools } from '../../../formats/address-pools.js';
import type { EngineFacts } from '../../../model/engine.js';
import { filledText, flag, parseObject, texts } from './lenient.js';

/** The facts that `GET /info` tells. */
export type InfoAnswer = Pick<
  EngineFacts,
  | 'dataRoot'
  | 'storageDriver'
  | 'driverStatus'
  | 'backingFilesystem'
  | 'imageStore'
  | 'containerdAddress'
  | 'containerdNamespaces'
  | 'cgroupVersion'
  | 'cgroupDriver'
  | 'loggingDriver'
  | 'defaultRuntime'
  | 'rootless'
  | 'usernsRemap'
  | 'liveRestore'
  | 'addressPools'
  | 'warnings'
>;

/** What is said when `/info` could not be had. */
export const NO_INFO: InfoAnswer = {
  dataRoot: null,
  storageDriver: null,
  driverStatus: [],
  backingFilesystem: null,
  imageStore: null,
  containerdAddress: null,
  containerdNamespaces: null,
  cgroupVersion: null,
  cgroupDriver: null,
  loggingDriver: null,
  defaultRuntime: null,
  rootless: null,
  usernsRemap: null,
  liveRestore: null,
  addressPools: null,
  warnings: [],
};

const schema = z.object({
  DockerRootDir: filledText,
  Driver: filledText,
  DriverStatus: z.array(z.unknown()).catch([]),
  Containerd: z
    .object({ Address: filledText, Namespaces: z.record(z.string(), z.unknown()).nullable().catch(null) })
    .nullable()
    .catch(null),
  CgroupVersion: filledText,
  CgroupDriver: filledText,
  LoggingDriver: filledText,
  DefaultRuntime: filledText,
  SecurityOptions: z.array(z.string()).nullable().catch(null),
  LiveRestoreEnabled: flag,
  DefaultAddressPools: z.unknown().optional(),
  Warnings: texts,
});

const statusPair = z.tuple([z.string(), z.string()]);

/** How the containerd image store shows itself in `DriverStatus` (`daemon/containerd/service.go`). */
const SNAPSHOTTER = 'io.containerd.snapshotter.v1';

/** `name=userns,profile=…`: the option is the value of `name`. */
function hasOption(options: readonly string[], name: string): boolean {
  return options.some((option) => option.split(',').includes(`name=${name}`));
}

/** `{"Containers": "moby", "Plugins": "plugins.moby"}` (`api/types/system/info.go`). */
function namespacesOf(namespaces: Readonly<Record<string, unknown>> | null): string[] | null {
  if (namespaces === null) return null;
  return Object.values(namespaces).flatMap((name) => (typeof name === 'string' && name !== '' ? [name] : []));
}

/**
 * @param podman Podman has neither of Docker's image stores
 * @throws RequestError `garbage`
 */
export function parseInfo(value: unknown, podman: boolean): InfoAnswer {
  const answer = parseObject(schema, value);
  const driverStatus = answer.DriverStatus.flatMap((entry) => {
    const pair = statusPair.safeParse(entry);
    return pair.success ? [pair.data] : [];
  });
  const status = new Map(driverStatus);
  const imageStore = status.get('driver-type') === SNAPSHOTTER ? 'containerd' : 'graphdriver';
  return {
    dataRoot: answer.DockerRootDir,
    storageDriver: answer.Driver,
    driverStatus,
    backingFilesystem: status.get('Backing Filesystem') ?? null,
    imageStore: podman || answer.Driver === null ? null : imageStore,
    containerdAddress: answer.Containerd?.Address ?? null,
    containerdNamespaces: namespacesOf(answer.Containerd?.Namespaces ?? null),
    cgroupVersion: answer.CgroupVersion,
    cgroupDriver: answer.CgroupDriver,
    loggingDriver: answer.LoggingDriver,
    defaultRuntime: answer.DefaultRuntime,
    rootless: answer.SecurityOptions === null ? null : hasOption(answer.SecurityOptions, 'rootless'),
    usernsRemap: answer.SecurityOptions === null ? null : hasOption(answer.SecurityOptions, 'userns'),
    liveRestore: answer.LiveRestoreEnabled,
    addressPools: readAddressPools(answer.DefaultAddressPools),
    warnings: answer.Warnings,
  };
}
