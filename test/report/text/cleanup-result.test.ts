import test from 'ava';
import { displayWidth } from '../../../src/report/text/fit.js';
import { recordLine, renderCleanupResult } from '../../../src/report/text/cleanup-result.js';
import type { CleanupResult, RemovalRecord } from '../../../src/report/types.js';
import { HOSTILE_TEXT } from '../../engines/harness/workload/hostile.js';

const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const STYLE = { iec: false };

function record(fields: Partial<RemovalRecord> = {}): RemovalRecord {
  return {
    at: '2026-06-01T12:00:00Z',
    kind: 'volume',
    id: 'data',
    name: 'data',
    outcome: 'removed',
    message: null,
    predictedBytes: 4096,
    ...fields,
  };
}

const PROOF: NonNullable<CleanupResult['proof']> = {
  predictedBytes: 12_341_248,
  measuredBytes: 12_341_248,
  rootsBytes: 12_300_000,
  filesystems: [
    { mountPoint: '/', path: '/var/lib/docker', freeBytesBefore: 1e9, freeBytesAfter: 1_012_000_000 },
  ],
  remaining: [],
  explanation: ['Kept to the byte.'],
};

function lines(fields: Partial<CleanupResult> = {}, available = Infinity): string[] {
  const result: CleanupResult = {
    schemaVersion: 1,
    kind: 'bilge-cleanup-result',
    startedAt: '2026-06-01T12:00:00Z',
    endedAt: '2026-06-01T12:00:01Z',
    ended: 'complete',
    objects: [record()],
    proof: PROOF,
    proofMissing: null,
    ...fields,
  };
  return renderCleanupResult(result, STYLE, available);
}

function line(fields: Partial<RemovalRecord>, index = 0, count = 12): string {
  return recordLine(record(fields), index, count, STYLE);
}

test('each object is one line with its place, what became of it, and why', (t) => {
  t.is(line({}), '[ 1/12] volume data: removed (4.10 kB)');
  t.is(line({ predictedBytes: null }, 11), '[12/12] volume data: removed');
  t.is(
    line({ outcome: 'skipped', message: 'container 1234 mounts it' }),
    '[ 1/12] volume data: skipped: container 1234 mounts it',
  );
  t.is(
    line({ outcome: 'refused', message: 'in use' }, 0, 1),
    '[1/1] volume data: refused by the engine: in use',
  );
  t.is(
    line({ kind: 'image', id: `sha256:${'a'.repeat(64)}`, name: null, outcome: 'unknown' }, 0, 1),
    `[1/1] image ${'a'.repeat(12)}: not known`,
  );
});

test('promised and measured are beside each other to the byte', (t) => {
  t.deepEqual(lines(), [
    '1 object: 1 removed',
    '',
    'Promised 12.34 MB (12,341,248 bytes)',
    'Measured 12.34 MB (12,341,248 bytes), the drop of what was removed as du counts it',
    '         12.30 MB (12,300,000 bytes), the drop of the data roots as a whole',
    'Free on the filesystem of /var/lib/docker: 1.00 GB before, 1.01 GB after (+12.00 MB)',
    'Kept to the byte.',
  ]);
});

test('what grew is a negative drop, and what was not promised exactly a question mark', (t) => {
  const text = lines({
    proof: {
      ...PROOF,
      predictedBytes: null,
      rootsBytes: -4096,
      filesystems: [{ mountPoint: '/', path: '/x', freeBytesBefore: 2000, freeBytesAfter: 1000 }],
      remaining: [{ path: '/x/y', allocatedBytes: 4096 }],
    },
  }).join('\n');
  t.regex(text, /^Promised \?$/m);
  t.regex(text, /-4\.10 kB \(-4,096 bytes\), the drop of the data roots/);
  t.regex(text, /\(-1\.00 kB\)$/m);
  t.regex(text, /^Still there: \/x\/y \(4\.10 kB\)$/m);
});

test('a run that ended early says so, and what is not measured says why', (t) => {
  const objects = [record(), record({ outcome: 'not-tried', message: 'the run was interrupted before' })];
  t.deepEqual(
    lines({ ended: 'interrupted', objects, proof: null, proofMissing: 'the disk cannot be read' }),
    [
      '2 objects: 1 removed, 1 not tried',
      'Interrupted: what comes after was not tried.',
      'Not measured: the disk cannot be read',
    ],
  );
  t.true(
    lines({ ended: 'engine-lost' }).includes(
      'The engine was lost, as said above: what comes after was not tried.',
    ),
  );
});

test('no name or message reaches the terminal as it is', (t) => {
  t.notRegex(recordLine(record({ name: HOSTILE_TEXT, message: HOSTILE_TEXT }), 0, 1, STYLE), UNSAFE);
  t.notRegex(recordLine(record({ name: null, id: HOSTILE_TEXT }), 0, 1, STYLE), UNSAFE);
  const text = lines({
    proof: {
      ...PROOF,
      filesystems: [{ mountPoint: HOSTILE_TEXT, path: HOSTILE_TEXT, freeBytesBefore: 1, freeBytesAfter: 2 }],
      remaining: [{ path: HOSTILE_TEXT, allocatedBytes: 1 }],
      explanation: [HOSTILE_TEXT],
    },
  });
  for (const line of text) t.notRegex(line, UNSAFE);
  t.notRegex(lines({ proof: null, proofMissing: HOSTILE_TEXT }).join(' '), UNSAFE);
});

test('every line fits the terminal', (t) => {
  const proof = {
    ...PROOF,
    remaining: [{ path: `/var/lib/docker/overlay2/${'a'.repeat(64)}/diff`, allocatedBytes: 4096 }],
    explanation: [
      'The filesystem gained 12,288 bytes less: others wrote, or files that are gone are still open.',
    ],
  };
  for (let available = 60; available <= 200; available += 7) {
    for (const line of lines({ proof, ended: 'interrupted' }, available)) {
      t.true(displayWidth(line) <= available, line);
    }
  }
});
