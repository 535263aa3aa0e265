// Compiles the kernels and writes their bytes into src/kernel/kernelBytes.gen.ts, where every loader finds them.
//   node build.mjs           writes the file
//   node build.mjs --check   compiles, and fails when the file says something else
// The compiler comes from this folder's own package-lock.json; it is installed here when it is missing.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = import.meta.dirname;
const target = join(here, '../src/kernel/kernelBytes.gen.ts');
const compiler = join(here, 'node_modules/assemblyscript/bin/asc.js');
const LINE = 116;

if (!existsSync(compiler)) execFileSync('npm', ['ci', '--silent'], { cwd: here, stdio: 'inherit' });

function compile(fused) {
  const folder = mkdtempSync(join(tmpdir(), 'kernel-'));
  try {
    const file = join(folder, 'kernel.wasm');
    const options = ['-O3', '--noAssert', '--runtime', 'stub', '--use', `FUSED=${fused ? 1 : 0}`];
    const memory = ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
    const features = ['simd', 'threads', ...(fused ? ['relaxed-simd'] : [])].flatMap((name) => ['--enable', name]);
    execFileSync(process.execPath, [compiler, 'index.ts', '-o', file, ...options, ...memory, ...features], {
      cwd: here,
    });
    return readFileSync(file).toString('base64');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function declaration(name, note, base64) {
  const lines = base64.match(new RegExp(`.{1,${LINE}}`, 'g'));
  return `/** ${note} */\nexport const ${name}: string =\n${lines.map((line) => `  '${line}'`).join(' +\n')};\n`;
}

const text = [
  '// Made by libs/quant/assembly/build.mjs from the AssemblyScript beside it. Do not edit.',
  '',
  declaration('PLAIN_KERNEL', 'SIMD without relaxed instructions: the same bits on every CPU. Base64.', compile(false)),
  declaration('FUSED_KERNEL', 'Multiply-add that rounds once, where the CPU has it. Base64.', compile(true)),
].join('\n');

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    process.stderr.write(
      'src/kernel/kernelBytes.gen.ts is not what the AssemblyScript compiles to: run node build.mjs\n',
    );
    process.exitCode = 1;
  } else {
    process.stdout.write('kernelBytes.gen.ts is what the AssemblyScript compiles to\n');
  }
} else {
  writeFileSync(target, text);
  process.stdout.write(`kernelBytes.gen.ts: ${text.length} characters\n`);
}
