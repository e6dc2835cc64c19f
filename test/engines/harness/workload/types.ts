import type { PrivateEngine } from '../private-engine.js';

/** How to build the workload. */
export interface WorkloadOptions {
  /** Same seed, same content. */
  readonly seed?: string;
  /** Factor on all sizes; at 1 the whole takes some 70 MB. */
  readonly scale?: number;
  /** Directory of the host to bind into a container; one is made below the engine's when not given. */
  readonly bindSource?: string;
  /** Lines of the log that nobody rotates; 20 000 when not given. */
  readonly longLogLines?: number;
}

/** What every part of the workload is built with. */
export interface WorkloadContext {
  readonly engine: PrivateEngine;
  /** As the engine tells it: one for remapped users lies below the configured one. */
  readonly dataRoot: string;
  readonly scale: number;
  readonly bindSource: string;
  readonly longLogLines: number;
  /** Seeded content: same label, same bytes. */
  readonly content: (label: string, length: number) => Buffer;
}

/** An image of the workload. */
export interface WorkloadImage {
  readonly id: string;
  /** Tags, empty for a dangling image. */
  readonly references: readonly string[];
  /** Whether a container (in any state) was made from it. */
  readonly used: boolean;
  readonly builder: 'import' | 'load' | 'legacy' | 'buildkit';
}

/** A container of the workload, in the state it was left in. */
export interface WorkloadContainer {
  readonly name: string;
  readonly id: string;
  readonly image: string;
  readonly state: 'running' | 'paused' | 'exited' | 'created';
  readonly logDriver: 'json-file' | 'local' | 'none';
  /** Apparent bytes that the harness put into its writable layer. */
  readonly writtenBytes: number;
}

/** A volume of the workload. */
export interface WorkloadVolume {
  readonly name: string;
  readonly anonymous: boolean;
  /** Names of the containers that mount it. */
  readonly usedBy: readonly string[];
  /** Apparent bytes of its files, each inode once; undefined where its content is not on this disk. */
  readonly contentBytes: number | undefined;
}

/** A network of the workload. */
export interface WorkloadNetwork {
  readonly name: string;
  readonly id: string;
}

/** What the engine was filled with. */
export interface Workload {
  readonly images: readonly WorkloadImage[];
  readonly containers: readonly WorkloadContainer[];
  readonly volumes: readonly WorkloadVolume[];
  readonly networks: readonly WorkloadNetwork[];
  /** Tags of unused images that share layers with one another and, above their base, with no other image. */
  readonly unusedFamily: readonly string[];
  readonly hostile: {
    readonly text: string;
    /** Image with a label that holds the text. */
    readonly imageReference: string;
    /** Volume with a label that holds the text. */
    readonly volume: string;
    /** Absolute path of a file in a container's log directory whose name holds the text. */
    readonly logFile: string;
  };
  /** Directory of the host that a container has mounted. */
  readonly bindSource: string;
  /** A process in a PID namespace inside its container's own: it has three process ids. */
  readonly nestedProcess: { readonly container: string; readonly hostPid: number };
}
