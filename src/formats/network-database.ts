import { z } from 'zod';
import type { NetworkEndpointRecord, NetworkRecord } from '../model/network.js';
import type { BoltDatabase } from './bolt/database.js';
import type { RecordIssue } from './bolt/record-issue.js';
import { topBucketEntries } from './bolt/top-bucket.js';
import { parseJson } from './json.js';
import { asObject, asStringMap } from './json-access.js';
import { endpointRecord, sandboxRecord, toEndpoint } from './network-endpoints.js';
import { readSubnets } from './network-pools.js';
import { utcTimestamp } from './timestamp.js';

export interface NetworkDatabase {
  /** In byte order of the ids. */
  readonly networks: readonly NetworkRecord[];
  readonly issues: readonly RecordIssue[];
}

const KEY = /^docker\/network\/v1\.0\/(network|endpoint|sandbox)\/([^/]+)(?:\/([^/]+))?\/?$/;
/** Each value begins with the index of its last change, 64 bits. */
const INDEX_BYTES = 8;

const network = z.object({
  id: z.string().min(1),
  name: z.string(),
  networkType: z.string(),
  scope: z.string().default('local'),
  internal: z.boolean().default(false),
  attachable: z.boolean().catch(false),
  ingress: z.boolean().catch(false),
  enableIPv6: z.boolean().catch(false),
  inDelete: z.boolean().default(false),
  created: z.string().nullish(),
  labels: z.unknown().optional(),
  generic: z.unknown().optional(),
  ipamType: z.string().nullish().catch(null),
  ipamV4Config: z.string().nullish(),
  ipamV4Info: z.string().nullish(),
  ipamV6Config: z.string().nullish(),
  ipamV6Info: z.string().nullish(),
});

interface Entry {
  readonly key: string;
  readonly network: string;
  readonly json: string;
}

/** The records of one kind; directory markers have no JSON. */
function entriesByKind(database: BoltDatabase, issues: RecordIssue[]): Map<string, Entry[]> {
  const kinds = new Map<string, Entry[]>();
  for (const [key, value] of topBucketEntries(database, 'libnetwork', issues)) {
    const [, kind = '', first = '', second] = KEY.exec(key.toString()) ?? [];
    if (kind === '' || !Buffer.isBuffer(value) || value.length <= INDEX_BYTES) continue;
    if ((kind === 'endpoint') !== (second !== undefined)) continue;
    const entries = kinds.get(kind) ?? [];
    kinds.set(kind, entries);
    entries.push({ key: second ?? first, network: first, json: value.subarray(INDEX_BYTES).toString() });
  }
  return kinds;
}

/** Endpoints by the id of their network; those of containers that run, and what a crash left. */
function readEndpoints(
  kinds: ReadonlyMap<string, readonly Entry[]>,
  issues: RecordIssue[],
): Map<string, NetworkEndpointRecord[]> {
  const containers = new Map<string, string>();
  for (const { key, json } of kinds.get('sandbox') ?? []) {
    const parsed = parseJson(json, sandboxRecord);
    if ('detail' in parsed) issues.push({ record: key, detail: parsed.detail });
    else if (parsed.value.Cid !== '') containers.set(parsed.value.ID, parsed.value.Cid);
  }
  const endpoints = new Map<string, NetworkEndpointRecord[]>();
  for (const { key, network: id, json } of kinds.get('endpoint') ?? []) {
    const parsed = parseJson(json, endpointRecord);
    if ('detail' in parsed) {
      issues.push({ record: key, detail: parsed.detail });
      continue;
    }
    const known = endpoints.get(id) ?? [];
    endpoints.set(id, known);
    known.push(toEndpoint(parsed.value, containers));
  }
  return endpoints;
}

/** Options of the driver, as `docker network inspect` shows them. */
function driverOptions(generic: unknown): Record<string, string> {
  return asStringMap(asObject(generic)?.['com.docker.network.generic']);
}

/**
 * The networks of this engine, `network/files/local-kv.db`: bucket `libnetwork`, key
 * `docker/network/v1.0/<kind>/<id>/`, value = 8 bytes and JSON (none in directory markers). Networks that are
 * being deleted are left out, as the engine does.
 * Source: Docker Engine, libnetwork `network.go`, `endpoint.go`, `sandbox_store.go`, `datastore/`, `kvstore/boltdb`.
 * @throws BoltError when the way to the bucket is damaged.
 */
export function readNetworkDatabase(database: BoltDatabase): NetworkDatabase {
  const networks: NetworkRecord[] = [];
  const issues: RecordIssue[] = [];
  const kinds = entriesByKind(database, issues);
  const endpoints = readEndpoints(kinds, issues);
  for (const { key, json } of kinds.get('network') ?? []) {
    const issue = (detail: string): number => issues.push({ record: key, detail });
    const parsed = parseJson(json, network);
    if ('detail' in parsed) {
      issue(parsed.detail);
      continue;
    }
    const fields = parsed.value;
    if (fields.inDelete) continue;
    networks.push({
      id: fields.id,
      name: fields.name,
      driver: fields.networkType,
      scope: fields.scope,
      internal: fields.internal,
      attachable: fields.attachable,
      ingress: fields.ingress,
      enableIpv6: fields.enableIPv6,
      labels: asStringMap(fields.labels),
      options: driverOptions(fields.generic),
      ipamDriver: fields.ipamType ?? null,
      endpoints: endpoints.get(fields.id) ?? [],
      createdAt: utcTimestamp(fields.created ?? ''),
      subnets: [
        ...readSubnets(fields.ipamV4Config, fields.ipamV4Info, issue),
        ...readSubnets(fields.ipamV6Config, fields.ipamV6Info, issue),
      ],
    });
  }
  return { networks, issues };
}
