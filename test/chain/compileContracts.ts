import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Abi, Artifact, ArtifactShelf } from './artifacts.ts';

/** What to compile: source units by their import names, and where in `node_modules` the names of others lead. */
export interface Compilation {
  /** Names the cached result, for a person who looks into the cache. */
  readonly label: string;
  readonly entries: readonly string[];
  /** Import prefix to a folder of `node_modules`; a prefix that isn't listed is looked up as it stands. */
  readonly importPrefixes: Readonly<Record<string, string>>;
  readonly evmVersion: string;
  readonly optimizerRuns: number;
}

const MODULES = fileURLToPath(new URL('./node_modules/', import.meta.url));
const CACHE = fileURLToPath(new URL('../../.cache/test-chain/', import.meta.url));

/**
 * Contracts of a package that ships Solidity alone, compiled with the compiler of `node_modules` and no network. Half a
 * minute of work, so the result is kept in `.cache` under a hash of everything that went in, and is never committed.
 */
export function compiledContracts(compilation: Compilation): ArtifactShelf {
  const require = createRequire(import.meta.url);
  const input = JSON.stringify(compilerInput(compilation));
  const { version } = require('solc/package.json') as { readonly version: string };
  const hash = createHash('sha256').update(version).update(input).digest('hex').slice(0, 24);
  const file = join(CACHE, `${compilation.label}-${hash}.json`);
  if (!existsSync(file)) {
    const compiled = artifactsFrom(input, require('solc') as Compiler);
    mkdirSync(CACHE, { recursive: true });
    // Under another name first, so that a run beside this one never reads half a file.
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(compiled));
    renameSync(`${file}.${process.pid}`, file);
  }
  const artifacts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Artifact>;
  return (contractName) => {
    const artifact = artifacts[contractName];
    if (artifact === undefined) throw new Error(`Expected ${contractName} among what ${file} holds, it was not`);
    return artifact;
  };
}

interface Compiler {
  compile(input: string): string;
}

interface CompilerOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts?: Record<string, Record<string, CompiledContract>>;
}

interface CompiledContract {
  readonly abi: Abi;
  readonly evm: { readonly bytecode: { readonly object: string } & Pick<Artifact, 'linkReferences'> };
}

function artifactsFrom(input: string, compiler: Compiler): Record<string, Artifact> {
  const output = JSON.parse(compiler.compile(input)) as CompilerOutput;
  const errors = (output.errors ?? []).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'));
  const artifacts: Record<string, Artifact> = {};
  for (const contracts of Object.values(output.contracts ?? {})) {
    for (const [name, { abi, evm }] of Object.entries(contracts)) {
      const { object, linkReferences } = evm.bytecode;
      // Interfaces have no code; a library whose functions are all inlined still brings its errors.
      if (object === '' && abi.every(({ type }) => type !== 'error')) continue;
      artifacts[name] ??= { abi, bytecode: `0x${object}`, linkReferences: linkReferences ?? {} };
    }
  }
  return artifacts;
}

function compilerInput({ entries, importPrefixes, evmVersion, optimizerRuns }: Compilation): object {
  const sources: Record<string, { readonly content: string }> = {};
  const waiting = [...entries];
  for (let unit = waiting.pop(); unit !== undefined; unit = waiting.pop()) {
    if (sources[unit] !== undefined) continue;
    const content = readFileSync(sourceFile(unit, importPrefixes), 'utf8');
    sources[unit] = { content };
    waiting.push(...importedUnits(unit, content));
  }
  return {
    language: 'Solidity',
    // In a fixed order, since the hash of the whole names the cached result.
    sources: Object.fromEntries(Object.entries(sources).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    settings: {
      evmVersion,
      optimizer: { enabled: true, runs: optimizerRuns },
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.bytecode.linkReferences'] } },
    },
  };
}

function sourceFile(unit: string, importPrefixes: Compilation['importPrefixes']): string {
  const prefix = Object.keys(importPrefixes).find((candidate) => unit.startsWith(candidate));
  return join(MODULES, prefix === undefined ? unit : `${importPrefixes[prefix]}${unit.slice(prefix.length)}`);
}

function importedUnits(unit: string, content: string): string[] {
  const code = content.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/[^\n]*/g, '$1');
  return [...code.matchAll(/^\s*import\s+(?:[^;'"]*?from\s*)?["']([^"']+)["']/gm)].map((match) => {
    const name = match[1]!;
    return name.startsWith('.') ? posix.normalize(posix.join(posix.dirname(unit), name)) : name;
  });
}
