import { access, constants, readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ParityInputError } from './paritySuite.ts';
import type { ParitySuite } from './paritySuite.ts';

const EXIT_ALL_MATCHED = 0;
const EXIT_SOME_DIFFER = 1;
const EXIT_BAD_INPUT = 2;

const suitesFolder = new URL('./suites/', import.meta.url);

/** A suite is a TypeScript file in suites/, called as the file is; specs and leaves of suites live elsewhere. */
async function suiteNames(): Promise<string[]> {
  const files = await readdir(suitesFolder);
  return files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}

/** npm runs scripts in the repository's root; a path is meant from where the person stood. */
function fromCallersFolder(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}

async function readablePath(path: string): Promise<string> {
  const absolute = fromCallersFolder(path);
  try {
    await access(absolute, constants.R_OK);
  } catch (error) {
    throw new ParityInputError(
      `Expected a readable file or folder, was ${path} (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
  return absolute;
}

async function main([name, ...paths]: string[]): Promise<number> {
  const names = await suiteNames();
  if (name === undefined || !names.includes(name)) {
    const found = name === undefined ? 'none was named' : `was ${name}`;
    process.stderr.write(`Expected one of the suites ${names.join(', ')}; ${found}.\n`);
    process.stderr.write('Usage: npm run parity -- SUITE PATH...\n');
    return EXIT_BAD_INPUT;
  }
  const suite = ((await import(new URL(`${name}.ts`, suitesFolder).href)) as { default: ParitySuite }).default;
  const readable = await Promise.all(paths.map(readablePath));
  const outcome = await suite.run(readable, (line) => process.stdout.write(`${line}\n`));
  const { matched, total, tolerance, worst } = outcome;
  process.stdout.write(`parity ${name}: ${matched} of ${total} within ${tolerance}, worst ${worst}\n`);
  return matched === total && total > 0 ? EXIT_ALL_MATCHED : EXIT_SOME_DIFFER;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ParityInputError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = EXIT_BAD_INPUT;
}
