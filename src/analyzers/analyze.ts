import type { Inventory } from '../model/inventory.js';
import type { NetworkRecord } from '../model/network.js';
import type { NetworkReport, Report } from '../report/types.js';
import { reportBuildCache } from './build-cache.js';
import { reportContainers } from './containers.js';
import { coverageProblems } from './coverage.js';
import { reportEngine } from './engine.js';
import { reportUnreadRoot } from './engine-root.js';
import { HostView } from './host-view.js';
import { reportImages } from './images.js';
import { reportLayers } from './layers.js';
import { reportRoot } from './root.js';
import { reportVolumes } from './volumes.js';

/**
 * Turns an inventory into the report: pure and deterministic, the same inventory always gives the same report.
 * @param toolVersion bilge's own version.
 */
export function analyze(inventory: Inventory, toolVersion: string): Report {
  const view = new HostView(inventory);
  const containers = reportContainers(view);
  const volumes = reportVolumes(view);
  const buildCache = reportBuildCache(view);
  const accounted = reportRoot(view, { containers, volumes, buildCache });
  const rootPath = view.root?.path ?? view.engine?.facts.dataRoot ?? null;
  const root = accounted?.root ?? (rootPath === null ? null : reportUnreadRoot(view, rootPath));
  const networks = view.engine?.networks ?? view.root?.records.networks ?? null;
  const problems = [...inventory.problems, ...coverageProblems(view)].map((problem) => ({ ...problem }));
  return {
    schemaVersion: 1,
    tool: { name: 'bilge', version: toolVersion },
    generatedAt: inventory.takenAt,
    sample: inventory.sample,
    complete: root?.unmeasuredReason === null && problems.every((problem) => problem.missing === null),
    notCollected: [...(networks === null ? (['networks'] as const) : []), 'processes', 'recommendations'],
    host: { ...inventory.host },
    engine: reportEngine(view),
    roots: root === null ? [] : [root],
    images: reportImages(view),
    layers: reportLayers(view),
    containers,
    volumes,
    buildCache,
    networks: (networks ?? []).map(reportNetwork),
    processes: [],
    leftovers: accounted?.leftovers ?? [],
    recommendations: [],
    problems,
  };
}

function reportNetwork(network: NetworkRecord): NetworkReport {
  return { ...network, subnets: network.subnets.map((subnet) => ({ ...subnet })) };
}
