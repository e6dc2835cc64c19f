import test from 'ava';
import * as fc from 'fast-check';
import { parseProcNetInet } from '../../src/formats/proc-net-inet.js';
import { formatAddress } from '../../src/model/address.js';

/** Captured from Linux 6.18, x86-64. */
const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     
   0: 0100007F:3039 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 36581 1 0000000000000000 100 0 0 10 0
   1: 0B00FC0A:8EF6 0100FC0A:01BB 01 00000000:00000000 02:00000A5A 00000000     0        0 36600 2 0000000000000000 20 4 30 10 -1
`;
const TCP6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 41 1 0000000000000000 100 0 0 10 0
   1: 0000000000000000FFFF00000100007F:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 42 1 0000000000000000 100 0 0 10 0
   2: B80D01200000000000000000010000 00:0050 oddly written
`;
const UDP = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  142: 00000000:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 51 2 0000000000000000 0
  143: 0100007F:9999 0100007F:0035 01 00000000:00000000 00:00000000 00000000     0        0 52 2 0000000000000000 0
`;

test('sockets that wait are kept, connections are not', (t) => {
  t.deepEqual(parseProcNetInet(TCP, 'tcp', true), [{ address: '127.0.0.1', port: 12345, inode: 36581 }]);
  t.deepEqual(parseProcNetInet(UDP, 'udp', true), [{ address: '0.0.0.0', port: 53, inode: 51 }]);
});

test('an IPv4 address mapped into IPv6 is shown as the former', (t) => {
  t.deepEqual(parseProcNetInet(TCP6, 'tcp', true), [
    { address: '::', port: 8080, inode: 41 },
    { address: '127.0.0.1', port: 80, inode: 42 },
  ]);
});

/** `%08X` of each 32 bits, as a machine of either byte order prints what is in network order in memory. */
function hexOf(bytes: Buffer, littleEndian: boolean): string {
  return Array.from({ length: bytes.length / 4 }, (_none, i) => {
    const word = littleEndian ? bytes.readUInt32LE(i * 4) : bytes.readUInt32BE(i * 4);
    return word.toString(16).toUpperCase().padStart(8, '0');
  }).join('');
}

test('every address and port comes back, of machines of both byte orders', (t) => {
  const bytes = fc
    .constantFrom(4, 16)
    .chain((length) => fc.uint8Array({ minLength: length, maxLength: length }))
    .map((array) => Buffer.from(array));
  const property = fc.property(bytes, fc.nat(65_535), fc.nat(), fc.boolean(), (raw, port, inode, little) => {
    const zeros = '0'.repeat(raw.length * 2);
    const line = `   7: ${hexOf(raw, little)}:${port.toString(16).toUpperCase().padStart(4, '0')} ${zeros}:0000 0A 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000000000000000 100 0 0 10 0`;
    const value = BigInt(`0x${raw.toString('hex')}`);
    const mapped = raw.length === 16 && value >> 32n === 0xffffn;
    const expected = mapped
      ? { bits: 32 as const, value: value & 0xffff_ffffn }
      : { bits: raw.length === 4 ? (32 as const) : (128 as const), value };
    t.deepEqual(parseProcNetInet(line, 'tcp', little), [{ address: formatAddress(expected), port, inode }]);
  });
  t.notThrows(() => fc.assert(property));
});

test('any text is read, and lines that are cut are left out', (t) => {
  const line = TCP.split('\n')[1] ?? '';
  const text = fc.oneof(
    fc.string(),
    fc.nat(60).map((end) => line.slice(0, end)),
  );
  t.notThrows(() =>
    fc.assert(fc.property(text, (one) => t.deepEqual(parseProcNetInet(one, 'tcp', true), []))),
  );
});
