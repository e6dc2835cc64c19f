import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openBolt } from '../../../src/formats/bolt/database.js';
import { BoltError } from '../../../src/formats/bolt/error.js';
import { readMetaDatabase } from '../../../src/formats/containerd/meta-database.js';
import { dataRootsOf } from './container-cgroups.js';
import type { EngineLayout } from './layout.js';
import type { PrivateEngine } from './private-engine.js';
import { protobufFields } from './protobuf.js';

/** Fields of `BuildHistoryRecord` (buildkit api/services/control/control.proto), and of a timestamp. */
const CREATED_AT = 6;
const COMPLETED_AT = 7;
const TRACE = 13;
const SECONDS = 1;

interface HistoryRecord {
  readonly createdAtSeconds: number;
  readonly complete: boolean;
}

/**
 * One record of `_records`. It is complete when it tells of the build's end and has the trace of it, which BuildKit
 * adds 3 seconds after the end (solver/llbsolver/solver.go, recordBuildHistory).
 */
function historyRecord(value: Buffer): HistoryRecord {
  const fields = protobufFields(value);
  const find = (number: number) => fields.find((field) => field.number === number)?.value;
  const created = find(CREATED_AT);
  const seconds = Buffer.isBuffer(created)
    ? protobufFields(created).find(({ number }) => number === SECONDS)?.value
    : undefined;
  return {
    createdAtSeconds: Number(typeof seconds === 'bigint' ? seconds : 0n),
    complete: find(COMPLETED_AT) !== undefined && find(TRACE) !== undefined,
  };
}

/** The records of BuildKit's history (0.11 and later), of either image store. */
function historyRecords(dataRoot: string): readonly HistoryRecord[] {
  const files = ['history.db', 'history_c8d.db'].map((name) => join(dataRoot, 'buildkit', name));
  return files
    .filter((path) => existsSync(path))
    .flatMap((path) => {
      const records = openBolt(readFileSync(path)).root.bucket('_records');
      return [...(records?.entries() ?? [])].flatMap(([, value]) =>
        Buffer.isBuffer(value) ? [historyRecord(value)] : [],
      );
    });
}

/** Whether a blob of the history is still held by the lease it was written under: the lease goes last. */
function hasOpenLease(layout: EngineLayout, dataRoot: string, sinceSeconds: number): boolean {
  const databases = [
    join(dataRoot, 'buildkit', 'containerdmeta.db'),
    join(layout.containerdRoot, 'io.containerd.metadata.v1.bolt', 'meta.db'),
  ];
  return databases
    .filter((path) => existsSync(path))
    .flatMap((path) => readMetaDatabase(openBolt(readFileSync(path))).namespaces)
    .filter(({ name }) => name.endsWith('_history'))
    .flatMap(({ leases }) => leases)
    .some(
      ({ labels, createdAt }) =>
        'buildkit/lease.temporary' in labels && Date.parse(createdAt ?? '') >= sinceSeconds * 1000,
    );
}

/**
 * Whether BuildKit has written down everything about the builds that ended: it goes on after the client has its answer.
 * Builds of an earlier run of the daemon may have lost the end of their record with it; nobody will write that.
 */
export function isBuildHistoryWritten({ layout, pid }: PrivateEngine): boolean {
  if (pid() === undefined) return true;
  const sinceSeconds = Math.floor(statSync(layout.pidFile).mtimeMs / 1000);
  try {
    return dataRootsOf(layout.dataRoot).every(
      (dataRoot) =>
        historyRecords(dataRoot).every(
          ({ createdAtSeconds, complete }) => complete || createdAtSeconds < sinceSeconds,
        ) && !hasOpenLease(layout, dataRoot, sinceSeconds),
    );
  } catch (error) {
    // Read while a transaction was being written: it is not at rest then.
    if (error instanceof BoltError || error instanceof RangeError) return false;
    throw error;
  }
}
