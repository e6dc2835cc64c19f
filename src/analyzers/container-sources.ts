import type { ContainerReport, FigureSource } from '../report/types.js';
import type { Hints } from './figures/exact-sources.js';
import type { MountPlace } from './host-view.js';
import type { Provenance } from './figures/provenance.js';
import type { SubtreeUsage } from './figures/usage-index.js';

type Measured = SubtreeUsage | null;

interface Parts {
  readonly place: MountPlace | undefined;
  /** What the walk says of each; `null` where it has not met it. */
  readonly parts: Readonly<Record<'directory' | 'logs' | 'writable' | 'init', Measured>>;
  readonly report: Omit<ContainerReport, keyof Provenance | 'sources'>;
  readonly own: Provenance;
  /** Why everything below the root is a lower bound; `null` when it is not. */
  readonly rootReason: string | null;
}

const ENGINE: FigureSource = { source: 'engine', reason: null };

/**
 * Where the figures of a container come from that are not like the others: its directory was met and its writable
 * layer was not, or lies where only the engine or a volume manager can tell its size.
 */
export function containerHints({ place, parts, report, own, rootReason }: Parts): Hints<ContainerReport> {
  const reason = own.unmeasuredReason;
  // Nothing missing but the layer that a container need not have.
  const init: FigureSource | null =
    report.initLayerBytes !== null
      ? partSource(parts.init)
      : place?.mount.init === null && place.mount.initTold === null && reason === null
        ? { source: 'unmeasured', reason: 'it has no init layer of its own' }
        : null;
  if (parts.directory === null || parts.writable !== null) return { initLayerBytes: init };
  // Where everything is a lower bound, the record says so, and of what is missing no more is known.
  const missing: FigureSource | null = rootReason === null ? { source: 'unmeasured', reason } : null;
  const writable = report.writableLayerBytes === null ? missing : ENGINE;
  return {
    writableLayerBytes: writable,
    writableLayerApparentBytes: report.writableLayerApparentBytes === null ? missing : ENGINE,
    writableLayerInodes: missing,
    initLayerBytes: report.initLayerBytes === null ? missing : partSource(parts.init),
    inodes: missing,
    totalBytes: writable,
    reclaimableBytes: report.reclaimableBytes === 0 ? { source: 'computed', reason: null } : writable,
  };
}

function partSource(usage: Measured): FigureSource | null {
  return usage === null ? ENGINE : null;
}
