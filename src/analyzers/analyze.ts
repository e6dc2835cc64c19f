import type { CleanupBasis } from '../model/cleanup-candidate.js';
import type { Inventory } from '../model/inventory.js';
import type { CleanupPolicy } from '../model/policy.js';
import type { Report } from '../report/types.js';
import { accountForHost } from './accounting/accounting.js';
import { reportBuildCache } from './build-cache.js';
import { reportContainers } from './containers.js';
import { coverageProblems } from './coverage.js';
import { reportEngine } from './engine/engine.js';
import { reportUnreadRoot } from './engine/engine-root.js';
import { hiddenNotices } from './engine/hidden.js';
import { HostView } from './host-view.js';
import { reportImages } from './images.js';
import { reportLayers } from './layers.js';
import { networksKnown } from './networks/known-networks.js';
import { reportNetworks } from './networks/networks.js';
import { processesCollected, reportProcesses } from './processes/processes.js';
import { recommend } from './recommendations/recommend.js';
import { reportRoot } from './root.js';
import { sumRoots } from './figures/totals.js';
import { reportVolumes } from './volumes.js';

/**
 * Turns an inventory into the report: pure and deterministic, the same inventory always gives the same report. It has
 * no recommendations, which take a policy.
 * @param toolVersion bilge's own version.
 */
export function analyze(inventory: Inventory, toolVersion: string): Report {
  return reportOn(new HostView(inventory), toolVersion);
}

/** A report with recommendations, and what a cleanup is chosen from. */
export interface CleanupAnalysis {
  readonly report: Report;
  readonly basis: CleanupBasis;
}

/** The same with recommendations, for an inventory of everything. */
export function analyzeForCleanup(
  inventory: Inventory,
  toolVersion: string,
  policy: CleanupPolicy,
): CleanupAnalysis {
  const view = new HostView(inventory);
  const report = reportOn(view, toolVersion);
  const { basis, reports } = recommend(view, report, policy, Date.parse(inventory.takenAt));
  const notLookedAt = report.notCollected.filter((part) => part !== 'recommendations');
  return { report: { ...report, recommendations: [...reports], notCollected: notLookedAt }, basis };
}

function reportOn(view: HostView, toolVersion: string): Report {
  const { inventory } = view;
  const containers = reportContainers(view);
  const volumes = reportVolumes(view, containers);
  const buildCache = reportBuildCache(view);
  const accounting = accountForHost(view);
  const accounted = view.roots.map((root) =>
    reportRoot(view, root, { containers, volumes, buildCache }, accounting),
  );
  const roots = accounted.map(({ root }) => root);
  const told = view.engine?.facts.dataRoot ?? null;
  // The engine's own figures stand for a root that cannot be seen here.
  if (view.primary === null && told !== null) roots.unshift(reportUnreadRoot(view, null, told));
  const isLive = inventory.scope === 'live';
  const problems = [...inventory.problems, ...coverageProblems(view)].map((problem) => ({ ...problem }));
  return {
    schemaVersion: 1,
    tool: { name: 'bilge', version: toolVersion },
    generatedAt: inventory.takenAt,
    sample: inventory.sample,
    complete:
      (isLive || (roots.length > 0 && roots.every((root) => root.unmeasuredReason === null))) &&
      problems.every((problem) => problem.missing === null),
    notCollected: notCollected(view),
    host: { ...inventory.host },
    engine: reportEngine(view, containers, hiddenNotices(view, roots, volumes)),
    roots,
    totals: sumRoots(roots),
    images: reportImages(view),
    layers: reportLayers(view),
    containers,
    volumes,
    buildCache,
    networks: reportNetworks(view),
    processes: reportProcesses(view),
    leftovers: accounted.flatMap(({ leftovers }) => leftovers),
    recommendations: [],
    problems,
  };
}

/** What this run did not look at. */
function notCollected(view: HostView): Report['notCollected'] {
  return [
    ...(view.inventory.scope === 'live' ? (['sizes'] as const) : []),
    ...(networksKnown(view) ? [] : (['networks'] as const)),
    ...(processesCollected(view) ? [] : (['processes'] as const)),
    'recommendations',
  ];
}
