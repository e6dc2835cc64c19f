import { z } from 'zod';
import type { NetworkRecord } from '../model/network.js';
import type { BoltDatabase } from './bolt/database.js';
import type { RecordIssue } from './bolt/record-issue.js';
import { topBucketEntries } from './bolt/top-bucket.js';
import { parseJson } from './json.js';
import { readSubnets } from './network-pools.js';
import { utcTimestamp } from './timestamp.js';

export interface NetworkDatabase {
  /** In byte order of the ids. */
  readonly networks: readonly NetworkRecord[];
  readonly issues: readonly RecordIssue[];
}

const NETWORK_KEY = /^docker\/network\/v1\.0\/network\/([^/]+)\/?$/;
/** Each value begins with the index of its last change, 64 bits. */
const INDEX_BYTES = 8;

const network = z.object({
  id: z.string().min(1),
  name: z.string(),
  networkType: z.string(),
  scope: z.string().default('local'),
  internal: z.boolean().default(false),
  inDelete: z.boolean().default(false),
  created: z.string().nullish(),
  ipamV4Config: z.string().nullish(),
  ipamV4Info: z.string().nullish(),
  ipamV6Config: z.string().nullish(),
  ipamV6Info: z.string().nullish(),
});

/**
 * The networks of this engine, `network/files/local-kv.db`: bucket `libnetwork`, key
 * `docker/network/v1.0/network/<id>/`, value = 8 bytes and JSON (none in directory markers). Networks that are
 * being deleted are left out, as the engine does.
 * Source: Docker Engine, libnetwork `network.go` (`MarshalJSON`), `datastore/`, `kvstore/boltdb`.
 * @throws BoltError when the way to the bucket is damaged.
 */
export function readNetworkDatabase(database: BoltDatabase): NetworkDatabase {
  const networks: NetworkRecord[] = [];
  const issues: RecordIssue[] = [];
  for (const [key, value] of topBucketEntries(database, 'libnetwork', issues)) {
    const id = NETWORK_KEY.exec(key.toString())?.[1];
    if (id === undefined || !Buffer.isBuffer(value) || value.length <= INDEX_BYTES) continue;
    const issue = (detail: string): number => issues.push({ record: id, detail });
    const parsed = parseJson(value.subarray(INDEX_BYTES).toString(), network);
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
      attachable: false,
      ingress: false,
      enableIpv6: false,
      labels: {},
      options: {},
      ipamDriver: null,
      endpoints: null,
      createdAt: utcTimestamp(fields.created ?? ''),
      subnets: [
        ...readSubnets(fields.ipamV4Config, fields.ipamV4Info, issue),
        ...readSubnets(fields.ipamV6Config, fields.ipamV6Info, issue),
      ],
    });
  }
  return { networks, issues };
}
