import { analyze } from '../../src/analyzers/analyze.js';
import type { Report } from '../../src/report/types.js';
import { HostBuilder, type Overrides } from '../analyzers/host-builder.js';
import { anEngine, hex64 } from '../analyzers/records.js';

/** A small host with one of everything, for the text views. */
export function harbour(): HostBuilder {
  const host = new HostBuilder();
  const base = host.image('base', ['base'], { references: ['base:1', 'base:latest'] }, 50_000_384);
  host.image('app', ['base', 'app'], { createdBy: ['ADD rootfs', '/bin/sh -c make'] }, 1_500_160);
  host.image('old', ['old'], { references: [] }, 700_416);
  const web = host.container(
    'web',
    base,
    { status: 'running', imageReference: 'base:1', mounts: [] },
    { writable: 2_000_384, logs: { 'ID-json.log': 300_032 } },
  );
  host.container('job', base, {
    imageReference: 'base',
    exitCode: 137,
    mounts: [
      {
        type: 'bind',
        source: '/srv/in',
        destination: '/in',
        volumeName: null,
        volumeDriver: null,
        readOnly: true,
      },
      {
        type: 'volume',
        source: null,
        destination: '/data',
        volumeName: 'data',
        volumeDriver: 'local',
        readOnly: false,
      },
    ],
  });
  host.volume('data', 9_000_448);
  host.volume('spare', 1_000_448);
  host.cacheDirectory('step', 4_000_256);
  host.cacheLayer('kept', host.chain(['old']));
  host.directory(hex64('orphan'), 600_064);
  host.group('odd', { allocatedBytes: 100_352 });
  host.group(`containers/${web.id}/hosts`);
  return host;
}

export function harbourReport(overrides: Overrides = {}, sample = false): Report {
  const engine = anEngine({ loggingOptions: {}, warnings: ['WARNING: No swap limit support'] });
  const host = harbour();
  return analyze(
    { ...host.inventory({ engine: { ...engine, containers: host.containers }, ...overrides }), sample },
    '0.1.0',
  );
}
