import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
const VENUES = join(ROOT, 'services/ingestion/src/domain/venues');
const LOCAL_SUITE = join(ROOT, 'test/parity/suites/local-venue.ts');

/** Everything that holds for one venue: its tables, frames, hostile frames, identities, and its local venue where it has a script. */
function main([venue]: readonly string[]): number {
  if (venue === undefined || !/^[a-z][a-z0-9]*$/.test(venue) || !existsSync(join(VENUES, venue))) {
    process.stderr.write(`Expected one of ${venueNames().join(', ')}, was ${venue ?? 'none'}.\n`);
    return 2;
  }
  const lacking = lackingOf(venue);
  for (const what of lacking) process.stdout.write(`lacking: ${what}\n`);
  if (lacking.length > 0) return 1;
  const specs = ['test/conformance/venues', 'services/ingestion/src/domain/venues'];
  const tests = run('npx', ['vitest', 'run', ...specs, '-t', `(^|[^a-z])${venue}([^a-z]|$)`]);
  if (tests !== 0) return tests;
  if (!hasLocalScript(venue)) {
    process.stdout.write(`no local venue: libs/testkit/src/localVenue/${venue} has no script\n`);
    return 0;
  }
  const build = run('npm', ['run', 'build', '--silent']);
  return build === 0 ? run('node', ['test/parity/run.ts', 'local-venue'], { GIMBAL_VENUES: venue }) : build;
}

/** Folders of venues have a table of what they can; one that is begun has to be named by its folder. */
function venueNames(): readonly string[] {
  const folders = readdirSync(VENUES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).filter((name) => existsSync(join(VENUES, name, 'capabilities.ts')));
}

/** What a venue needs to be one, in the order in which it is written. */
function lackingOf(venue: string): readonly string[] {
  const has = (file: string): boolean => readFileSync(join(VENUES, file), 'utf8').includes(`/${venue}/`);
  const files = ['capabilities.ts', 'README.md'].filter((file) => !existsSync(join(VENUES, venue, file)));
  return [
    ...files.map((file) => `services/ingestion/src/domain/venues/${venue}/${file}`),
    ...['venueCapabilities.ts', 'venueProtocols.ts']
      .filter((file) => !has(file))
      .map((file) => `its row in services/ingestion/src/domain/venues/${file}`),
    ...(existsSync(join(import.meta.dirname, venue)) ? [] : [`its cases in test/conformance/venues/${venue}`]),
  ];
}

function hasLocalScript(venue: string): boolean {
  return existsSync(LOCAL_SUITE) && existsSync(join(ROOT, 'libs/testkit/src/localVenue', venue));
}

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): number {
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
  return status ?? 1;
}

process.exitCode = main(process.argv.slice(2));
