import type { NetworkReport } from '../../report/types.js';
import type { RecordContext } from '../lists/context.js';
import { displayText } from '../text/display-text.js';
import { dateText } from '../text/figure.js';
import { createDetail } from './detail-lines.js';

/** A network: its driver and address ranges. */
export function networkDetail(
  network: NetworkReport,
  context: RecordContext,
  width: number,
): readonly string[] {
  const { theme } = context;
  const writer = createDetail(network, context, width);
  writer.section(displayText(network.name), network.internal ? 'internal: no way out' : '');
  writer.field('id', network.id);
  writer.field('driver', network.driver);
  writer.field('scope', network.scope);
  writer.field('created', dateText(network.createdAt));
  writer.section('Subnets', String(network.subnets.length));
  for (const { subnet, gateway } of network.subnets) {
    writer.line(
      `${displayText(subnet)}${gateway === null ? '' : theme.muted(`  gateway ${displayText(gateway)}`)}`,
    );
  }
  if (network.subnets.length === 0) writer.line(theme.muted('No address range.'));
  return writer.lines;
}
