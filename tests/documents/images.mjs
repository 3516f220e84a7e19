// SPDX-License-Identifier: EUPL-1.2
// Pictures drawn by the tests: a seal, a signature, as PNG with transparency.
import { writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';

const table = Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n >>> 0; });
const crc = (buf) => { let c = 0xffffffff; for (const b of buf) c = table[(c ^ b) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; };
function chunk(type, data) {
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, 'latin1');
  data.copy(out, 8);
  out.writeUInt32BE(crc(out.subarray(4, data.length + 8)), data.length + 8);
  return out;
}
// pixel(x, y) gives [r, g, b, a]
export function png(path, wide, high, pixel) {
  const rows = Buffer.alloc(high * (wide * 4 + 1));
  for (let y = 0; y < high; y++)
    for (let x = 0; x < wide; x++) rows.set(pixel(x, y), y * (wide * 4 + 1) + 1 + x * 4);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(wide, 0);
  head.writeUInt32BE(high, 4);
  head.set([8, 6, 0, 0, 0], 8);
  writeFileSync(path, Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]));
  return path;
}
export const seal = (path) => png(path, 300, 300, (x, y) => {
  const r = Math.hypot(x - 150, y - 150);
  return (r > 138 && r < 148) || (r > 100 && r < 105) || r < 30 ? [215, 20, 30, 255] : [255, 255, 255, 0];
});
export const scribble = (path) => png(path, 400, 150, (x, y) =>
  Math.abs(y - 75 - 45 * Math.sin(x / 26) - 9 * Math.sin(x / 7)) < 4 ? [20, 40, 160, 255] : [0, 0, 0, 0]);
