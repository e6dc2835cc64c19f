import type { Report } from '../../src/report/types.js';
import { sampleReport } from './sample-report.js';

/** A report in the middle of a scan: lower bounds, unmeasured figures, problems and notices. */
export function partialReport(): Report {
  const report = sampleReport();
  const [root] = report.roots;
  if (root === undefined || report.engine === null) throw new Error('the sample has a root and an engine');
  const categories = root.categories.map((category) =>
    category.category === 'volumes'
      ? {
          ...category,
          allocatedBytes: null,
          apparentBytes: null,
          inodes: null,
          reclaimableBytes: null,
          source: 'unmeasured' as const,
          unmeasuredReason: 'not counted yet',
        }
      : category,
  );
  return {
    ...report,
    complete: false,
    roots: [
      {
        ...root,
        categories,
        unaccountedBytes: null,
        unaccountedApparentBytes: null,
        unaccountedInodes: null,
        scan: { ...root.scan, state: 'running', elapsedMs: null, unreadable: 2 },
      },
    ],
    volumes: report.volumes.map((volume) => ({
      ...volume,
      allocatedBytes: null,
      apparentBytes: null,
      inodes: null,
      reclaimableBytes: null,
      source: 'unmeasured',
      unmeasuredReason: 'not counted yet',
    })),
    engine: {
      ...report.engine,
      notices: [
        { origin: 'engine', code: 'engine', severity: 'warning', message: 'No swap limit support' },
        {
          origin: 'bilge',
          code: 'df-counts-shared-twice',
          severity: 'info',
          message: 'docker system df of this version counts shared layers once per image.',
        },
      ],
    },
    problems: [
      {
        source: 'disk',
        code: 'unreadable',
        message: 'A directory could not be read',
        path: '/var/lib/docker/volumes/db/_data',
        missing: 'the size of volume db',
        hint: 'Run bilge as root.',
      },
    ],
  };
}
