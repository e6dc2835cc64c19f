import { addressPoolLine } from '../text/address-pools.js';
import { cleanText } from '../text/clean-text.js';
import { renderEndpoints } from '../text/endpoints.js';
import { shortId } from '../text/names.js';
import { renderPorts } from '../text/ports.js';
import { wrapText } from '../text/wrap.js';
import type { NetworkReport, Report } from '../types.js';
import type { ListDefinition } from './column.js';
import { countColumn, flagColumn, shownFlagColumn, textColumn, timeColumn } from './columns.js';

/** Overlaps and unused networks that are named; the JSON has them all. */
const NAMES_SHOWN = 5;

function subnets({ subnets }: NetworkReport): string {
  return subnets.map(({ subnet }) => subnet).join(', ');
}

function gateways({ subnets }: NetworkReport): string {
  return subnets.flatMap(({ gateway }) => gateway ?? []).join(', ');
}

/** No container is in it, and a user made it on this host: networks of a swarm may have containers elsewhere. */
export function isUnused({ used, predefined, ingress, scope, unmeasuredReason }: NetworkReport): boolean {
  return !used && !predefined && !ingress && scope === 'local' && unmeasuredReason === null;
}

function named(items: readonly string[]): string {
  const more = items.length - NAMES_SHOWN;
  return `${items.slice(0, NAMES_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Each pair of overlapping networks once. */
function overlapLines(networks: readonly NetworkReport[]): string[] {
  const pairs = new Map<string, string>();
  for (const { id, name, overlaps } of networks) {
    for (const { networkId, networkName, subnet } of overlaps) {
      const key = [id, networkId].sort().join(' ');
      if (!pairs.has(key)) pairs.set(key, `${name} and ${networkName} (${subnet})`);
    }
  }
  return pairs.size === 0 ? [] : [`! overlapping subnets: ${named([...pairs.values()])}`];
}

function unusedLines(networks: readonly NetworkReport[]): string[] {
  const unused = networks.filter(isUnused).map(({ name }) => name);
  return unused.length === 0 ? [] : [`unused networks: ${named(unused)}`];
}

/** What there is to say of the networks together, and the ports of the containers in them. */
function below(networks: readonly NetworkReport[], available: number, report: Report | null): string[] {
  const pools = report?.engine?.addressPools ?? null;
  const lines = [
    ...overlapLines(networks),
    ...unusedLines(networks),
    ...(pools === null ? [] : [addressPoolLine(pools)]),
  ].flatMap((line) => wrapText(cleanText(line), available));
  const inThem = new Set(
    networks.flatMap(({ endpoints }) => endpoints.map(({ containerId }) => containerId)),
  );
  const containers = (report?.containers ?? []).filter(({ id }) => inThem.has(id));
  return [
    ...(lines.length === 0 ? [] : ['', ...lines]),
    ...renderEndpoints(networks, available),
    ...renderPorts(containers, available),
  ];
}

export const networkList: ListDefinition<NetworkReport> = {
  name: 'networks',
  plural: 'networks',
  about: 'networks with subnets, containers and published ports',
  defaultSort: 'name',
  records: (report) => report.networks,
  optional: 'networks',
  footer: below,
  columns: [
    textColumn('name', 'NETWORK', 'name', (network) => network.name, { shrinks: 'end' }),
    textColumn('id', 'ID', 'id', (network) => network.id, { shown: false }),
    textColumn('shortid', 'ID', 'first digits of the id', (network) => shortId(network.id), { drop: 5 }),
    textColumn('driver', 'DRIVER', 'network driver', (one) => one.driver, { drop: 2, shrinks: 'end' }),
    textColumn('scope', 'SCOPE', 'local, swarm or global', (one) => one.scope, { drop: 8, shrinks: 'end' }),
    textColumn('subnets', 'SUBNETS', 'address ranges', subnets, { shrinks: 'end' }),
    textColumn('gateway', 'GATEWAY', 'address of the host in it', gateways, { shrinks: 'end', drop: 3 }),
    shownFlagColumn('internal', 'INTERNAL', 'no way out', (network) => network.internal, {
      drop: 4,
      sparse: true,
    }),
    textColumn('interface', 'INTERFACE', 'its bridge on the host', (network) => network.hostInterface, {
      drop: 6,
      sparse: true,
    }),
    countColumn('containers', 'CONTAINERS', 'endpoints in it', (network) => network.endpoints.length, {
      drop: 1,
    }),
    flagColumn('used', 'a container, running or not, is in it', (network) => network.used),
    flagColumn('unused', 'nothing is in it that a user made', isUnused),
    shownFlagColumn(
      'overlaps',
      'OVERLAPS',
      'shares addresses with others',
      (one) => one.overlaps.length > 0,
      {
        drop: 1.5,
        sparse: true,
      },
    ),
    textColumn('root', 'ROOT', 'data root of its engine', (network) => network.root, {
      sparse: 'alike',
      shrinks: 'middle',
      drop: 2.5,
    }),
    timeColumn('created', 'CREATED', 'when it was created', (network) => network.createdAt, { drop: 7 }),
  ],
};
