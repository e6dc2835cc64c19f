import { z } from 'zod';
import type { AddressPool } from '../model/network.js';
import { readAddressPools } from './address-pools.js';

/** The keys of dockerd's configuration file (`daemon.json`) that bilge uses. */
export interface DaemonJson {
  readonly dataRoot: string | null;
  readonly execRoot: string | null;
  readonly logDriver: string | null;
  readonly logOptions: Readonly<Record<string, string>>;
  readonly usernsRemap: string | null;
  /** Address of the containerd to use. */
  readonly containerd: string | null;
  readonly hosts: readonly string[];
  readonly features: Readonly<Record<string, boolean>>;
  /** Ranges that networks get their subnets from; `null` when not set. */
  readonly defaultAddressPools: readonly AddressPool[] | null;
}

/** The file is not a configuration of dockerd. The message is a clause such as `it is not JSON: …`. */
export class DaemonJsonError extends Error {
  override readonly name = 'DaemonJsonError';
}

const text = z.string().nullable().catch(null);
const record = z.record(z.string(), z.unknown());
const schema = z.object({
  'data-root': text,
  graph: text,
  'exec-root': text,
  'log-driver': text,
  'log-opts': record.catch({}),
  'userns-remap': text,
  containerd: text,
  hosts: z.array(z.string()).catch([]),
  features: record.catch({}),
  'default-address-pools': z.unknown().optional(),
});

/** dockerd wants texts; a number or a switch says the same, anything else says nothing. */
function texts(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      ['string', 'number', 'boolean'].includes(typeof value) ? [[key, String(value)]] : [],
    ),
  );
}

function switches(values: Readonly<Record<string, unknown>>): Record<string, boolean> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (typeof value === 'boolean' ? [[key, value]] : [])),
  );
}

/**
 * Parses `daemon.json`. A byte order mark and an empty file are allowed, as in dockerd (`daemon/config/config.go`,
 * `getConflictFreeConfiguration`); keys of a wrong type count as not set.
 * @throws DaemonJsonError
 */
export function parseDaemonJson(source: string): DaemonJson {
  // trim() takes a byte order mark away as well.
  const json = source.trim();
  let value: unknown;
  try {
    value = json === '' ? {} : JSON.parse(json);
  } catch (error) {
    throw new DaemonJsonError(`it is not JSON: ${error instanceof Error ? error.message : 'unknown'}`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new DaemonJsonError('it is not a JSON object');
  const settings = parsed.data;
  return {
    dataRoot: settings['data-root'] ?? settings.graph,
    execRoot: settings['exec-root'],
    logDriver: settings['log-driver'],
    logOptions: texts(settings['log-opts']),
    usernsRemap: settings['userns-remap'],
    containerd: settings.containerd,
    hosts: settings.hosts,
    features: switches(settings.features),
    defaultAddressPools: readAddressPools(settings['default-address-pools']),
  };
}
