/** A new random UUID (version 4). `crypto.randomUUID` is missing on plain http from another host; this is not. */
export function newUuid(): string {
  const bytes = new DataView(crypto.getRandomValues(new Uint8Array(16)).buffer);
  bytes.setUint8(6, (bytes.getUint8(6) & 0x0f) | 0x40); // the version
  bytes.setUint8(8, (bytes.getUint8(8) & 0x3f) | 0x80); // the variant
  const hex = bytes.getBigUint64(0).toString(16).padStart(16, '0') + bytes.getBigUint64(8).toString(16).padStart(16, '0');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
