import { endpointInterfaces } from '../../report/text/endpoints.js';
import { hostPortText, listenerText } from '../../report/text/ports.js';
import type { ContainerReport } from '../../report/types.js';
import type { RecordContext } from '../lists/context.js';
import { displayText } from '../text/display-text.js';
import { joinKnown } from '../text/join-known.js';
import type { DetailWriter } from './detail-lines.js';

/** The networks of a container, and its ports. */
export function writeNetworks(
  writer: DetailWriter,
  container: ContainerReport,
  context: RecordContext,
): void {
  const { theme } = context;
  const { networkMode, endpoints, ports } = container;
  writer.section('Networks', networkMode === null ? '' : `mode ${displayText(networkMode)}`);
  for (const endpoint of endpoints) {
    const { networkName, ipv4Address, ipv6Address, macAddress, dnsNames } = endpoint;
    const addresses = joinKnown([ipv4Address, ipv6Address], '  ');
    writer.line(`${displayText(networkName)}  ${displayText(addresses)}`);
    const rest = joinKnown([macAddress, endpointInterfaces(endpoint) || null], '  ');
    if (rest !== '') writer.line(theme.muted(`  ${displayText(rest)}`));
    if (dnsNames !== null && dnsNames.length > 0) {
      writer.line(theme.muted(`  names ${displayText(dnsNames.join(' '))}`));
    }
  }
  if (endpoints.length === 0) writer.line(theme.muted('It is in no network of its own.'));
  if (ports.length === 0) return;
  writer.section('Ports', String(ports.length));
  for (const port of ports) {
    const host = hostPortText(port);
    const listener = listenerText(port);
    writer.line(
      `${port.containerPort}/${port.protocol}  ${host === null ? theme.muted('not published') : `← ${displayText(host)}`}${listener === '' ? '' : theme.muted(`  ${displayText(listener)}`)}`,
    );
  }
}
