/** Writes values in ClickHouse's RowBinary format: half the size of text, and neither side spends time on digits. */

/** A growing buffer of RowBinary values. */
export class RowBinaryWriter {
  #buffer: Buffer;
  #length = 0;

  constructor(sizeHint = 4096) {
    this.#buffer = Buffer.allocUnsafe(Math.max(64, sizeHint));
  }

  /** What was written. The writer must not be used afterwards. */
  finish(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Bytes as they are, e.g. a prepared prefix. */
  raw(bytes: Buffer): void {
    this.#reserve(bytes.length);
    bytes.copy(this.#buffer, this.#length);
    this.#length += bytes.length;
  }

  /** UInt64 or Int64, of a whole number that JavaScript holds exactly. */
  int64(value: number): void {
    this.#reserve(8);
    const high = Math.floor(value / 4294967296);
    this.#buffer.writeUInt32LE(value - high * 4294967296, this.#length);
    this.#buffer.writeInt32LE(high, this.#length + 4);
    this.#length += 8;
  }

  /** UInt32 or Int32. */
  int32(value: number): void {
    this.#reserve(4);
    this.#buffer.writeUInt32LE(value >>> 0, this.#length);
    this.#length += 4;
  }

  /** Float32. */
  float32(value: number): void {
    this.#reserve(4);
    this.#length = this.#buffer.writeFloatLE(value, this.#length);
  }

  /** Nullable(Float32). */
  nullableFloat32(value: number | null): void {
    this.#reserve(5);
    this.#buffer[this.#length] = value === null ? 1 : 0;
    this.#length += 1;
    if (value !== null) this.#length = this.#buffer.writeFloatLE(value, this.#length);
  }

  /** String and LowCardinality(String). */
  string(text: string): void {
    const bytes = Buffer.byteLength(text);
    this.varint(bytes);
    this.#reserve(bytes);
    this.#length += this.#buffer.write(text, this.#length);
  }

  /** The length that precedes a string, a map or an array. */
  varint(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest >= 128) {
      this.#buffer[this.#length] = (rest % 128) | 128;
      this.#length += 1;
      rest = Math.floor(rest / 128);
    }
    this.#buffer[this.#length] = rest;
    this.#length += 1;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}

/** A UUID as RowBinary has it: two little-endian halves. */
export function uuidBytes(uuid: string): Buffer {
  const hex = Buffer.from(uuid.replaceAll('-', ''), 'hex');
  return Buffer.concat([hex.subarray(0, 8).reverse(), hex.subarray(8, 16).reverse()]);
}
