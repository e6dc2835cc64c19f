/** A field of a message in protobuf's wire format: a number, or bytes (text, or a message within). */
export interface ProtobufField {
  readonly number: number;
  readonly value: bigint | Buffer;
}

/**
 * The fields of a message, in their order. Source: protobuf.dev, encoding.
 * @throws when it is not whole, or has fields of fixed length, which the messages that are read here do not have
 */
export function protobufFields(message: Buffer): readonly ProtobufField[] {
  const fields: ProtobufField[] = [];
  let offset = 0;
  const varint = (): bigint => {
    for (let value = 0n, shift = 0n; ; shift += 7n) {
      const byte = message.readUInt8(offset++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (offset < message.length) {
    const key = Number(varint());
    const value = varint();
    const number = key >>> 3;
    if ((key & 7) === 0) fields.push({ number, value });
    else if ((key & 7) !== 2) throw new Error(`wire type ${key & 7} of field ${number}`);
    else {
      const end = offset + Number(value);
      if (end > message.length) throw new Error(`field ${number} is cut off`);
      fields.push({ number, value: message.subarray(offset, end) });
      offset = end;
    }
  }
  return fields;
}
