import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How to start a peer's program, or why that can't be done here. */
export type Program = { readonly command: readonly string[] } | { readonly missing: string };

export type ProgramName = 'quantlib' | 'native' | 'python' | 'rust' | 'js' | 'java';

const here = fileURLToPath(new URL('.', import.meta.url));
export const cacheFolder = fileURLToPath(new URL('../../../../.cache/bench-pricing/', import.meta.url));

const STEP_MS_MAX = 900_000;
const QUANTLIB_CLASSES = [
  'ql/pricingengines/blackcalculator.cpp',
  'ql/pricingengines/blackformula.cpp',
  'ql/math/errorfunction.cpp',
  'ql/math/distributions/normaldistribution.cpp',
  'ql/instruments/payoffs.cpp',
];

/** Installing failed in a way that is told to who runs the bench. */
class CannotInstall extends Error {}

const installers: Readonly<Record<ProgramName, () => readonly string[]>> = {
  python: installPython,
  quantlib: installQuantLib,
  native: installNative,
  rust: installRust,
  js: installJs,
  java: installJava,
};

const leftOut: Program = { missing: 'left out of this run' };

export const noPeers: Readonly<Record<ProgramName, Program>> = {
  python: leftOut,
  quantlib: leftOut,
  native: leftOut,
  rust: leftOut,
  js: leftOut,
  java: leftOut,
};

/** Puts every peer in place; what is there already is left alone. */
export function installPeers(print: (line: string) => void): Readonly<Record<ProgramName, Program>> {
  const programs = Object.entries(installers).map(([name, install]): [string, Program] => {
    try {
      return [name, { command: install() }];
    } catch (error) {
      if (!(error instanceof CannotInstall)) throw error;
      print(`peer ${name} is missing: ${error.message}`);
      return [name, { missing: error.message }];
    }
  });
  return Object.fromEntries(programs) as Record<ProgramName, Program>;
}

function installPython(): string[] {
  const venv = join(cacheFolder, 'venv');
  const python = join(venv, 'bin', 'python');
  const requirements = readFileSync(join(here, 'python', 'requirements.txt'), 'utf8');
  once('python', requirements, () => {
    rmSync(venv, { recursive: true, force: true });
    step('python3', ['-m', 'venv', venv]);
    step(python, ['-m', 'pip', 'install', '--quiet', '-r', join(here, 'python', 'requirements.txt')]);
  });
  return [python, join(here, 'python', 'peer.py')];
}

