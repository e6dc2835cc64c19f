import { shortId } from '../text/names.js';
import type { NetworkReport } from '../types.js';
import type { ListDefinition } from './column.js';
import { shownFlagColumn, textColumn, timeColumn } from './columns.js';

function subnets({ subnets }: NetworkReport): string {
  return subnets.map(({ subnet }) => subnet).join(', ');
}

function gateways({ subnets }: NetworkReport): string {
  return subnets.flatMap(({ gateway }) => gateway ?? []).join(', ');
}

export const networkList: ListDefinition<NetworkReport> = {
  name: 'networks',
  plural: 'networks',
  about: 'networks with driver, subnets and gateways',
  defaultSort: 'name',
  records: (report) => report.networks,
  optional: 'networks',
  columns: [
    textColumn('name', 'NETWORK', 'name', (network) => network.name, { shrinks: 'end' }),
    textColumn('id', 'ID', 'id', (network) => network.id, { shown: false }),
    textColumn('shortid', 'ID', 'first digits of the id', (network) => shortId(network.id), { drop: 4 }),
    textColumn('driver', 'DRIVER', 'network driver', (one) => one.driver, { drop: 2, shrinks: 'end' }),
    textColumn('scope', 'SCOPE', 'local, swarm or global', (one) => one.scope, { drop: 6, shrinks: 'end' }),
    textColumn('subnets', 'SUBNETS', 'address ranges', subnets, { shrinks: 'end' }),
    textColumn('gateway', 'GATEWAY', 'address of the host in it', gateways, { shrinks: 'end', drop: 1 }),
    shownFlagColumn('internal', 'INTERNAL', 'no way out', (network) => network.internal, { drop: 3 }),
    timeColumn('created', 'CREATED', 'when it was created', (network) => network.createdAt, { drop: 5 }),
  ],
};
