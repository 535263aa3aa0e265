import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const protoFolder = join(root, 'proto');
// Not through npx, which costs 0.4 s a call.
const bufEntry = join(root, 'node_modules/@bufbuild/buf/bin/buf');
const committed = join(root, 'libs/contracts/src/gen');
let scratch: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'gimbal-gen-'));
});

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

function buf(...args: string[]): string {
  return execFileSync(process.execPath, [bufEntry, ...args], { cwd: protoFolder, encoding: 'utf8', stdio: 'pipe' });
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

describe('the contract', () => {
  it('has generated code in step with proto/', () => {
    const out = join(scratch, 'gen');
    const template = readFileSync(join(protoFolder, 'buf.gen.yaml'), 'utf8');
    const target = 'out: ../libs/contracts/src/gen';
    expect(template).toContain(target);
    writeFileSync(join(scratch, 'buf.gen.yaml'), template.replace(target, `out: ${out}`));
    buf('generate', '--template', join(scratch, 'buf.gen.yaml'));
    expect(filesUnder(out)).toEqual(filesUnder(committed));
    for (const file of filesUnder(out)) {
      expect(readFileSync(join(committed, file), 'utf8'), file).toBe(readFileSync(join(out, file), 'utf8'));
    }
  });

  it('passes the linter', () => {
    expect(buf('lint')).toBe('');
  });

  it('breaks nothing that v1 has promised', () => {
    expect(buf('breaking', '--against', 'golden/v1.binpb')).toBe('');
  });

  it('would be stopped if a field changed its type', () => {
    const changed = join(scratch, 'proto');
    cpSync(protoFolder, changed, { recursive: true });
    const file = join(changed, 'gimbal/log/v1/log.proto');
    writeFileSync(file, readFileSync(file, 'utf8').replace('uint64 offset = 3;', 'string offset = 3;'));
    const against = join(protoFolder, 'golden/v1.binpb');
    expect(() => buf('breaking', changed, '--against', against)).toThrow(/breaking/);
  });
});
