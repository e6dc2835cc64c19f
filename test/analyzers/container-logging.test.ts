import test from 'ava';
import * as fc from 'fast-check';
import { analyze } from '../../src/analyzers/analyze.js';
import type { ContainerRecord } from '../../src/model/container.js';
import type { EngineFacts } from '../../src/model/engine.js';
import type { ContainerReport } from '../../src/report/types.js';
import { arbitraryInventory } from './arbitrary-inventory.js';
import { HostBuilder } from './host-builder.js';
import { anEngine } from './records.js';

type Files = Readonly<Record<string, number>>;

/** How a container's log is reported, of a host with this one container. */
function loggingOf(
  fields: Partial<ContainerRecord>,
  files: Files = {},
  facts: Partial<EngineFacts> | null = null,
): ContainerReport['logging'] {
  const host = new HostBuilder();
  host.container('one', null, fields, { logs: files });
  const engine = facts === null ? null : anEngine(facts, { containers: host.containers });
  const [container] = analyze(host.inventory({ engine }), '0.0.0').containers;
  if (container === undefined) throw new Error('the container is gone');
  return container.logging;
}

test('json-file without options is one file without a limit, and is warned of', (t) => {
  t.deepEqual(loggingOf({ logDriver: 'json-file' }, { 'ID-json.log': 8192 }), {
    driver: 'json-file',
    keeps: 'files',
    sizeBytes: 8192,
    maxSizeBytes: null,
    maxFiles: 1,
    compress: false,
    maxBytes: null,
    bounded: false,
    note: 'no max-size: it grows without limit',
  });
  const files = loggingOf({ logDriver: 'json-file', logOptions: { 'max-file': '5' } });
  t.false(files.bounded);
  t.is(files.maxBytes, null);
  t.regex(files.note ?? '', /without which max-file does nothing/);
  t.false(loggingOf({ logDriver: 'json-file', logOptions: { 'max-size': '-1' } }).bounded);
});

test('json-file with options grows to files × size', (t) => {
  const logOptions = { 'max-size': '10m', 'max-file': '3', compress: 'true' };
  t.like(loggingOf({ logDriver: 'json-file', logOptions }), {
    maxSizeBytes: 10_000_000,
    maxFiles: 3,
    compress: true,
    maxBytes: 30_000_000,
    bounded: true,
    note: null,
  });
  t.is(loggingOf({ logDriver: 'json-file', logOptions: { 'max-size': '10m' } }).maxBytes, 10_000_000);
  const vast = { 'max-size': '9000000g', 'max-file': '999999999' };
  t.is(loggingOf({ logDriver: 'json-file', logOptions: vast }).maxBytes, Number.MAX_SAFE_INTEGER);
});

test('the driver local keeps five compressed files of 20 MiB where its options say nothing', (t) => {
  const files = { 'local-logs': 4096, 'local-logs/container.log': 12_288 };
  t.like(loggingOf({ logDriver: 'local' }, files), {
    keeps: 'files',
    sizeBytes: 16_384,
    maxSizeBytes: 20_971_520,
    maxFiles: 5,
    compress: true,
    maxBytes: 104_857_600,
    bounded: true,
  });
  t.is(loggingOf({ logDriver: 'local', logOptions: { 'max-file': '2' } }).maxBytes, 41_943_040);
  t.is(loggingOf({ logDriver: 'local', logOptions: { 'max-size': '-1' } }).maxBytes, null);
});

test('options that cannot be read bound nothing that is known, and are named', (t) => {
  const logging = loggingOf({ logDriver: 'json-file', logOptions: { 'max-size': '10 potatoes' } });
  t.is(logging.bounded, null);
  t.is(logging.maxBytes, null);
  t.regex(logging.note ?? '', /max-size/);
});

test('a journal has no size here, and says where it is', (t) => {
  t.like(loggingOf({ logDriver: 'journald' }), {
    keeps: 'journal',
    sizeBytes: null,
    maxBytes: null,
    bounded: null,
  });
  t.regex(loggingOf({ logDriver: 'journald' }).note ?? '', /journal/);
});

test('what is sent away has the size and the bounds of its copy, and without one none', (t) => {
  const copy = { 'container-cached.log': 12_288, 'container-cached.log.1.gz': 4096 };
  t.like(loggingOf({ logDriver: 'syslog' }, copy), {
    keeps: 'remote',
    sizeBytes: 16_384,
    maxBytes: 104_857_600,
    bounded: true,
  });
  // The options of the copy are accepted and never read: moby#45668.
  t.is(loggingOf({ logDriver: 'gelf', logOptions: { 'cache-max-size': '1m' } }).maxBytes, 104_857_600);
  const disabled = loggingOf({ logDriver: 'gelf', logOptions: { 'cache-disabled': 'true' } });
  t.like(disabled, { sizeBytes: null, maxBytes: 0, bounded: true });
  t.regex(disabled.note ?? '', /sent away by gelf, without a copy/);
  const old = loggingOf({ logDriver: 'gelf' }, {}, { version: '19.03.15' });
  t.like(old, { sizeBytes: null, maxBytes: 0 });
  t.regex(loggingOf({ logDriver: 'grafana/loki' }).note ?? '', /plugin grafana\/loki/);
});

test('the driver none keeps nothing, and 0 is measured', (t) => {
  t.like(loggingOf({ logDriver: 'none' }), {
    keeps: 'nothing',
    sizeBytes: 0,
    maxBytes: 0,
    bounded: true,
    note: null,
  });
});

test('a record without a driver falls back on the engine’s, and only then', (t) => {
  const facts = { loggingDriver: 'json-file', loggingOptions: { 'max-size': '5m' } };
  const fallen = loggingOf({ logDriver: null }, {}, facts);
  t.like(fallen, { driver: 'json-file', maxBytes: 5_000_000, bounded: true });
  t.regex(fallen.note ?? '', /that of the engine/);
  t.is(loggingOf({ logDriver: 'json-file' }, {}, facts).bounded, false);
  t.like(loggingOf({ logDriver: null }), { driver: null, keeps: 'unknown', sizeBytes: null, bounded: null });
});

test('a log without size or bound says why, and no log that grows without limit is called bounded', (t) => {
  fc.assert(
    fc.property(arbitraryInventory, (inventory) => {
      for (const { logging } of analyze(inventory, '0.0.0').containers) {
        const { sizeBytes, maxBytes, bounded, note } = logging;
        if (sizeBytes === null || maxBytes === null || bounded === null) t.not(note, null);
        t.is(bounded === true, maxBytes !== null);
      }
    }),
  );
});
