import { FormatError } from './format-error.js';
import { asCount, asText, parseJsonObject } from './json-access.js';

/**
 * Files of `devicemapper/metadata/`, all JSON. Source: moby 20.10, daemon/graphdriver/devmapper/deviceset.go
 * (`devInfo`, `DeviceSet`, `transaction`).
 */

/** `metadata/base` and `metadata/<id>`: one thin device. */
export interface ThinDevice {
  /** Number of the device in its pool. */
  readonly deviceId: number;
  /** Size the device claims to have, not what it takes. */
  readonly virtualBytes: number;
  readonly transactionId: number | null;
  /** The device holds a filesystem; `null` where the file does not say. */
  readonly initialized: boolean | null;
  /** Its removal was put off because it was busy: a leftover that the engine deletes later. */
  readonly deleted: boolean;
}

/** @throws FormatError without the device's number or size. */
export function parseThinDevice(data: Uint8Array | string): ThinDevice {
  const device = parseJsonObject(data, 'devicemapper metadata');
  const deviceId = asCount(device['device_id']);
  const virtualBytes = asCount(device['size']);
  if (deviceId === null || virtualBytes === null)
    throw new FormatError('devicemapper metadata', 'it has no device_id and size');
  return {
    deviceId,
    virtualBytes,
    transactionId: asCount(device['transaction_id']),
    initialized: typeof device['initialized'] === 'boolean' ? device['initialized'] : null,
    deleted: device['deleted'] === true,
  };
}

/** `metadata/deviceset-metadata`. */
export interface DeviceSet {
  readonly nextDeviceId: number | null;
  readonly baseDeviceUuid: string | null;
  /** Filesystem in the devices, such as `ext4`. */
  readonly baseDeviceFilesystem: string | null;
}

/** @throws FormatError for anything that is no JSON object. */
export function parseDeviceSet(data: Uint8Array | string): DeviceSet {
  const set = parseJsonObject(data, 'deviceset-metadata');
  return {
    nextDeviceId: asCount(set['next_device_id']),
    baseDeviceUuid: asText(set['BaseDeviceUUID']),
    baseDeviceFilesystem: asText(set['BaseDeviceFilesystem']),
  };
}

/** `metadata/transaction-metadata`: the change that was made last, or was under way at a crash. */
export interface DeviceTransaction {
  readonly transactionId: number;
  /** Name of the device's metadata file; `null` for the base device. */
  readonly device: string | null;
  readonly deviceId: number | null;
}

/** @throws FormatError without the transaction's number. */
export function parseDeviceTransaction(data: Uint8Array | string): DeviceTransaction {
  const transaction = parseJsonObject(data, 'transaction-metadata');
  const transactionId = asCount(transaction['open_transaction_id']);
  if (transactionId === null) throw new FormatError('transaction-metadata', 'it has no open_transaction_id');
  return {
    transactionId,
    device: asText(transaction['device_hash']),
    deviceId: asCount(transaction['device_id']),
  };
}
