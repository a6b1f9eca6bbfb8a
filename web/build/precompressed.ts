import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const WORDS = /\.(js|css|html|svg|json)$/;
/** A header more is not worth it below this. */
const TOO_SMALL_BYTES = 256;

const compressions = {
  gz: (plain: Buffer) => promisify(gzip)(plain, { level: 9 }),
  br: (plain: Buffer) =>
    promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }),
};

/**
 * Puts a `.gz` and a `.br` beside each file of words. The server hands them out as they are: compressing for five hundred
 * people at nine o'clock would cost it what it needs for their words.
 */
export function precompressed(): Plugin {
  let folder = '';
  return {
    name: 'precompressed',
    apply: 'build',
    configResolved: ({ root, build }) => void (folder = resolve(root, build.outDir)),
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const files = await readdir(folder, { recursive: true });
        await Promise.all(files.filter((file) => WORDS.test(file)).map((file) => compress(join(folder, file))));
      },
    },
  };
}

async function compress(file: string): Promise<void> {
  const plain = await readFile(file);
  if (plain.length < TOO_SMALL_BYTES) return;
  for (const [ending, pack] of Object.entries(compressions)) {
    const packed = await pack(plain);
    if (packed.length < plain.length) await writeFile(`${file}.${ending}`, packed);
  }
}
