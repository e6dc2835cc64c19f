import type { ContainerReport } from '../../report/types.js';
import type { RecordContext } from '../lists/context.js';
import { containerName } from '../lists/report-index.js';
import { displayText } from '../text/display-text.js';
import { fit } from '../../report/text/fit.js';
import type { DetailWriter } from './detail-lines.js';

/** Whose namespaces a container is in, and what makes it less apart from the host than others; nothing where neither is known. */
export function writeIsolation(
  writer: DetailWriter,
  { namespaces, risks }: ContainerReport,
  { theme, index }: RecordContext,
): void {
  if (namespaces.length > 0) {
    writer.section('Namespaces');
    for (const { kind, inode, host, sharedWith } of namespaces) {
      const shared = sharedWith.map((id) => containerName(id, index)).join(', ');
      const whose = host === true ? theme.warn('the host’s') : shared === '' ? '' : `shared with ${shared}`;
      writer.line(`${fit(kind, 7)} ${theme.muted(fit(inode === null ? '?' : String(inode), 11))} ${whose}`);
    }
  }
  if (risks.length === 0) return;
  writer.section('Risks', String(risks.length));
  for (const { code, message } of risks)
    writer.line(`${theme.warn(displayText(code))}  ${displayText(message)}`);
}
