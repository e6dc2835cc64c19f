import { isUnused } from '../../report/lists/networks.js';
import { endpointInterfaces, endpointOwner } from '../../report/text/endpoints.js';
import type { NetworkReport } from '../../report/types.js';
import type { RecordContext } from '../lists/context.js';
import { displayText } from '../text/display-text.js';
import { dateText } from '../text/figure.js';
import { joinKnown } from '../text/join-known.js';
import { createDetail, type DetailWriter } from './detail-lines.js';

function writeSubnets(writer: DetailWriter, network: NetworkReport, context: RecordContext): void {
  const { theme } = context;
  writer.section('Subnets', String(network.subnets.length));
  for (const { subnet, gateway } of network.subnets) {
    writer.line(
      `${displayText(subnet)}${gateway === null ? '' : theme.muted(`  gateway ${displayText(gateway)}`)}`,
    );
  }
  if (network.subnets.length === 0) writer.line(theme.muted('No address range.'));
  for (const { networkName, subnet } of network.overlaps) {
    writer.line(theme.warn(`overlaps ${displayText(subnet)} of ${displayText(networkName)}`));
  }
}

function writeEndpoints(writer: DetailWriter, network: NetworkReport, context: RecordContext): void {
  const { theme } = context;
  writer.section('Endpoints', String(network.endpoints.length));
  for (const endpoint of network.endpoints) {
    const { ipv4Address, ipv6Address, macAddress, dnsNames, running } = endpoint;
    const stopped = running === false ? theme.muted('  stopped') : '';
    writer.line(
      `${displayText(endpointOwner(endpoint))}${stopped}  ${displayText(joinKnown([ipv4Address, ipv6Address], '  '))}`,
    );
    const rest = joinKnown([macAddress, endpointInterfaces(endpoint) || null], '  ');
    if (rest !== '') writer.line(theme.muted(`  ${displayText(rest)}`));
    if (dnsNames !== null && dnsNames.length > 0) {
      writer.line(theme.muted(`  names ${displayText(dnsNames.join(' '))}`));
    }
  }
  if (network.endpoints.length === 0) writer.line(theme.muted('No container is in it.'));
}

function noteOf(network: NetworkReport): string {
  const { internal, predefined, attachable, ingress } = network;
  return joinKnown(
    [
      internal ? 'internal: no way out' : null,
      predefined ? 'predefined' : null,
      attachable ? 'attachable' : null,
      ingress ? 'ingress' : null,
      isUnused(network) ? 'unused' : null,
    ],
    ', ',
  );
}

/** A network: its driver, address ranges, and the containers in it. */
export function networkDetail(
  network: NetworkReport,
  context: RecordContext,
  width: number,
): readonly string[] {
  const writer = createDetail(network, context, width);
  writer.section(displayText(network.name), noteOf(network));
  writer.field('id', network.id);
  if (network.root !== null) writer.field('root', network.root);
  writer.field('driver', network.driver);
  writer.field('scope', network.scope);
  if (network.hostInterface !== null) {
    const state = network.hostInterfaceUp;
    writer.field(
      'bridge',
      `${network.hostInterface}${state === null ? ', not seen' : state ? ', up' : ', down'}`,
    );
  }
  writer.field('created', dateText(network.createdAt));
  writeSubnets(writer, network, context);
  writeEndpoints(writer, network, context);
  writer.provenance();
  writer.map('Options', network.options);
  writer.map('Labels', network.labels);
  return writer.lines;
}
