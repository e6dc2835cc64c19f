import test from 'ava';
import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { renderProcessTree } from '../../../src/report/text/process-tree.js';
import { aProcessReport } from '../live-reports.js';

const WEB = 'a'.repeat(64);
const DB = 'b'.repeat(64);
const NAMES = [
  { id: WEB, name: 'web' },
  { id: DB, name: null },
];

const TREE = [
  aProcessReport(1, { role: 'host', command: 'init' }),
  aProcessReport(50, { role: 'monitor', watches: WEB, parentPid: 1, command: 'shim -id web' }),
  aProcessReport(60, {
    parentPid: 50,
    nsPids: [60, 1],
    containerId: WEB,
    containerName: 'web',
    pidNamespace: 100,
    entry: 'init',
    command: 'nginx',
  }),
  aProcessReport(61, {
    parentPid: 60,
    nsPids: [61, 7],
    containerId: WEB,
    containerName: 'web',
    pidNamespace: 100,
    entry: 'child',
    state: 'zombie',
    command: '[worker]',
  }),
  aProcessReport(62, {
    parentPid: 60,
    nsPids: [62, 8, 1],
    containerId: WEB,
    containerName: 'web',
    pidNamespace: 101,
    entry: 'child',
    command: 'unshared',
  }),
  aProcessReport(63, {
    parentPid: 50,
    nsPids: [63, 9],
    containerId: WEB,
    containerName: 'web',
    pidNamespace: 100,
    entry: 'exec',
    command: 'sh',
  }),
  aProcessReport(70, { role: 'monitor', watches: DB, parentPid: 1, command: 'shim' }),
  aProcessReport(71, { parentPid: 70, containerId: DB, command: 'postgres' }),
  aProcessReport(80, {
    role: 'namespace',
    parentPid: 1,
    nsPids: [80, 1],
    pidNamespace: 200,
    command: 'jail',
  }),
];

test('the tree leads from the host into each container, and shows where it goes over', (t) => {
  t.deepEqual(renderProcessTree(TREE, NAMES, Infinity), [
    '1 init',
    '├─ 50 (watches web) shim -id web',
    '│  ├─ [web] 60→1 nginx',
    '│  │  ├─ 61→7 (zombie) [worker]',
    '│  │  └─ [nested pid namespace] 62→8→1 unshared',
    '│  └─ [web] 63→9 (exec) sh',
    '├─ 70 (watches bbbbbbbbbbbb) shim',
    '│  └─ [bbbbbbbbbbbb] 71 postgres',
    '└─ pid:[200] 80→1 jail',
  ]);
});

test('a container inside a container begins anew', (t) => {
  const inner = aProcessReport(90, {
    parentPid: 60,
    nsPids: [90, 20, 1],
    containerId: DB,
    containerName: 'inner',
  });
  const lines = renderProcessTree([...TREE.slice(0, 3), inner], NAMES, Infinity);
  t.is(lines.at(-1), '      └─ [inner] 90→20→1 sleep 90');
});

test('lines are cut at the end of the terminal and never wrapped, however deep the tree', (t) => {
  const deep = Array.from({ length: 200 }, (_, n) =>
    aProcessReport(n + 1, { parentPid: n, command: `do ${'x'.repeat(300)}` }),
  );
  for (const line of renderProcessTree(deep, [], 80)) {
    t.true(stringWidth(line) <= 80);
    t.true(line.endsWith('…'));
  }
});

test('the words of a process that is very deep can still be read', (t) => {
  const deep = Array.from({ length: 200 }, (_, n) =>
    aProcessReport(n + 1, { parentPid: n, command: 'deep' }),
  );
  t.regex(renderProcessTree(deep, [], 160).at(-1) ?? '', /200 deep$/);
});

test('no name and no command moves the cursor or breaks a line', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 20, max: 120 }), (text, width) => {
      const hostile = TREE.map((process) => ({
        ...process,
        command: text,
        containerName: process.containerId === null ? null : text,
      }));
      const lines = renderProcessTree(hostile, [{ id: WEB, name: text }], width);
      t.is(lines.length, TREE.length);
      for (const line of lines) {
        t.notRegex(line, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        t.true(stringWidth(line) <= width);
      }
    }),
  );
});
