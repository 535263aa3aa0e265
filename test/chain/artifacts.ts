import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Hex } from './localChain.ts';

export type Abi = readonly { readonly type: string; readonly name?: string }[];

type LinkReferences = Record<string, Record<string, readonly { readonly start: number; readonly length: number }[]>>;

/** A compiled contract as hardhat writes it. */
export interface Artifact {
  readonly abi: Abi;
  readonly bytecode: Hex;
  readonly linkReferences?: LinkReferences;
}

export type ArtifactShelf = (contractName: string) => Artifact;

/** The compiled contracts of an installed package, found by contract name anywhere under `folder`. */
export function artifactsOf(folder: string): ArtifactShelf {
  const root = fileURLToPath(new URL(`./node_modules/${folder}`, import.meta.url));
  const files = new Map<string, string>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.json') || entry.name.endsWith('.dbg.json')) continue;
    files.set(basename(entry.name, '.json'), join(entry.parentPath, entry.name));
  }
  const read = new Map<string, Artifact>();
  return (contractName) => {
    const known = read.get(contractName);
    if (known !== undefined) return known;
    const file = files.get(contractName);
    if (file === undefined) throw new Error(`Expected a compiled ${contractName} in ${folder}, found none`);
    const artifact = JSON.parse(readFileSync(file, 'utf8')) as Artifact;
    read.set(contractName, artifact);
    return artifact;
  };
}

/** A compiled contract as foundry writes it: the file under `folder`, for a package may hold a contract in several profiles. */
export function foundryArtifact(folder: string, file: string): Artifact {
  const path = fileURLToPath(new URL(`./node_modules/${folder}/${file}`, import.meta.url));
  const { abi, bytecode } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly abi: Abi;
    readonly bytecode: { readonly object: Hex };
  };
  return { abi, bytecode: bytecode.object };
}

/** The bytecode with the addresses of its libraries written where the compiler left room for them. */
export function linkedBytecode(artifact: Artifact, libraries: Readonly<Record<string, Hex>>): Hex {
  let code = artifact.bytecode.slice(2);
  for (const references of Object.values(artifact.linkReferences ?? {})) {
    for (const [library, places] of Object.entries(references)) {
      const address = libraries[library];
      if (address === undefined) throw new Error(`Expected the library ${library} to be deployed, it was not`);
      for (const { start, length } of places) {
        code = code.slice(0, start * 2) + address.slice(2).toLowerCase() + code.slice((start + length) * 2);
      }
    }
  }
  return `0x${code}`;
}
