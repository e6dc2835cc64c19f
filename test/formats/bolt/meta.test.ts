import test from 'ava';
import * as fc from 'fast-check';
import { fnv1a64 } from '../../../src/formats/bolt/checksum.js';
import { openBolt } from '../../../src/formats/bolt/database.js';
import { highestTxid } from '../../../src/formats/bolt/meta.js';
import { boltOf, metaPage, treeOf, writeBolt } from './bolt-writer.js';

test('the checksum is FNV-1a with 64 bits', (t) => {
  t.is(fnv1a64(Buffer.from('')), 0xcbf29ce484222325n);
  t.is(fnv1a64(Buffer.from('a')), 0xaf63dc4c8601ec8cn);
  t.is(fnv1a64(Buffer.from('foobar')), 0x85944171f73967e8n);
});

test('the valid meta page with the higher transaction id is chosen', (t) => {
  const data = boltOf({ key: 'value' });
  t.is(openBolt(data).txid, 7n, 'page 1');
  const next = Buffer.from(data);
  metaPage(0, 4096, 3, 4, 8n).copy(next);
  t.is(openBolt(next).txid, 8n, 'page 0');
  next.writeUInt8(next.readUInt8(60) ^ 1, 60);
  t.is(openBolt(next).txid, 7n, 'page 1 again, as the checksum of page 0 is wrong');
});

test('the page size is found when the first meta page is damaged', (t) => {
  for (const pageSize of [1024, 4096, 16384, 65536]) {
    const data = writeBolt(treeOf({ key: 'value' }), { pageSize, txid: 9n, fanout: 9, inline: true });
    data.fill(0, 0, 100);
    const database = openBolt(data);
    t.is(database.pageSize, pageSize);
    t.is(database.root.get('key')?.toString(), 'value');
  }
});

test('data without a valid meta page is not a database', (t) => {
  const damaged = boltOf({ key: 'value' });
  damaged.fill(0, 0, 100).fill(0, 4096, 4196);
  for (const data of [Buffer.alloc(0), Buffer.alloc(64), Buffer.alloc(65536), damaged]) {
    t.throws(() => openBolt(data), { name: 'BoltError', code: 'NOT_BOLT' });
    t.is(highestTxid(data), null);
  }
});

test('a database of a big-endian machine is named as such', (t) => {
  const data = Buffer.alloc(8192);
  data.writeUInt32BE(0xed0cdaed, 16);
  t.throws(() => openBolt(data), { code: 'NOT_BOLT', message: /big-endian/ });
});

test('a page size that no engine uses is refused even with a right checksum', (t) => {
  for (const pageSize of [512, 3000]) {
    const data = Buffer.alloc(65536);
    metaPage(0, pageSize, 3, 4, 5n).copy(data);
    t.throws(() => openBolt(data), { code: 'NOT_BOLT' });
  }
});

test('two pages are enough to tell the highest transaction id', (t) => {
  t.is(highestTxid(boltOf({ key: 'value' }).subarray(0, 8192)), 7n);
  t.is(highestTxid(boltOf({ key: 'value' }).subarray(0, 4096)), 6n);
});

test('any bytes are a database or a BoltError', (t) => {
  const property = fc.property(fc.uint8Array({ maxLength: 4096 }), (bytes) => {
    t.throws(() => openBolt(Buffer.from(bytes)), { name: 'BoltError', code: 'NOT_BOLT' });
  });
  t.notThrows(() => fc.assert(property));
});