function installQuantLib(): string[] {
  if (spawnSync('dpkg', ['-s', 'libquantlib0-dev']).status !== 0) {
    if (process.getuid?.() !== 0)
      throw new CannotInstall('libquantlib0-dev is not installed, and only root can do that');
    step('apt-get', ['update', '-qq']);
    step('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'libquantlib0-dev', 'g++']);
  }
  const program = join(cacheFolder, 'quantlib');
  once('quantlib', sourcesOf('cpp') + machine(), () => {
    const sources = quantLibSources();
    const flags = ['-O3', '-march=native', '-flto', '-o', program, join(here, 'cpp', 'quantlib.cpp')];
    step('g++', [...flags, ...sources, '-lQuantLib']);
  });
  return [program];
}

/**
 * Debian compiles its library for any x64; so that QuantLib has what we have, the classes that are timed are compiled
 * here from Debian's own source. The lists of sources are kept apart from the machine's.
 */
function quantLibSources(): string[] {
  const folder = join(cacheFolder, 'quantlib-source');
  mkdirSync(join(folder, 'lists', 'partial'), { recursive: true });
  const listed = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list'].find((file) => existsSync(file));
  if (listed === undefined) throw new CannotInstall('no list of package sources in /etc/apt');
  const list = join(folder, listed.endsWith('.sources') ? 'source.sources' : 'source.list');
  const text = readFileSync(listed, 'utf8');
  writeFileSync(list, text.replaceAll(/^Types: deb$/gm, 'Types: deb-src').replaceAll(/^deb /gm, 'deb-src '));
  const places = { 'Dir::Etc::sourcelist': list, 'Dir::Etc::sourceparts': '-', 'Dir::State::lists': `${folder}/lists` };
  const options = Object.entries(places).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  step('apt-get', [...options, '-qq', 'update']);
  step('apt-get', [...options, '-qq', 'source', '--download-only', 'quantlib'], { cwd: folder });
  const archive = readdirSync(folder).find((name) => /^quantlib_.*\.orig\.tar\./.test(name));
  if (archive === undefined) throw new CannotInstall('apt-get source brought no archive of QuantLib');
  const wanted = QUANTLIB_CLASSES.map((file) => `*/${file}`);
  step('tar', ['xf', archive, '--strip-components=1', '--wildcards', ...wanted], { cwd: folder });
  return QUANTLIB_CLASSES.map((file) => join(folder, file));
}

function installNative(): string[] {
  if (process.arch !== 'x64') throw new CannotInstall(`the native limit is for x64 with AVX2, this is ${process.arch}`);
  const [python] = installPython();
  const folder = join(cacheFolder, 'native');
  const program = join(folder, 'limit');
  once('native', sourcesOf('native') + sourcesOf('cpp'), () => {
    mkdirSync(folder, { recursive: true });
    const header = step(python!, [join(here, 'native', 'makeCoefficients.py')]);
    writeFileSync(join(folder, 'coefficients.h'), header);
    // AVX2 and FMA, also where the processor has more: that is the limit that the aims name.
    const target = ['-target', 'x86_64-linux-gnu', '-mcpu=x86_64_v3', '-std=c++20', '-O3', '-fno-math-errno'];
    const source = join(here, 'native', 'limit.cpp');
    for (const width of [4, 8]) {
      const output = ['-I', folder, `-DWIDTH=${width}`, '-o', `${program}${width}`, source];
      step(python!, ['-m', 'ziglang', 'c++', ...target, ...output]);
    }
  });
  return [program];
}

function installRust(): string[] {
  const target = join(cacheFolder, 'rust');
  once('rust', sourcesOf('rust') + sourcesOf('rust/src') + machine(), () => {
    const env = { ...process.env, CARGO_TARGET_DIR: target, RUSTFLAGS: '-C target-cpu=native' };
    step('cargo', ['build', '--release', '--locked', '--quiet', '--manifest-path', join(here, 'rust', 'Cargo.toml')], {
      env,
    });
  });
  return [join(target, 'release', 'gimbal-bench-peer')];
}

function installJs(): string[] {
  const folder = join(cacheFolder, 'js');
  once('js', sourcesOf('js'), () => {
    mkdirSync(folder, { recursive: true });
    for (const file of ['package.json', 'package-lock.json', '.npmrc', 'peer.mjs']) {
      cpSync(join(here, 'js', file), join(folder, file));
    }
    // Under npm run, npm hands the settings of the outer project down, and they would win over .npmrc here.
    const kept =
      /^npm_config_(registry|.*registry|userconfig|globalconfig|cache|proxy|https_proxy|noproxy|cafile|ca)$/i;
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name)),
    );
    step('npm', ['ci'], { cwd: folder, env });
  });
  return [process.execPath, join(folder, 'peer.mjs')];
}

function installJava(): string[] {
  const folder = join(cacheFolder, 'java');
  const jars = join(folder, 'lib');
  once('java', sourcesOf('java'), () => {
    mkdirSync(folder, { recursive: true });
    cpSync(join(here, 'java', 'pom.xml'), join(folder, 'pom.xml'));
    step('mvn', ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`], { cwd: folder });
    step('javac', ['-nowarn', '-cp', `${jars}/*`, '-d', folder, join(here, 'java', 'Peer.java')]);
  });
  return ['java', '-XX:+UseSerialGC', '-cp', `${folder}:${jars}/*`, 'Peer'];
}

/** Does the work unless it was done for the same sources; a half of it is done again. */
function once(name: string, sources: string, work: () => void): void {
  mkdirSync(cacheFolder, { recursive: true });
  const stamp = join(cacheFolder, `${name}.installed`);
  const wanted = createHash('sha256').update(sources).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  work();
  writeFileSync(stamp, wanted);
}

function step(command: string, words: readonly string[], options: SpawnSyncOptions = {}): string {
  const run = spawnSync(command, words, { encoding: 'utf8', timeout: STEP_MS_MAX, maxBuffer: 2 ** 26, ...options });
  if (run.status === 0) return String(run.stdout);
  const said = `${String(run.stderr ?? '')}${run.error?.message ?? ''}`.trim().split('\n').slice(-3).join(' ');
  throw new CannotInstall(`${command} ${words.slice(0, 3).join(' ')} failed (${said || `status ${run.status}`})`);
}

/** Text of every file of one folder, for the stamp. */
function sourcesOf(folder: string): string {
  const files = readdirSync(join(here, folder), { withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map(({ name }) => name).filter((name) => !name.endsWith('.pyc'));
  return names
    .sort()
    .map((name) => name + readFileSync(join(here, folder, name), 'utf8'))
    .join('\n');
}

/** What is compiled for this processor mustn't be run on another, when a cache is handed on. */
function machine(): string {
  return `${cpus()[0]?.model ?? ''} ${availableParallelism()}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  for (const [name, program] of Object.entries(installPeers(print))) {
    print(`${name}: ${'missing' in program ? 'missing' : program.command.join(' ')}`);
  }
}
