import type { Report } from '../../src/report/types.js';
import { sampleReport } from './sample-report.js';
import { aControlReport, aNetworkReport, aProcessReport } from '../report/live-reports.js';

/** Names that try to take the terminal over, to reorder what is read, or to break the columns. */
export const HOSTILE = [
  '\u001B[2J\u001B[H\u001B[31mowned',
  '\u001B]0;title\u0007\u009B5A',
  'safe\u202Egnp.exe',
  '日本語の名前'.repeat(20),
  'line\nbreak\r\nand\ttab',
  'z\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308',
  '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}\u{1F1E9}\u{1F1EA}☀\uFE0F',
  'ﷺ\u0600\u2028\u2029\uD800',
  'x'.repeat(100_000),
  '',
] as const;

function hostile(position: number): string {
  return HOSTILE[position % HOSTILE.length] ?? '';
}

/** The sample host with a hostile text wherever the engine or a container gives one. */
export function hostileReport(): Report {
  const report = sampleReport();
  const labels = Object.fromEntries(HOSTILE.map((text) => [text, text]));
  return {
    ...report,
    host: { ...report.host, hostname: HOSTILE[0], operatingSystem: HOSTILE[4], kernelVersion: HOSTILE[2] },
    engine:
      report.engine === null
        ? null
        : {
            ...report.engine,
            product: HOSTILE[0],
            version: HOSTILE[3],
            storageDriver: HOSTILE[4],
            loggingOptions: labels,
            notices: HOSTILE.map((message) => ({
              origin: 'engine',
              code: 'engine',
              severity: 'warning',
              message,
            })),
          },
    roots: report.roots.map((root) => ({
      ...root,
      path: HOSTILE[3],
      unmeasuredReason: HOSTILE[0],
      scan: { ...root.scan, unreadable: 2 },
      unaccountedBytes: 8192,
      unaccounted: HOSTILE.map((path) => ({ path, allocatedBytes: 4096, apparentBytes: 1, inodes: 1 })),
      filesystem:
        root.filesystem === null ? null : { ...root.filesystem, device: HOSTILE[1], mountPoint: HOSTILE[4] },
    })),
    images: report.images.map((image, n) => ({
      ...image,
      references: [hostile(n), hostile(n + 1)],
      platform: hostile(n + 2),
      labels,
      unmeasuredReason: hostile(n),
    })),
    layers: report.layers.map((layer, n) => ({
      ...layer,
      createdBy: hostile(n),
      path: hostile(n + 3),
      cacheId: hostile(n),
    })),
    containers: report.containers.map((container, n) => ({
      ...container,
      name: hostile(n),
      imageReference: hostile(n + 1),
      labels,
      control: aControlReport({ cgroupPath: hostile(n), unmeasuredReason: hostile(n + 1) }),
      namespaces: [{ kind: 'pid', inode: 1, host: false, sharedWith: [hostile(n)] }],
      risks: HOSTILE.map((text) => ({ code: text, message: text })),
      logDriver: hostile(n),
      logOptions: labels,
      logFiles: HOSTILE.map((name) => ({ name, allocatedBytes: 1, apparentBytes: 1 })),
      mounts: HOSTILE.map((text) => ({
        type: 'bind',
        source: text,
        destination: text,
        volumeName: null,
        volumeDriver: text,
        readOnly: false,
      })),
    })),
    volumes: report.volumes.map((volume, n) => {
      const name = `${hostile(n)}${n}`;
      return Object.assign({}, volume, {
        name,
        driver: hostile(n),
        mountpoint: hostile(n),
        labels,
        options: labels,
      });
    }),
    buildCache: HOSTILE.map((text, n) => ({
      id: `${text}${n}`,
      root: text,
      hidden: text,
      type: text,
      description: text,
      createdAt: null,
      lastUsedAt: text,
      usageCount: 3,
      parents: [...HOSTILE],
      inUse: null,
      shared: true,
      chainId: text,
      snapshotKey: text,
      path: text,
      allocatedBytes: 4096,
      apparentBytes: 1,
      inodes: 1,
      reclaimableBytes: null,
      engineSizeBytes: 7,
      source: 'disk',
      unmeasuredReason: text,
    })),
    leftovers: HOSTILE.map((text, n) => ({
      root: text,
      kind: 'orphaned-layer-directory',
      category: 'leftovers',
      path: `${text}${n}`,
      key: n % 2 === 0 ? text : null,
      allocatedBytes: 4096,
      apparentBytes: 1,
      inodes: 1,
      modifiedAt: text,
      evidence: text,
      removal: text,
      source: 'disk',
      unmeasuredReason: null,
    })),
    notCollected: [],
    processes: HOSTILE.map((text, n) =>
      aProcessReport(n + 1, {
        containerId: text,
        containerName: text,
        imageReference: text,
        composeProject: text,
        composeService: text,
        runtime: text,
        comm: text,
        command: text,
        hostUser: text,
        cgroupPath: text,
        startedAt: text,
        unmeasuredReason: text,
      }),
    ),
    networks: HOSTILE.map((text, n) =>
      aNetworkReport({
        id: `${n}${text}`,
        name: text,
        driver: text,
        scope: text,
        internal: true,
        createdAt: text,
        subnets: HOSTILE.map((subnet) => ({ subnet, gateway: text })),
      }),
    ),
    problems: HOSTILE.map((text) => ({
      source: 'disk',
      code: 'x',
      message: text,
      path: text,
      missing: text,
      hint: text,
    })),
  };
}
