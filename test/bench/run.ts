import { readdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Bench, BenchInputError } from './bench.ts';

const EXIT_ALL_MET = 0;
const EXIT_SOME_MISSED = 1;
const EXIT_BAD_INPUT = 2;

const benchesFolder = new URL('./benches/', import.meta.url);
const USAGE = 'Usage: npm run bench -- NAME [--size N] [--only PART]...';

/** A bench is a TypeScript file in benches/, called as the file is; its parts live elsewhere. */
async function benchNames(): Promise<string[]> {
  const files = await readdir(benchesFolder);
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}

function readArguments(): { name: string | undefined; size: number | undefined; only: string[] } {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { size: { type: 'string' }, only: { type: 'string', multiple: true, default: [] } },
    });
    const size = values.size === undefined ? undefined : Number(values.size);
    if (size !== undefined && !(Number.isInteger(size) && size > 0)) {
      throw new BenchInputError(`Expected --size with a whole number above 0, was ${values.size}.`);
    }
    return { name: positionals[0], size, only: values.only };
  } catch (error) {
    throw error instanceof BenchInputError ? error : new BenchInputError(`${(error as Error).message}\n${USAGE}`);
  }
}

async function main(): Promise<number> {
  const { name, size, only } = readArguments();
  const names = await benchNames();
  if (name === undefined || !names.includes(name)) {
    const found = name === undefined ? 'none was named' : `was ${name}`;
    throw new BenchInputError(`Expected one of the benches ${names.join(', ')}; ${found}.\n${USAGE}`);
  }
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const bench = ((await import(new URL(`${name}.ts`, benchesFolder).href)) as { default: Bench }).default;
  const aims = await bench.run({ size, only, print });
  print('');
  for (const { aim, found, met, note } of aims) {
    print(`${met ? 'met   ' : 'missed'}  ${aim}: ${found}`);
    if (!met && note !== undefined) print(`        ${note}`);
  }
  const met = aims.filter((aim) => aim.met).length;
  print(`bench ${name}: ${met} of ${aims.length} aims met`);
  return met === aims.length ? EXIT_ALL_MET : EXIT_SOME_MISSED;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof BenchInputError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = EXIT_BAD_INPUT;
}
