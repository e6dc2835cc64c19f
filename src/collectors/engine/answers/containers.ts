import { z } from 'zod';
import { readContainerSettings } from '../../../formats/container-settings.js';
import { asObject } from '../../../formats/json-access.js';
import { parseLogRotation } from '../../../formats/log-options.js';
import { CONTAINER_STATUSES, type ContainerRecord } from '../../../model/container.js';
import { NO_ROTATION_OPTIONS } from '../../../model/log-rotation.js';
import { digestId } from './digest-id.js';
import {
  count,
  filledText,
  integer,
  type LenientList,
  parseList,
  parseObject,
  textMap,
  texts,
} from './lenient.js';
import { allMounts, mounts, tmpfsMounts } from './mounts.js';
import { time, unixTime } from './time.js';

const status = z.enum(CONTAINER_STATUSES).catch('unknown');

/** `/web` → `web`. Further names `/other/alias` are links of other containers. */
function ownName(names: readonly string[]): string | null {
  const name = names.find((candidate) => !candidate.slice(1).includes('/')) ?? '';
  return name.replace(/^\//, '') || null;
}

const listed = z
  .object({
    Id: z.string().min(1),
    Names: texts,
    Image: filledText,
    ImageID: filledText,
    Created: unixTime,
    State: status,
    Labels: textMap,
    Mounts: mounts,
  })
  .transform((container): ContainerRecord => ({
    id: container.Id,
    name: ownName(container.Names),
    imageId: digestId(container.ImageID),
    imageReference: container.Image,
    status: container.State,
    pid: null,
    exitCode: null,
    createdAt: container.Created,
    startedAt: null,
    finishedAt: null,
    labels: container.Labels,
    storageDriver: null,
    logDriver: null,
    logOptions: {},
    logRotation: NO_ROTATION_OPTIONS,
    mounts: container.Mounts,
    engineSizeRwBytes: null,
    settings: null,
  }));

/**
 * `GET /containers/json`.
 * @throws RequestError `garbage`
 */
export function parseContainers(value: unknown): LenientList<ContainerRecord> {
  return parseList(listed, value);
}

const inspected = z.object({
  Name: filledText,
  Image: filledText,
  Created: time,
  Driver: filledText,
  Mounts: mounts,
  State: z.object({ Status: status, Pid: count, ExitCode: integer, StartedAt: time, FinishedAt: time }),
  Config: z.object({ Image: filledText, Labels: textMap }).catch({ Image: null, Labels: {} }),
  HostConfig: z
    .object({
      LogConfig: z.object({ Type: filledText, Config: textMap }).catch({ Type: null, Config: {} }),
      Tmpfs: tmpfsMounts,
    })
    .catch({ LogConfig: { Type: null, Config: {} }, Tmpfs: [] }),
});

/** Engines say 0 for containers that have not ended; only these have an exit code. */
const ENDED: ReadonlySet<string> = new Set(['exited', 'dead', 'restarting', 'removing']);

/**
 * A container of the list with what `GET /containers/<id>/json` adds.
 * @throws RequestError `garbage`
 */
export function withContainerDetails(container: ContainerRecord, value: unknown): ContainerRecord {
  const details = parseObject(inspected, value);
  const answer = asObject(value) ?? {};
  const { State: state, HostConfig: host } = details;
  return {
    ...container,
    name: details.Name?.replace(/^\//, '') ?? container.name,
    imageId: digestId(details.Image) ?? container.imageId,
    imageReference: details.Config.Image ?? container.imageReference,
    status: state.Status === 'unknown' ? container.status : state.Status,
    // 0 means that there is no process.
    pid: state.Pid || null,
    exitCode: ENDED.has(state.Status) ? state.ExitCode : null,
    createdAt: details.Created ?? container.createdAt,
    startedAt: state.StartedAt,
    finishedAt: state.FinishedAt,
    labels: Object.keys(details.Config.Labels).length > 0 ? details.Config.Labels : container.labels,
    storageDriver: details.Driver,
    logDriver: host.LogConfig.Type,
    logOptions: host.LogConfig.Config,
    logRotation: parseLogRotation(host.LogConfig.Config),
    mounts: allMounts(details.Mounts, host.Tmpfs),
    settings: readContainerSettings(answer, asObject(answer['HostConfig']) ?? {}),
  };
}

const sized = z.object({ Id: z.string().min(1), SizeRw: count.optional() });

/**
 * Bytes of the writable layers by container id, from the containers of `/system/df`, where 0 is left out.
 * @throws RequestError `garbage`
 */
export function parseContainerSizes(value: unknown): ReadonlyMap<string, number | null> {
  const { items } = parseList(sized, value);
  return new Map(items.map((item) => [item.Id, item.SizeRw === undefined ? 0 : item.SizeRw]));
}
