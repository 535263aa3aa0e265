import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { inUseText, nameOwner, removeOwner } from './dataOwner.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-owner-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

it('names who uses a folder of data, and leaves it as it was', () => {
  expect(inUseText(folder)).toContain('another Gimbal uses this folder');
  nameOwner(folder);
  expect(inUseText(folder)).toContain(`another Gimbal (pid ${process.pid}) uses this folder: ${folder}.`);
  removeOwner(folder);
  expect(readdirSync(folder)).toEqual([]);
});

it("leaves another one's name", () => {
  const file = join(folder, 'gimbal.pid');
  writeFileSync(file, `${process.pid + 1}\n`);
  removeOwner(folder);
  expect(existsSync(file)).toBe(true);
});
