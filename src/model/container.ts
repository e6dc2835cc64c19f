import type { ContainerSettings } from './container-settings.js';
import type { LogRotation } from './log-rotation.js';

/** Container states of the Engine API. `unknown`: the record does not say. */
export const CONTAINER_STATUSES = [
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
  'unknown',
] as const;

export type ContainerStatus = (typeof CONTAINER_STATUSES)[number];

/** Something mounted into a container. */
export interface ContainerMount {
  readonly type: 'volume' | 'bind' | 'tmpfs' | 'other';
  /** Host path of a bind mount or volume; `null` for tmpfs. */
  readonly source: string | null;
  readonly destination: string;
  readonly volumeName: string | null;
  readonly volumeDriver: string | null;
  readonly readOnly: boolean;
}

/** A container as the engine or its directory under the data root records it. */
export interface ContainerRecord {
  readonly id: string;
  readonly name: string | null;
  readonly imageId: string | null;
  /** The image as the user typed it. */
  readonly imageReference: string | null;
  readonly status: ContainerStatus;
  readonly pid: number | null;
  readonly exitCode: number | null;
  readonly createdAt: string | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** The storage driver (or snapshotter) that holds its writable layer. */
  readonly storageDriver: string | null;
  readonly logDriver: string | null;
  readonly logOptions: Readonly<Record<string, string>>;
  /** What those options say of rotation. */
  readonly logRotation: LogRotation;
  readonly mounts: readonly ContainerMount[];
  /** Changed bytes of the writable layer as the engine gives it (apparent), `null` when it was not asked. */
  readonly engineSizeRwBytes: number | null;
  /** What the user set; `null` where only a list told of it. */
  readonly settings: ContainerSettings | null;
}
