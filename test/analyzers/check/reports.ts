import { analyze } from '../../../src/analyzers/analyze.js';
import type { ContainerReport, Report, RootReport } from '../../../src/report/types.js';
import { HostBuilder } from '../host-builder.js';
import { findIn } from '../find.js';
import { FILESYSTEM, hex64 } from '../records.js';

export const NOW = '2026-06-01T12:00:00.000Z';
/** Two days before. */
export const EARLIER = '2026-05-30T12:00:00.000Z';

/** A host with a running and a stopped container whose logs nothing bounds, and a leftover of 600,064 bytes or more. */
export function hostReport(): Report {
  const host = new HostBuilder();
  const base = host.image('base', ['base'], { references: ['base:1'] }, 50_000_384);
  host.image('old', ['old'], { references: [] }, 700_416);
  const web = { status: 'running', createdAt: '2026-05-22T12:00:00.000Z' } as const;
  host.container('web', base, web, { logs: { 'ID-json.log': 10_000_384 } });
  host.container('job', base, { status: 'exited' }, { logs: { 'ID-json.log': 20_000_256 } });
  host.directory(hex64('orphan'), 600_064);
  return { ...analyze(host.inventory(), '0.1.0'), generatedAt: NOW };
}

/** The report with other fields of its root. */
export function withRoot(report: Report, fields: Partial<RootReport>): Report {
  return { ...report, roots: report.roots.map((root) => ({ ...root, ...fields })) };
}

export function withFilesystem(report: Report, fields: Partial<typeof FILESYSTEM>): Report {
  return withRoot(report, { filesystem: { ...FILESYSTEM, ...fields } });
}

/** The report with other fields of one container. */
export function withContainer(report: Report, name: string, fields: Partial<ContainerReport>): Report {
  const containers = report.containers.map((one) => (one.name === name ? { ...one, ...fields } : one));
  return { ...report, containers };
}

export function containerOf(report: Report, name: string): ContainerReport {
  return findIn(report.containers, (one) => one.name === name);
}

/** A root inside or beside the one of the report, without anything but its figures. */
export function withAnotherRoot(report: Report, fields: Partial<RootReport>): Report {
  const [root] = report.roots;
  if (root === undefined) throw new Error('the report has no root');
  return { ...report, roots: [root, { ...root, path: '/srv/docker', ...fields }] };
}

/** What the scan says that did not see everything. */
export function cancelled(report: Report): Report {
  return {
    ...report,
    roots: report.roots.map((root) => ({
      ...root,
      unmeasuredReason: 'the scan was cancelled: figures are lower bounds',
      scan: { ...root.scan, state: 'cancelled' as const },
    })),
  };
}

/** Nothing of the root could be read. */
export function unread(report: Report): Report {
  const reason = 'it may not be read by this user';
  return {
    ...report,
    containers: [],
    roots: report.roots.map((root) => ({
      ...root,
      allocatedBytes: null,
      reclaimableBytes: null,
      unmeasuredReason: reason,
      scan: { ...root.scan, state: 'none' as const },
      categories: root.categories.map((category) => ({
        ...category,
        allocatedBytes: null,
        objects: null,
        reclaimableBytes: null,
        unmeasuredReason: reason,
      })),
    })),
  };
}
