import test from 'ava';
import { analyze } from '../../../src/analyzers/analyze.js';
import type { ContainerRecord } from '../../../src/model/container.js';
import type { EngineFacts } from '../../../src/model/engine.js';
import type { NoticeReport } from '../../../src/report/types.js';
import { HostBuilder } from '../host-builder.js';
import { anEngine, hex64, YOUNG_MS } from '../records.js';

function notices(
  facts: Partial<EngineFacts> | null,
  containers: readonly Partial<ContainerRecord>[] = [],
): NoticeReport[] {
  const host = new HostBuilder();
  for (const [index, fields] of containers.entries()) host.container(`c${index}`, null, fields);
  const engine = facts === null ? null : anEngine(facts);
  return analyze(host.inventory({ engine }), '0.0.0').engine?.notices ?? [];
}

function codes(...parameters: Parameters<typeof notices>): string[] {
  return notices(...parameters)
    .map((notice) => notice.code)
    .filter((code) => !code.startsWith('df-'));
}

test('an engine whose json-file logs have no bound is warned about', (t) => {
  for (const options of [{}, { 'max-size': '' }, { 'max-size': '-1' }, { 'max-file': '3' }]) {
    t.deepEqual(codes({ loggingDriver: 'json-file', loggingOptions: options }), ['log-rotation-off']);
  }
});

test('bounded logs, another driver and an unseen configuration give no warning', (t) => {
  t.deepEqual(codes({ loggingDriver: 'json-file', loggingOptions: { 'max-size': '10m' } }), []);
  t.deepEqual(codes({ loggingDriver: 'local', loggingOptions: {} }), []);
  t.deepEqual(codes({ loggingDriver: 'json-file', loggingOptions: null }), []);
});

test('running containers with unbounded logs are counted, also without an engine', (t) => {
  const unbounded = { status: 'running', logDriver: 'json-file', logOptions: {} } as const;
  const others = [
    { ...unbounded, status: 'exited' },
    { ...unbounded, logDriver: 'local' },
    { ...unbounded, logOptions: { 'max-size': '1m' } },
    { ...unbounded, logDriver: null },
  ] as const;
  t.deepEqual(notices(null, others), []);
  t.regex(notices(null, [unbounded, ...others])[0]?.message ?? '', /^1 running container logs without/);
  t.regex(notices(null, [unbounded, unbounded])[0]?.message ?? '', /^2 running containers log without/);
  t.deepEqual(codes({}, [unbounded]), ['container-logs-unbounded']);
});

test('the engine’s own warnings come first and word for word', (t) => {
  const [first] = notices({ warnings: ['WARNING: No swap limit support'] });
  t.deepEqual(first, {
    origin: 'engine',
    code: 'engine',
    severity: 'warning',
    message: 'WARNING: No swap limit support',
  });
});

test('without an engine the facts are those of the disk', (t) => {
  const report = analyze(new HostBuilder().inventory({ records: { originalPath: '/data/docker' } }), '0.0.0');
  t.false(report.engine?.reached);
  t.is(report.engine?.storageDriver, 'overlay2');
  t.is(report.engine?.imageStore, 'graphdriver');
  t.is(report.engine?.dataRoot, '/data/docker');
  t.is(report.engine?.version, null);
});

test('of two stores on a disk the one that changed last counts as active, and a tie tells nothing', (t) => {
  const host = new HostBuilder();
  const [store] = host.records().stores;
  const stores = store === undefined ? [] : [store, { ...store, driver: 'vfs' }];
  t.is(analyze(host.inventory({ records: { stores } }), '0.0.0').engine?.storageDriver, 'overlay2');
  host.group('image/vfs');
  t.is(analyze(host.inventory({ records: { stores } }), '0.0.0').engine?.storageDriver, null);
  host.group('image/vfs', { newestMs: YOUNG_MS });
  t.is(analyze(host.inventory({ records: { stores } }), '0.0.0').engine?.storageDriver, 'vfs');
});

function subject(name: string) {
  return { kind: 'container' as const, id: hex64(`container ${name}`), name };
}

test('the largest of the unbounded logs comes first, with its bytes and what to do', (t) => {
  const host = new HostBuilder();
  const running = { status: 'running' } as const;
  host.container('api', null, running, { logs: { 'ID-json.log': 8192 } });
  host.container('web', null, running, { logs: { 'ID-json.log': 40_960, 'ID-json.log.1': 4096 } });
  host.container('old', null, { status: 'exited' }, { logs: { 'ID-json.log': 81_920 } });
  const found = (analyze(host.inventory(), '0.0.0').engine?.notices ?? []).find(
    ({ code }) => code === 'container-logs-unbounded',
  );

  t.deepEqual(found?.objects, [
    { ...subject('web'), allocatedBytes: 45_056 },
    { ...subject('api'), allocatedBytes: 8192 },
  ]);
  t.regex(found?.hint ?? '', /max-size=/);
});

test('the known defects of an engine’s df are told as information', (t) => {
  const found = notices({ version: '29.1.0' }).filter((notice) => notice.code.startsWith('df-'));
  t.true(found.length > 0);
  t.true(found.every(({ origin, severity }) => origin === 'bilge' && severity === 'info'));
});
