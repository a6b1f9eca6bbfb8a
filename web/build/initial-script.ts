import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { build, type Manifest } from 'vite';

/** How large something is, in bytes: as it is, and as two compressions make it, each file for itself. */
export interface Size {
  plain: number;
  gzip: number;
  brotli: number;
  /** The files, the largest first. */
  files: { name: string; gzip: number }[];
}

/**
 * The size of the script that a browser must have before one can type in a draft: the page's own, the draft's, and
 * everything these import, in English. What is loaded later, when there is time or need, is not in it.
 */
export async function initialScript(): Promise<Size> {
  const size: Size = { plain: 0, gzip: 0, brotli: 0, files: [] };
  for (const [name, code] of await scripts()) {
    const gz = (await promisify(gzip)(code, { level: 9 })).length;
    size.plain += Buffer.byteLength(code);
    size.gzip += gz;
    size.brotli += (await promisify(brotliCompress)(code)).length;
    size.files.push({ name, gzip: gz });
  }
  size.files.sort((a, b) => b.gzip - a.gzip);
  return size;
}

/** The scripts by name, built anew and not written anywhere. */
async function scripts(): Promise<Map<string, string>> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  process.env['NODE_ENV'] = 'production'; // else Svelte is built as for development when a test asks
  const built = await build({ root, mode: 'production', logLevel: 'warn', build: { write: false, manifest: true } });
  const output = 'output' in built ? built.output : Array.isArray(built) ? built.flatMap((one) => one.output) : [];
  const listed = output.find(({ fileName }) => fileName.endsWith('manifest.json'));
  if (listed?.type !== 'asset') throw new Error('vite lists what it built');
  const manifest = JSON.parse(String(listed.source)) as Manifest;
  const scripts = new Map<string, string>();
  const take = (key: string) => {
    const entry = manifest[key];
    if (!entry) throw new Error(`${key} was not built`);
    if (scripts.has(entry.file)) return;
    const chunk = output.find(({ fileName }) => fileName === entry.file);
    if (chunk?.type !== 'chunk') throw new Error(`${entry.file} is no script`);
    scripts.set(entry.file, chunk.code);
    entry.imports?.forEach(take);
  };
  ['index.html', 'src/routes/Draft.svelte'].forEach(take);
  return scripts;
}
