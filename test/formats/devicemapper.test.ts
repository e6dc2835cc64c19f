import test from 'ava';
import * as fc from 'fast-check';
import { parseDeviceSet, parseDeviceTransaction, parseThinDevice } from '../../src/formats/devicemapper.js';
import { FormatError } from '../../src/formats/format-error.js';

test('a thin device is read as the engine writes it', (t) => {
  t.deepEqual(
    parseThinDevice(
      '{"device_id":8,"size":1073741824,"transaction_id":10,"initialized":false,"deleted":false}',
    ),
    { deviceId: 8, virtualBytes: 1_073_741_824, transactionId: 10, initialized: false, deleted: false },
  );
  t.true(parseThinDevice('{"device_id":0,"size":0,"deleted":true}').deleted);
  t.is(parseThinDevice('{"device_id":0,"size":0}').initialized, null);
});

test('a thin device without its number or size is none', (t) => {
  for (const text of [
    '{}',
    '{"device_id":1}',
    '{"size":1}',
    '{"device_id":"1","size":1}',
    '{"device_id":-1,"size":1}',
  ]) {
    t.throws(() => parseThinDevice(text), { instanceOf: FormatError }, text);
  }
});

test('the device set and the last transaction are read', (t) => {
  t.deepEqual(
    parseDeviceSet('{"next_device_id":12,"BaseDeviceUUID":"2ce8dd34","BaseDeviceFilesystem":"ext4"}'),
    { nextDeviceId: 12, baseDeviceUuid: '2ce8dd34', baseDeviceFilesystem: 'ext4' },
  );
  t.deepEqual(parseDeviceSet('{}'), { nextDeviceId: null, baseDeviceUuid: null, baseDeviceFilesystem: null });
  t.deepEqual(parseDeviceTransaction('{"open_transaction_id":16,"device_hash":"ab","device_id":12}'), {
    transactionId: 16,
    device: 'ab',
    deviceId: 12,
  });
  t.is(parseDeviceTransaction('{"open_transaction_id":1,"device_hash":""}').device, null);
  t.throws(() => parseDeviceTransaction('{"device_id":12}'), { instanceOf: FormatError });
});

test('arbitrary bytes are a record or a typed error', (t) => {
  const key = fc.constantFrom('device_id', 'size', 'open_transaction_id', 'device_hash', 'deleted');
  const anything = fc.oneof(
    fc.string(),
    fc.json(),
    fc.dictionary(key, fc.jsonValue()).map((value) => JSON.stringify(value)),
  );
  const property = fc.property(anything, (text) => {
    for (const parse of [parseThinDevice, parseDeviceSet, parseDeviceTransaction]) {
      try {
        t.is(typeof parse(Buffer.from(text)), 'object');
      } catch (error) {
        t.true(error instanceof FormatError);
      }
    }
  });
  t.notThrows(() => fc.assert(property));
});
