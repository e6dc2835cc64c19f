import type { WhoseAnswer } from '../../report/types.js';
import type { Provenance } from './provenance.js';

/** A record of the report, with what it says of single figures. */
interface WithSources extends Provenance {
  readonly sources?:
    | Readonly<Record<string, { readonly source: Provenance['source']; readonly reason: string | null }>>
    | undefined;
}

/** Where the figure of a record comes from that an answer shows; the record's own where it says nothing else. */
export function figureProvenance(
  record: WithSources | undefined,
  figure: string,
): Pick<WhoseAnswer, 'source' | 'unmeasuredReason'> {
  if (record === undefined) return { source: 'unmeasured', unmeasuredReason: 'the report does not have it' };
  const own = record.sources?.[figure];
  return own === undefined
    ? { source: record.source, unmeasuredReason: record.unmeasuredReason }
    : { source: own.source, unmeasuredReason: own.reason };
}
