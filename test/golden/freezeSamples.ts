import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Writes the bytes of each sample in proto/golden that has none yet: `node test/golden/freezeSamples.ts`. The bytes come
// from buf (protobuf-go), so the test that decodes them holds our generated code against another implementation.
// A sample that has its bytes is never written again: records of that form stand in somebody's log.
const protoFolder = join(dirname(fileURLToPath(import.meta.url)), '../../proto');
// Not through npx, which refuses to be nested in an `npx -c`.
const buf = join(protoFolder, '../node_modules/@bufbuild/buf/bin/buf');
const goldenFolder = join(protoFolder, 'golden');

for (const file of readdirSync(goldenFolder).filter((name) => name.endsWith('.json'))) {
  const sample = file.slice(0, -'.json'.length);
  const bytesFile = join(goldenFolder, `${sample}.bin`);
  if (existsSync(bytesFile)) continue;
  const type = sample.split('@')[0]!;
  const from = `${join(goldenFolder, file)}#format=json`;
  execFileSync(
    process.execPath,
    [buf, 'convert', '--type', type, '--from', from, '--to', `${bytesFile}#format=binpb`],
    {
      cwd: protoFolder,
      stdio: 'inherit',
    },
  );
  process.stdout.write(`froze ${sample}\n`);
}
